package dev.ame.stm.collections.sync;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Structure;
import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * A number of which blocks are told only whether it is at least some other, unless they ask for all of it. Additions
 * conflict with none of this as long as they do not change an answer. It may be negative.
 */
public final class Tally extends Structure<Long, TallyView> {

    public Tally(@Nullable String name, long initial) {
        super(name, initial);
    }

    @Override
    protected TallyView newView(View.Origin origin) {
        return new TallyView(this, origin);
    }

    public long get() {
        TallyView view = view();
        return view == null ? state() : view.get();
    }

    public boolean isAtLeast(long bound) {
        TallyView view = view();
        return view == null ? state() >= bound : view.isAtLeast(bound);
    }

    public void add(long amount) {
        if (Stm.inAtomic()) {
            viewToChange().add(amount);
            return;
        }
        Long state;
        do {
            state = state();
        } while (!replaceOutside(state, state + amount));
    }

    /** Adds unless the result would be above a limit. */
    public boolean addUpTo(long limit, long amount) {
        if (Stm.inAtomic()) {
            if (isAtLeast(limit - amount + 1)) {
                return false;
            }
            viewToChange().add(amount);
            return true;
        }
        Long state;
        do {
            state = state();
            if (state > limit - amount) {
                return false;
            }
        } while (!replaceOutside(state, state + amount));
        return true;
    }

    /** Subtracts unless the result would be below zero. */
    public boolean takeAway(long amount) {
        return takeAwayDownTo(0, amount);
    }

    /** Subtracts unless the result would be below a limit. */
    public boolean takeAwayDownTo(long limit, long amount) {
        if (Stm.inAtomic()) {
            if (!isAtLeast(limit + amount)) {
                return false;
            }
            viewToChange().add(-amount);
            return true;
        }
        Long state;
        do {
            state = state();
            if (state < limit + amount) {
                return false;
            }
        } while (!replaceOutside(state, state - amount));
        return true;
    }
}
