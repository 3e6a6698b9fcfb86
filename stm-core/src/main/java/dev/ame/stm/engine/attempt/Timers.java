package dev.ame.stm.engine.attempt;

import java.util.Arrays;

/**
 * The ends of the timed waits in one run of a block. A wait keeps its end when the block is run again: the n-th that an
 * attempt asks for is taken for the n-th of the attempt before.
 */
final class Timers {
    private static final long UNSET = Long.MIN_VALUE;

    /** For ever, but two ends can still be compared. */
    private static final long MOST = Long.MAX_VALUE / 2;

    private long[] ends = new long[2];
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
            }
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
        long end = ends[timer];
        if (end - now <= 0) {
            return false;
        }
        earliest = armed && earliest - end < 0 ? earliest : end;
        armed = true;
        return true;
    }

    boolean isArmed() {
        return armed;
    }

    long earliest() {
        return earliest;
    }
}
