package dev.ame.stm.engine.attempt;

import java.util.Arrays;

/**
 * The ends of the timed waits, and of the nested blocks with a deadline, in one run of a block. Each keeps its end when the block
 * is run again: the n-th that an attempt asks for is taken for the n-th of the attempt before.
 */
final class Timers {
    private static final long UNSET = Long.MIN_VALUE;

    /** For ever, but two ends can still be compared. */
    private static final long MOST = Long.MAX_VALUE / 2;

    private long[] ends = new long[2];

    /** Of nested blocks that have come to their end: what was left of their time. {@link #UNSET} of all others. */
    private long[] left = new long[2];

    /** Whether a retry has made the block wait with the timer running. */
    private boolean[] waited = new boolean[2];

    private int known;
    private int asked;
    private boolean armed;
    private long earliest;

    void beginAttempt() {
        asked = 0;
        armed = false;
    }

    int next() {
        if (asked == known) {
            if (known == ends.length) {
                ends = Arrays.copyOf(ends, 2 * known);
                left = Arrays.copyOf(left, 2 * known);
                waited = Arrays.copyOf(waited, 2 * known);
            }
            left[known] = UNSET;
            ends[known++] = UNSET;
        }
        return asked++;
    }

    /** Makes the attempt's wait end no later than the timer; false if that is over. */
    boolean arm(int timer, long nanos) {
        long now = System.nanoTime();
        if (ends[timer] == UNSET) {
            ends[timer] = now + Math.min(nanos, MOST);
        }
        if (ends[timer] - now <= 0) {
            return false;
        }
        note(timer);
        return true;
    }

    /** Makes the attempt's wait, which is about to begin, end no later than the timer. */
    void note(int timer) {
        long end = ends[timer];
        earliest = armed && earliest - end < 0 ? earliest : end;
        armed = true;
        waited[timer] = true;
    }

    /** Starts the timer of a nested block, or goes on with it. Answers its end. */
    long resume(int timer, long nanos) {
        if (ends[timer] == UNSET || left[timer] != UNSET) {
            long time = ends[timer] == UNSET ? nanos : left[timer];
            ends[timer] = System.nanoTime() + Math.min(time, MOST);
            left[timer] = UNSET;
        }
        return ends[timer];
    }

    /** The nested block has ended: the time until it begins again does not count. */
    void pause(int timer) {
        left[timer] = ends[timer] - System.nanoTime();
    }

    boolean isOver(int timer) {
        return ends[timer] - System.nanoTime() <= 0;
    }

    boolean hasWaited(int timer) {
        return waited[timer];
    }

    boolean isArmed() {
        return armed;
    }

    long earliest() {
        return earliest;
    }
}
