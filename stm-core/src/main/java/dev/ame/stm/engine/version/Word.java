package dev.ame.stm.engine.version;

/**
 * What the word of a location says, in 64 bits.
 *
 * <pre>
 *   unlocked   0 0 0 | time                        | seq       the value beside it was committed at that time
 *   reserved   0 0 1 | time                        | seq       the same, and an irrevocable block is going to replace it
 *   locked     0 1   | priority (14) | owner (48)              a commit is about to replace it
 * </pre>
 *
 * {@code seq} counts the commits of one location that carry the same time. So an unlocked word names one value of its
 * location for good: no other commit of that location ever has it. Every locked or reserved word is larger than every
 * unlocked one, so {@code word <= snapshot} is the only comparison that a reader makes.
 */
public final class Word {
    private static final int SEQ_BITS = 8;
    private static final int ID_BITS = 48;
    private static final int PRIORITY_BITS = 14;
    private static final long RESERVED = 1L << 61;
    private static final long LOCK = 1L << 62;

    /** The commits of one location that fit one time, less one. */
    static final long SEQ_MASK = (1L << SEQ_BITS) - 1;

    /** One step of the clock. */
    static final long TICK = 1L << SEQ_BITS;

    /** A snapshot that covers everything that is committed, and nothing that is locked or reserved. */
    public static final long LATEST = RESERVED - 1;

    /** A snapshot that covers nothing, and the word of no version. */
    public static final long NONE = -1;

    /** The lock of a single write outside any block: it belongs to no attempt. */
    static final long SINGLE = LOCK;

    private Word() {}

    /** The lock of an attempt. Of two that wait for each other the one with the smaller word gives way. */
    public static long lock(long owner, int priority) {
        long rank = Math.min(priority, (1 << PRIORITY_BITS) - 1);
        return LOCK | (rank << ID_BITS) | (owner & ((1L << ID_BITS) - 1));
    }

    public static boolean isLocked(long word) {
        return word >= LOCK;
    }

    /** Neither locked nor reserved. */
    public static boolean isFree(long word) {
        return word <= LATEST;
    }

    public static boolean isReserved(long word) {
        return word > LATEST && word < LOCK;
    }

    /** The word of the value that is there, whether or not it is reserved; not for a locked word. */
    public static long committed(long word) {
        return word & ~RESERVED;
    }

    static long reserve(long free) {
        return free | RESERVED;
    }

    /** The word of the version that follows another, by a commit whose first word is {@code first}. */
    static long next(long replaced, long first) {
        return Math.max(committed(replaced) + 1, first);
    }

    /** Whether the version that follows another is still one of that commit's time. */
    static boolean fits(long replaced, long first) {
        return committed(replaced) < (first | SEQ_MASK);
    }
}
