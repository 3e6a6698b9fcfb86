package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Pending;
import dev.ame.stm.engine.version.Word;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A write that does not care what it is applied to until the commit: the block has not read the location, so it does
 * not conflict with others that write it.
 */
public abstract class Commute extends Pending {
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

    public static Commute ofObject(@Nullable Commute first, UnaryOperator<@Nullable Object> function) {
        return new OfObject(first, function);
    }

    public static Commute ofLong(@Nullable Commute first, LongUnaryOperator function) {
        return new OfLong(first, function);
    }

    /** Whether the value is known before the commit, and nothing is left that could fail. */
    public boolean isSettled() {
        return false;
    }

    /**
     * Gives an entry the value that results over what it is likely to replace, and makes that its base. User code, so before the commit.
     */
    public abstract void prepare(WriteLog writes, int index);

    /** What the functions make of a number. */
    public long applyTo(long number) {
        throw new IllegalStateException("not a function of numbers");
    }

    /** What the functions make of an object. */
    public @Nullable Object applyTo(@Nullable Object object) {
        throw new IllegalStateException("not a function of objects");
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
        public void prepare(WriteLog writes, int index) {
            writes.compute(index, draft.stateValue(), draft.baseWord());
        }
    }

    private static final class OfObject extends Commute {
        private final UnaryOperator<@Nullable Object> function;

        OfObject(@Nullable Commute first, UnaryOperator<@Nullable Object> function) {
            super(first);
            this.function = function;
        }

        @Override
        public void prepare(WriteLog writes, int index) {
            ObjectLocation location = (ObjectLocation) writes.locationAt(index);
            while (true) {
                long word = Locations.settle(location);
                Object value = Locations.object(location);
                if (Locations.is(location, word)) {
                    if (writes.base(index) != Word.committed(word)) {
                        writes.compute(index, applyTo(value), Word.committed(word));
                    }
                    return;
                }
            }
        }

        @Override
        public @Nullable Object applyTo(@Nullable Object object) {
            Object value = object;
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
        public void prepare(WriteLog writes, int index) {
            LongLocation location = (LongLocation) writes.locationAt(index);
            while (true) {
                long word = Locations.settle(location);
                long value = Locations.number(location);
                if (Locations.is(location, word)) {
                    if (writes.base(index) != Word.committed(word)) {
                        writes.compute(index, applyTo(value), Word.committed(word));
                    }
                    return;
                }
            }
        }

        @Override
        public long applyTo(long number) {
            long value = number;
            for (Commute commute : inOrder()) {
                value = ((OfLong) commute).function.applyAsLong(value);
            }
            return value;
        }
    }
}
