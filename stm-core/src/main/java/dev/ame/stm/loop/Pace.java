package dev.ame.stm.loop;

/**
 * How many elements a chunk should have, and whether several workers help at all. It learns from what became of the
 * chunks: they grow while they commit, up to a length in time that makes the cost of a transaction small; a conflict
 * halves them, and makes the next growth wait. If even chunks of one element lose so often that all workers together do
 * not do more than one would, one works alone for a while, then all try again. Guarded by the lock of its user.
 */
final class Pace {
    /** Chunks stop growing when they last longer than this. */
    private static final long ENOUGH_NANOS = 50_000;

    static final int MAX_SIZE = 1 << 10;
    private static final int MAX_PATIENCE = 1 << 12;
    private static final int WINDOW_PER_WORKER = 4;
    private static final int WINDOW_PATIENCE = 16;

    /** Chunks after which to judge whether it pays to work together. */
    private static final int TRIAL = 16;

    private static final long FIRST_LONE_NANOS = 4_000_000;
    private static final long MAX_LONE_NANOS = 500_000_000;

    /** How much faster than one worker all together must be. */
    private static final double WORTH_IT = 1.15;

    private final int fixedSize;
    private final int workers;

    private int size = 1;
    private int patience = 1;
    private int successes;

    /** How many chunks may be begun and not committed, in a run in order. */
    private int window;

    private int commitsInARow;
    private int trial;
    private long useful;
    private long wasted;
    private boolean lone;
    private int loneSize = 1;
    private long loneUntil;
    private long loneNanos = FIRST_LONE_NANOS;

    /** @param fixedSize the size of all chunks, or 0 for one that adapts */
    Pace(int fixedSize, int workers) {
        this.fixedSize = fixedSize;
        this.workers = workers;
        window = WINDOW_PER_WORKER * workers;
    }

    /**
     * How many chunks may be begun and not committed, in a run in order. The longer one waits for its turn, the more
     * likely it has become stale; so conflicts make it small.
     */
    int window() {
        return window;
    }

    /**
     * The size of the next chunk.
     *
     * @param remaining how many elements are left, or -1
     */
    int size(long remaining) {
        if (fixedSize > 0) {
            return fixedSize;
        }
        int wanted = lone ? loneSize : size;
        if (remaining < 0 || workers == 1) {
            return wanted;
        }
        // The last chunks are small, so that all workers end at about the same time.
        return (int) Math.max(1, Math.min(wanted, remaining / (2L * workers)));
    }

    /** Whether one worker should work alone. */
    boolean isLone() {
        return lone;
    }

    /**
     * A chunk has committed.
     *
     * @param aborts attempts of it that were lost
     */
    void committed(int elements, long usefulNanos, int aborts, long wastedNanos, long now) {
        if (lone) {
            if (elements >= loneSize && usefulNanos < ENOUGH_NANOS && loneSize < MAX_SIZE) {
                loneSize *= 2;
            } else if (usefulNanos > 2 * ENOUGH_NANOS && loneSize > 1) {
                loneSize /= 2;
            }
            if (now - loneUntil >= 0) {
                endLone();
            }
            return;
        }
        if (++commitsInARow == WINDOW_PATIENCE) {
            commitsInARow = 0;
            window = Math.min(WINDOW_PER_WORKER * workers, window + 1);
        }
        if (aborts > 0) {
            shrink();
        } else if (usefulNanos > 2 * ENOUGH_NANOS && size > 1) {
            size /= 2;
        } else if (elements >= size && usefulNanos < ENOUGH_NANOS && size < MAX_SIZE && ++successes >= patience) {
            size *= 2;
            successes = 0;
            patience = Math.max(1, patience / 2);
        }
        judge(usefulNanos, wastedNanos, now);
    }

    /** What a chunk did was lost. */
    void lost(long wastedNanos, long now) {
        if (!lone) {
            shrink();
            judge(0, wastedNanos, now);
        }
    }

    private void shrink() {
        size = Math.max(1, size / 2);
        patience = Math.min(MAX_PATIENCE, patience * 4);
        successes = 0;
        window = Math.max(workers, window / 2);
        commitsInARow = 0;
    }

    private void judge(long usefulNanos, long wastedNanos, long now) {
        useful += usefulNanos;
        wasted += wastedNanos;
        if (++trial < TRIAL || workers == 1) {
            return;
        }
        boolean worthIt = (double) useful * workers >= WORTH_IT * (useful + wasted);
        if (worthIt) {
            loneNanos = Math.max(FIRST_LONE_NANOS, loneNanos / 2);
        } else if (size == 1 || fixedSize > 0) {
            lone = true;
            loneSize = 1;
            loneUntil = now + loneNanos;
            loneNanos = Math.min(MAX_LONE_NANOS, 2 * loneNanos);
        }
        trial = 0;
        useful = 0;
        wasted = 0;
    }

    /** All workers may help again. */
    void endLone() {
        lone = false;
        size = 1;
        successes = 0;
        trial = 0;
        useful = 0;
        wasted = 0;
    }
}
