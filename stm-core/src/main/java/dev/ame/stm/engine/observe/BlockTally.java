package dev.ame.stm.engine.observe;

/**
 * How often one thread has run a block, and how long that took, while somebody listens. Written by that thread, read by others through
 * a data race.
 */
public final class BlockTally {
    /** Of short blocks one in so many is timed: reading the time costs as much as many of them. */
    private static final int SELDOM = 64;

    /** From so many nanoseconds on every run is timed. */
    private static final long LONG = 2_000;

    public final BlockLabel block;

    /** Of the time when somebody listened, so that a tally that was kept for longer is not used again. */
    final int epoch;

    /** Runs that have begun. */
    long runs;

    private int untilTimed;

    /** Runs that were timed as samples of all, and their time. */
    long samples;

    long sampledNanos;

    /** Those of them that were short: after one that was not the next one is timed, so runs that were not timed are like these. */
    private long shortSamples;

    private long shortNanos;

    /** Runs whose last attempt was timed because others had been lost before it, and their time. */
    long exact;

    long exactNanos;

    /** Runs that ended with an exception. */
    long thrown;

    long lost;
    long lostNanos;

    BlockTally(BlockLabel block, int epoch) {
        this.block = block;
        this.epoch = epoch;
    }

    /** Whether it is of the present time of listening. */
    public boolean isCurrent() {
        return epoch == Observation.epoch();
    }

    boolean isTimed() {
        if (--untilTimed > 0) {
            return false;
        }
        untilTimed = SELDOM;
        return true;
    }

    void sample(long nanos) {
        samples++;
        sampledNanos += nanos;
        if (nanos > LONG) {
            untilTimed = 0;
        } else {
            shortSamples++;
            shortNanos += nanos;
        }
    }

    /** What one attempt takes on average, as far as is known. */
    long mean() {
        return samples == 0 ? 0 : sampledNanos / samples;
    }

    void add(BlockTally other) {
        runs += other.runs;
        samples += other.samples;
        sampledNanos += other.sampledNanos;
        shortSamples += other.shortSamples;
        shortNanos += other.shortNanos;
        exact += other.exact;
        exactNanos += other.exactNanos;
        thrown += other.thrown;
        lost += other.lost;
        lostNanos += other.lostNanos;
    }

    /** Runs that have begun. */
    public long runs() {
        return runs;
    }

    public long thrown() {
        return thrown;
    }

    public long lost() {
        return lost;
    }

    public long lostNanos() {
        return lostNanos;
    }

    /** The time spent in attempts that have committed or thrown: partly measured, partly estimated from samples. */
    public long usefulNanos() {
        long untimed = shortSamples == 0 ? 0 : shortNanos / shortSamples;
        return exactNanos + sampledNanos + Math.max(0, runs - exact - samples) * untimed;
    }
}
