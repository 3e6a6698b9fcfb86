package dev.ame.history;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import java.util.function.LongConsumer;

/** A shared box under test, of whatever type: a place that holds the id of the last write. */
sealed interface Cell {
    /** How many ways there are to replace a value in one operation. */
    int WAYS = 4;

    long get();

    /** Writes without looking. */
    void overwrite(long id);

    /** One read-modify-write operation, in one of {@link #WAYS} ways; returns the id replaced. */
    long replace(long id, int way);

    /** A get, then a write of another kind than {@link #replace} does; atomic only inside a block. */
    long getThenSet(long id, LongConsumer seen);

    /** {@code compareAndSet} from what a get returned; the id replaced, or unknown if it failed. */
    long compareAndSet(long id, LongConsumer seen);

    void commute(long id, LongConsumer seen);

    /**
     * A value with its write id.
     *
     * @param amount what transfers move; no other write changes it
     */
    record Entry(long id, long amount) {
        Entry with(long newId) {
            return new Entry(newId, amount);
        }
    }

    /** A cell that is a {@link Box}. */
    record OfObject(Box<Entry> box) implements Cell {
        @Override
        public long get() {
            return box.get().id();
        }

        @Override
        public void overwrite(long id) {
            box.set(new Entry(id, 0));
        }

        @Override
        public long replace(long id, int way) {
            if (way == 0) {
                return box.getAndUpdate(old -> old.with(id)).id();
            }
            long[] replaced = new long[1];
            if (way == 1) {
                box.update(old -> {
                    replaced[0] = old.id();
                    return old.with(id);
                });
                return replaced[0];
            }
            long result = box.updateAndGet(old -> {
                        replaced[0] = old.id();
                        return old.with(id);
                    })
                    .id();
            return result == id ? replaced[0] : WriteId.UNKNOWN;
        }

        @Override
        public long getThenSet(long id, LongConsumer seen) {
            Entry old = box.get();
            seen.accept(old.id());
            return box.getAndSet(old.with(id)).id();
        }

        @Override
        public long compareAndSet(long id, LongConsumer seen) {
            Entry old = box.get();
            seen.accept(old.id());
            return box.compareAndSet(old, old.with(id)) ? old.id() : WriteId.UNKNOWN;
        }

        @Override
        public void commute(long id, LongConsumer seen) {
            box.commute(old -> {
                seen.accept(old.id());
                return old.with(id);
            });
        }
    }

    /** A cell that is a {@link LongBox}. */
    record OfLong(LongBox box) implements Cell {
        @Override
        public long get() {
            return box.get();
        }

        @Override
        public void overwrite(long id) {
            box.set(id);
        }

        @Override
        public long replace(long id, int way) {
            if (way == 0) {
                return box.getAndSet(id);
            }
            if (way == 1) {
                return box.getAndUpdate(old -> id);
            }
            long[] replaced = new long[1];
            long result = box.updateAndGet(old -> {
                replaced[0] = old;
                return id;
            });
            return result == id ? replaced[0] : WriteId.UNKNOWN;
        }

        @Override
        public long getThenSet(long id, LongConsumer seen) {
            long old = box.get();
            seen.accept(old);
            box.add(id - old);
            return old;
        }

        @Override
        public long compareAndSet(long id, LongConsumer seen) {
            long old = box.get();
            seen.accept(old);
            return box.compareAndSet(old, id) ? old : WriteId.UNKNOWN;
        }

        @Override
        public void commute(long id, LongConsumer seen) {
            box.commute(old -> {
                seen.accept(old);
                return id;
            });
        }
    }
}
