package dev.ame.stm.loop;

import dev.ame.stm.engine.commit.EngineMode;
import dev.ame.stm.engine.observe.LoopDecision;
import org.jspecify.annotations.Nullable;

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
 *   alone (the start) -> together (a trial) -> the faster -> a trial of the other -> ...
 * </pre>
 *
 * The start lasts for a moment only: it shows how long the elements take, so that all begin with chunks of a good size, and a
 * loop that is over by then is done without help. Bodies that are long and seldom conflict gain from all workers for sure, and
 * are spared the trials.
 */
final class Pace {
    /** Chunks stop growing when they last longer than this. */
    private static final long ENOUGH_NANOS = 50_000;

    static final int MAX_SIZE = 1 << 8;
    private static final int MAX_PATIENCE = 1 << 12;
    private static final int MOST_WORKERS = 1 << 16;
    private static final int WINDOW_PER_WORKER = 4;

    /** With fewer, workers that are equally fast would have to wait for one another all the time. */
    private static final int LEAST_WINDOW_PER_WORKER = 2;

    private static final int WINDOW_PATIENCE = 16;

    /** The least that a period needs to have to be judged by. */
    private static final int TRIAL_CHUNKS = 16;

    private static final long START_NANOS = 200_000;
    private static final long LONE_TRIAL_NANOS = 500_000;

    /** It takes some time to find the size of chunks that conflicts allow. */
    private static final long TRIAL_NANOS = 1_500_000;

    /** And longer to have threads that were woken spread over the processors; for trials in which few attempts are lost. */
    private static final long LONG_TRIAL_NANOS = 6_000_000;

    private static final long FIRST_PERIOD_NANOS = 12_000_000;
    private static final long MAX_PERIOD_NANOS = 500_000_000;

    /** Elements that take longer than this gain from several workers, unless many attempts are lost. */
    private static final long LONG_NANOS = 5_000;

    /** One lost attempt for so many chunks is many. */
    private static final int CHUNKS_PER_LOSS = 8;

    /** How much faster than one worker all together must be. */
    private static final double WORTH_IT = 1.05;

    private final int fixedSize;
    private final int workers;

    /** Whether it makes sense at all that one worker works alone. */
    private final boolean mayBeLone;

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
    private boolean isStart;
    private boolean isTrial;
    private long periodBegan;
    private long periodEnds;
    private int chunks;
    private long elements;
    private long usefulNanos;
    private int losses;

    /** Elements in a nanosecond, of the last period of each way; 0 if there was none. */
    private double speedTogether;

    private double speedAlone;
    private long lossesTogether;
    private long chunksTogether;
    private boolean loneWasBetter;

    /** Whether it has decided on one way since it was last asked. */
    private boolean decided;

    private long periodNanos = FIRST_PERIOD_NANOS;

    /** @param fixedSize the size of all chunks, or 0 for one that adapts */
    Pace(int fixedSize, int workers) {
        this(fixedSize, workers, true, true);
    }

    /**
     * @param fixedSize the size of all chunks, or 0 for one that adapts
     * @param mayBeLone false where one worker that works alone could wait for others, unnoticed
     * @param runsAhead whether chunks may be begun before their turn, in a run in order
     */
    Pace(int fixedSize, int workers, boolean mayBeLone, boolean runsAhead) {
        // In the mode in which every block is run under the lock, elements are to take turns with other blocks.
        this.fixedSize = EngineMode.SERIAL ? 1 : fixedSize;
        this.workers = Math.min(workers, MOST_WORKERS);
        this.mayBeLone = mayBeLone && workers > 1;
        boolean ahead = runsAhead && !EngineMode.SERIAL; // nothing is run ahead in that mode
        leastWindow = ahead ? LEAST_WINDOW_PER_WORKER * this.workers : 1;
        mostWindow = ahead ? WINDOW_PER_WORKER * this.workers : 1;
        window = mostWindow;
        begin(System.nanoTime(), true, this.mayBeLone);
        if (lone) {
            isStart = true;
            periodEnds = periodBegan + START_NANOS;
        }
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
        return lone && !(isStart && System.nanoTime() - periodEnds >= 0);
    }

    /** How long those who do not work should wait for a change, in nanoseconds, before they ask again. */
    long waitNanos() {
        return isStart && isLone() ? Math.max(1, periodEnds - System.nanoTime()) : Long.MAX_VALUE;
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
        losses += aborts;
        if (isStart) {
            endStart(now);
        } else if (now - periodEnds >= 0 && chunks >= TRIAL_CHUNKS && mayBeLone && !isTooEarly(now)) {
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
        losses++;
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

    /** Ends the start if its time has come, or if it is clear that all should help. */
    private void endStart(long now) {
        boolean isSureGain = isSureGain();
        if (isSureGain || now - periodEnds >= 0) {
            boolean isLate = now - periodEnds >= START_NANOS; // there may have been nothing to do
            speedAlone = isSureGain || isLate ? 0 : speed(now);
            size = loneSize;
            begin(now, true, false);
        }
    }

    private boolean isTooEarly(long now) {
        return isTrial && !lone && losesFew() && now - periodBegan < LONG_TRIAL_NANOS;
    }

    private boolean isSureGain() {
        return losesFew() && usefulNanos > LONG_NANOS * elements;
    }

    private boolean losesFew() {
        return losses * CHUNKS_PER_LOSS <= chunks;
    }

    private double speed(long now) {
        return (double) elements / Math.max(1, now - periodBegan);
    }

    /** At the end of a period: what next? */
    private void judge(long now) {
        if (lone) {
            speedAlone = speed(now);
        } else {
            speedTogether = speed(now);
            lossesTogether = losses;
            chunksTogether = chunks;
            if (isSureGain()) {
                begin(now, true, false);
                return;
            }
        }
        if (!isTrial || speedAlone == 0) {
            begin(now, true, !lone); // see what the other way is like now
            return;
        }
        boolean loneIsBetter = speedTogether < WORTH_IT * speedAlone;
        if (loneIsBetter != loneWasBetter) {
            periodNanos = FIRST_PERIOD_NANOS;
        }
        loneWasBetter = loneIsBetter;
        decided = true;
        begin(now, false, loneIsBetter);
    }

    private void begin(long now, boolean trial, boolean loneNow) {
        isStart = false;
        isTrial = trial;
        lone = loneNow;
        periodBegan = now;
        periodEnds = now + (!trial ? periodNanos : loneNow ? LONE_TRIAL_NANOS : TRIAL_NANOS);
        if (!trial) {
            periodNanos = Math.min(MAX_PERIOD_NANOS, 2 * periodNanos);
        }
        chunks = 0;
        elements = 0;
        usefulNanos = 0;
        losses = 0;
    }

    /** What was decided since the last call; null if nothing was. */
    @Nullable
    LoopDecision takeDecision(@Nullable String name, String body) {
        if (!decided) {
            return null;
        }
        decided = false;
        double second = 1e9;
        return new LoopDecision(
                name, body, loneWasBetter, speedAlone * second, speedTogether * second, lossesTogether, chunksTogether);
    }

    /** All workers must help: one that works alone may wait for others. */
    void endLone() {
        if (lone) {
            begin(System.nanoTime(), false, false);
        }
    }
}
