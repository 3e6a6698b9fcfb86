package dev.ame.stm.loop;

import dev.ame.stm.engine.commit.EngineMode;

/**
 * How many elements a chunk should have, how far to run ahead, and whether several workers help at all. It learns from
 * what became of the chunks. Guarded by the lock of its user.
 *
 * <p><b>Size.</b> Chunks grow while they commit, up to a length in time that makes the cost of a transaction small; a
 * conflict halves them, and makes the next growth wait.
 *
 * <p><b>Alone or together.</b> Where conflicts, or the traffic between processors, eat up what several workers gain, one of
 * them does better alone. So the speed of both ways is measured now and then, by elements committed in a time, and the
 * faster one is kept for longer and longer periods:
 *
 * <pre>
 *   together (a trial) -> alone (a trial) -> the faster -> a trial of the other -> ...
 * </pre>
 *
 * Bodies that are long and do not conflict gain from all workers for sure, and are spared the trials.
 */
final class Pace {
    /** Chunks stop growing when they last longer than this. */
    private static final long ENOUGH_NANOS = 50_000;

    static final int MAX_SIZE = 1 << 10;
    private static final int MAX_PATIENCE = 1 << 12;
    private static final int WINDOW_PER_WORKER = 4;
    private static final int WINDOW_PATIENCE = 16;

    /** The least that a period needs to have to be judged by. */
    private static final int TRIAL_CHUNKS = 16;

    private static final long TRIAL_NANOS = 500_000;
    private static final long FIRST_PERIOD_NANOS = 8_000_000;
    private static final long MAX_PERIOD_NANOS = 500_000_000;

    /** Elements that take longer than this gain from several workers if they do not conflict. */
    private static final long LONG_NANOS = 30_000;

    /** How much faster than one worker all together must be. */
    private static final double WORTH_IT = 1.05;

    private final int fixedSize;
    private final int workers;
    private final int leastWindow;
    private final int mostWindow;

    private int size = 1;
    private int patience = 1;
    private int successes;

    /** How many chunks may be begun and not committed, in a run in order. */
    private int window;

    private int commitsInARow;

    private boolean lone;
    private int loneSize = 1;

    // The present period.
    private boolean isTrial = true;
    private long periodBegan;
    private long periodEnds;
    private int chunks;
    private long elements;
    private long usefulNanos;
    private boolean lostAny;

    /** Elements in a nanosecond, of the last period of each way; 0 if there was none. */
    private double speedTogether;

    private double speedAlone;
    private long periodNanos = FIRST_PERIOD_NANOS;

    /** @param fixedSize the size of all chunks, or 0 for one that adapts */
    Pace(int fixedSize, int workers) {
        // In the mode in which every block is run under the lock, elements are to take turns with other blocks.
        this.fixedSize = EngineMode.SERIAL ? 1 : fixedSize;
        this.workers = workers;
        leastWindow = EngineMode.SERIAL ? 1 : workers; // nothing is run ahead in that mode
        mostWindow = EngineMode.SERIAL ? 1 : WINDOW_PER_WORKER * workers;
        window = mostWindow;
        begin(System.nanoTime(), true, false);
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
    void committed(int count, long nanos, int aborts, long now) {
        if (lone) {
            if (count >= loneSize && nanos < ENOUGH_NANOS && loneSize < MAX_SIZE) {
                loneSize *= 2;
            } else if (nanos > 2 * ENOUGH_NANOS && loneSize > 1) {
                loneSize /= 2;
            }
        } else {
            learnSize(count, nanos, aborts);
        }
        chunks++;
        elements += count;
        usefulNanos += nanos;
        lostAny |= aborts > 0;
        if (now - periodEnds >= 0 && chunks >= TRIAL_CHUNKS && workers > 1) {
            judge(now);
        }
    }

    private void learnSize(int count, long nanos, int aborts) {
        if (++commitsInARow == WINDOW_PATIENCE) {
            commitsInARow = 0;
            window = Math.min(mostWindow, window + 1);
        }
        if (aborts > 0) {
            shrink();
        } else if (nanos > 2 * ENOUGH_NANOS && size > 1) {
            size /= 2;
        } else if (count >= size && nanos < ENOUGH_NANOS && size < MAX_SIZE && ++successes >= patience) {
            size *= 2;
            successes = 0;
            patience = Math.max(1, patience / 2);
        }
    }

    /** What a chunk did was lost. */
    void lost() {
        lostAny = true;
        if (!lone) {
            shrink();
        }
    }

    private void shrink() {
        size = Math.max(1, size / 2);
        patience = Math.min(MAX_PATIENCE, patience * 4);
        successes = 0;
        window = Math.max(leastWindow, window / 2);
        commitsInARow = 0;
    }

    /** At the end of a period: what next? */
    private void judge(long now) {
        double speed = (double) elements / Math.max(1, now - periodBegan);
        if (lone) {
            speedAlone = speed;
        } else {
            speedTogether = speed;
            if (!lostAny && usefulNanos > LONG_NANOS * elements) {
                begin(now, true, false);
                return;
            }
        }
        if (!isTrial || speedAlone == 0) {
            begin(now, true, !lone); // see what the other way is like now
            return;
        }
        boolean loneIsBetter = speedTogether < WORTH_IT * speedAlone;
        begin(now, false, loneIsBetter);
    }

    private void begin(long now, boolean trial, boolean loneNow) {
        isTrial = trial;
        lone = loneNow;
        periodBegan = now;
        periodEnds = now + (trial ? TRIAL_NANOS : periodNanos);
        if (!trial) {
            periodNanos = Math.min(MAX_PERIOD_NANOS, 2 * periodNanos);
        }
        chunks = 0;
        elements = 0;
        usefulNanos = 0;
        lostAny = false;
    }

    /** All workers must help: one that works alone may wait for others. */
    void endLone() {
        if (lone) {
            begin(System.nanoTime(), false, false);
        }
    }
}
