package dev.ame.stm.engine.version;

/**
 * The number a {@link Version} carries. One comparison tells a reader all it needs: a committed stamp is a
 * time of the {@link Clock}, and every tentative stamp is larger than every time.
 *
 * <pre>
 *  63 62 61          48 47                                    0
 * +--+--+--------------+--------------------------------------+
 * | 0| 0|               time of the commit                    |  committed
 * +--+--+--------------+--------------------------------------+
 * | 0| 1|   priority   |             transaction id           |  tentative: its writer is committing
 * +--+--+--------------+--------------------------------------+
 * </pre>
 *
 * The priority is the number of times the writer's block has been aborted; of two committers that wait for each
 * other the one with the larger stamp goes on.
 */
public final class Stamps {
    /** A snapshot that covers every committed version and no tentative one. */
    public static final long LATEST = (1L << 62) - 1;

    /** A snapshot that covers nothing. */
    public static final long NONE = -1;

    static final int ID_BITS = 48;
    static final int PRIORITY_BITS = 14;
    static final long ID_MASK = (1L << ID_BITS) - 1;
    static final long PRIORITY_MASK = ((1L << PRIORITY_BITS) - 1) << ID_BITS;
    static final long TENTATIVE_BIT = 1L << (ID_BITS + PRIORITY_BITS);

    /** The stamp of a {@link Reservation}: tentative, of the highest priority, and of no attempt. */
    static final long RESERVED = TENTATIVE_BIT | PRIORITY_MASK | ID_MASK;

    /** The stamp of tentative versions that belong to no attempt, but to a single write. */
    public static final long SINGLE = tentative(0, 0);

    private Stamps() {}

    public static long tentative(long transactionId, int priority) {
        long rank = Math.min(priority, (1 << PRIORITY_BITS) - 1);
        return TENTATIVE_BIT | (rank << ID_BITS) | (transactionId & ID_MASK);
    }

    public static boolean isTentative(long stamp) {
        return stamp > LATEST;
    }
}
