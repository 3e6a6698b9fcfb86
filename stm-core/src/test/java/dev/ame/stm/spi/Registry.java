package dev.ame.stm.spi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A map with one cell a key, found through an index that is no part of any block. That a key has no cell is a {@link
 * Question}. A cell that was set to null may be cleared away, when no block can want its value any more.
 */
final class Registry {
    private final Map<String, Slot> index = new ConcurrentHashMap<>();
    private final AtomicLong insertions = new AtomicLong();
    private volatile long clearedUpTo;

    /** Runs between a look into the index and what is made of it. */
    Runnable afterLook = () -> {};

    /** The value of one key. */
    static final class Slot extends Cell<Integer> {
        Slot() {
            super(null, null);
        }

        Integer get() {
            return readOrAsk();
        }

        void set(Integer value) {
            write(value);
        }

        long time() {
            return newestTime();
        }
    }

    /** "There is no cell for this key." */
    private final class Missing extends Question {
        private final String key;
        private final long since;
        private long seen;

        Missing(String key, long since, long seen) {
            this.key = key;
            this.since = since;
            this.seen = seen;
        }

        @Override
        protected boolean mayHaveChanged() {
            return insertions.get() != seen;
        }

        @Override
        protected boolean holds() {
            seen = insertions.get();
            return !index.containsKey(key);
        }

        @Override
        protected long knownSince() {
            return since;
        }

        @Override
        protected Cell<?> waitingPlace() {
            return slot(key);
        }
    }

    private Slot slot(String key) {
        return index.computeIfAbsent(key, k -> new Slot());
    }

    @Nullable
    Integer get(String key) {
        while (true) {
            long seen = insertions.get();
            long cleared = clearedUpTo;
            Slot slot = index.get(key);
            afterLook.run();
            if (slot != null) {
                return slot.get();
            }
            if (Blocks.mustAsk()) {
                Blocks.ask(new Missing(key, cleared, seen));
                return null;
            }
            if (!Blocks.seeAllUpTo(cleared)) {
                return null;
            }
        }
    }

    void put(String key, @Nullable Integer value) {
        Slot slot = slot(key);
        insertions.incrementAndGet();
        slot.set(value);
    }

    /**
     * Forgets the cell of a key whose newest value is null, unless a pinned reader may see another one. For one thread
     * while nobody uses the key.
     */
    void clearAway(String key) {
        Slot slot = index.get(key);
        if (slot.time() > Blocks.oldestSnapshot()) {
            return;
        }
        clearedUpTo = Math.max(clearedUpTo, slot.time());
        index.remove(key);
    }
}
