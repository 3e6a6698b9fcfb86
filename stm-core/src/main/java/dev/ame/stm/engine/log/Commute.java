package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LongVersion;
import dev.ame.stm.engine.version.ObjectVersion;
import dev.ame.stm.engine.version.Pending;
import dev.ame.stm.engine.version.Version;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A write that does not care what it is applied to until the commit: the block has not read the location, so it does
 * not conflict with others that write it.
 */
public abstract class Commute implements Pending {
    /** The amount is held in the pending version itself, so that a blind add allocates nothing else. */
    public static final Commute ADD = new Add();

    private final @Nullable Commute before;

    private Commute(@Nullable Commute before) {
        this.before = before;
    }

    /** This function and those before it, the first one first. Any number, so not by recursion. */
    final Deque<Commute> inOrder() {
        Deque<Commute> all = new ArrayDeque<>();
        for (Commute commute = this; commute != null; commute = commute.before) {
            all.addFirst(commute);
        }
        return all;
    }

    /** The write of a structure that the attempt has a draft of. Known all the time, so it cannot fail. */
    public static Commute of(Draft draft) {
        return new OfDraft(draft);
    }

    /** Whether the value is known before the commit, and nothing is left that could fail. */
    public boolean isSettled() {
        return false;
    }

    /** Gives the pending version a value, over what it is likely to be put over. User code, so before the commit. */
    public void prepare(Location location, Version pending) {
        Version base = Heads.settle(location);
        if (pending.previous() != base) {
            apply(base, pending);
            pending.setPreviousPlain(base);
        }
    }

    public static Commute ofObject(@Nullable Commute first, UnaryOperator<@Nullable Object> function) {
        return new OfObject(first, function);
    }

    public static Commute ofLong(@Nullable Commute first, LongUnaryOperator function) {
        return new OfLong(first, function);
    }

    @Override
    public boolean isTrusted() {
        return this == ADD;
    }

    private static final class Add extends Commute {
        Add() {
            super(null);
        }

        @Override
        public void apply(Version base, Version pending) {
            LongVersion sum = (LongVersion) pending;
            LongVersion applied = (LongVersion) sum.previous();
            // A second application, to another base, takes the first one back.
            sum.value += ((LongVersion) base).value - (applied == null ? 0 : applied.value);
        }
    }

    private static final class OfDraft extends Commute {
        private final Draft draft;

        OfDraft(Draft draft) {
            super(null);
            this.draft = draft;
        }

        @Override
        public boolean isSettled() {
            return true;
        }

        @Override
        public void prepare(Location location, Version pending) {
            draft.fill(pending);
        }

        @Override
        public void apply(Version base, Version pending) {
            throw new IllegalStateException("a draft moves to another base by itself");
        }
    }

    private static final class OfObject extends Commute {
        private final UnaryOperator<@Nullable Object> function;

        OfObject(@Nullable Commute first, UnaryOperator<@Nullable Object> function) {
            super(first);
            this.function = function;
        }

        @Override
        public void apply(Version base, Version pending) {
            ((ObjectVersion) pending).value = value(base);
        }

        private @Nullable Object value(Version base) {
            Object value = ((ObjectVersion) base).value;
            for (Commute commute : inOrder()) {
                value = ((OfObject) commute).function.apply(value);
            }
            return value;
        }
    }

    private static final class OfLong extends Commute {
        private final LongUnaryOperator function;

        OfLong(@Nullable Commute first, LongUnaryOperator function) {
            super(first);
            this.function = function;
        }

        @Override
        public void apply(Version base, Version pending) {
            ((LongVersion) pending).value = value(base);
        }

        private long value(Version base) {
            long value = ((LongVersion) base).value;
            for (Commute commute : inOrder()) {
                value = ((OfLong) commute).function.applyAsLong(value);
            }
            return value;
        }
    }
}
