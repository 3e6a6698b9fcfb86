package dev.ame.stress.spi;

import dev.ame.stm.spi.Blocks;
import dev.ame.stm.spi.Cell;
import dev.ame.stm.spi.Question;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Two keys, each with a cell that is made when it is first put. That there is none is a {@link Question}. */
public final class Registry {
    private final AtomicReferenceArray<@Nullable Slot> index = new AtomicReferenceArray<>(2);
    private final AtomicInteger insertions = new AtomicInteger();

    /** The value of a key; 0 is none. */
    public static final class Slot extends Cell<@Nullable Integer> {
        Slot() {
            super(null, null);
        }

        int get() {
            Integer value = readOrAsk();
            return value == null ? 0 : value;
        }

        void set(int value) {
            write(value);
        }
    }

    private final class Missing extends Question {
        private final int key;
        private int seen;

        Missing(int key, int seen) {
            this.key = key;
            this.seen = seen;
        }

        @Override
        protected boolean mayHaveChanged() {
            return insertions.get() != seen;
        }

        @Override
        protected boolean holds() {
            seen = insertions.get();
            return index.get(key) == null;
        }

        @Override
        protected long knownSince() {
            return 0;
        }

        @Override
        protected Cell<?> waitingPlace() {
            return slot(key);
        }
    }

    private Slot slot(int key) {
        Slot slot = index.get(key);
        if (slot == null) {
            slot = new Slot();
            Slot other = index.compareAndExchange(key, null, slot);
            return other == null ? slot : other;
        }
        return slot;
    }

    /** The value, 0 if there is none. */
    public int get(int key) {
        int seen = insertions.get();
        Slot slot = index.get(key);
        if (slot != null) {
            return slot.get();
        }
        Blocks.ask(new Missing(key, seen));
        return 0;
    }

    /** Makes the cell visible first, then what announces it; the cell is written when the block commits. */
    public void put(int key, int value) {
        Slot slot = slot(key);
        insertions.incrementAndGet();
        slot.set(value);
    }
}
