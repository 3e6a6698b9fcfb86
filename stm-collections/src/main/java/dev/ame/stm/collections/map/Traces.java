package dev.ame.stm.collections.map;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What has been done to the indexes of all tables, by hash of the key: how many entries were put in, and until when some
 * that were taken out may have held a value. Precise enough: two keys that share a slot only make a question be asked
 * again, or a snapshot be moved, that need not. One for all tables, so that a small table is small.
 */
final class Traces {
    private static final int SLOTS = 1 << 12;

    /** Slot i: at 2i the number of insertions; at 2i + 1 the latest time of a removal. */
    private static final AtomicLongArray WORDS = new AtomicLongArray(2 * SLOTS);

    private Traces() {}

    static int slot(int hash) {
        return ((hash * 0x9E3779B9) >>> 20) << 1;
    }

    /**
     * To be called when an entry is in the index, by everybody who is going to commit to it and does not know that somebody
     * has done so. Whoever missed the entry in the index and reads the old number afterwards, with its own writes
     * installed, precedes that commit. See {@link Index}.
     */
    static void inserted(int slot) {
        WORDS.getAndIncrement(slot);
    }

    static long insertions(int slot) {
        return WORDS.get(slot);
    }

    /** To be called before an entry that has held no value since {@code time} is taken out of the index. */
    static void removed(int slot, long time) {
        long latest = WORDS.get(slot + 1);
        while (latest < time && !WORDS.compareAndSet(slot + 1, latest, time)) {
            latest = WORDS.get(slot + 1);
        }
    }

    /** Read after an entry was not found: the key has had no value since then, as far as that is known. */
    static long removedAt(int slot) {
        return WORDS.get(slot + 1);
    }
}
