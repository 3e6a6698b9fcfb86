package dev.ame.stm.collections.sync;

import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/** A tally as one block sees it: the bounds it was told of the committed number, and what it has added. */
public final class TallyView extends View<Long> {
    private long atLeast = Long.MIN_VALUE;
    private long atMost = Long.MAX_VALUE;
    private long added;

    TallyView(Tally tally, Origin origin) {
        super(tally, origin);
    }

    long get() {
        atLeast = base();
        atMost = base();
        return state();
    }

    boolean isAtLeast(long bound) {
        long committed = bound - added;
        if (base() >= committed) {
            atLeast = Math.max(atLeast, committed);
            return true;
        }
        atMost = Math.min(atMost, committed - 1);
        return false;
    }

    void add(long amount) {
        added += amount;
        changeTo(state() + amount);
    }

    @Override
    protected boolean isStillTrue(Long newer) {
        return newer >= atLeast && newer <= atMost;
    }

    @Override
    protected Long reapplyTo(Long newer) {
        return newer + added;
    }

    @Override
    protected Object mark() {
        return added;
    }

    @Override
    protected void rollbackTo(@Nullable Object mark) {
        added = mark == null ? 0 : (Long) mark;
    }
}
