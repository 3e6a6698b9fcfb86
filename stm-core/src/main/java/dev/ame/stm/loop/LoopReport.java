package dev.ame.stm.loop;

import java.time.Duration;
import java.util.List;

/**
 * What a loop that has come to its end has done.
 *
 * @param iterations elements whose blocks have committed
 * @param transactions transactions committed for them; fewer than the iterations if several shared one
 * @param aborts attempts that were undone, be it to be run again or for good
 * @param serialRuns attempts that ran under the serial lock
 * @param wasted time spent in attempts that were undone and in waiting to run again, over all threads
 * @param elapsed time from the beginning of the loop to its end
 * @param largestChunk the most iterations that shared a transaction
 * @param efficiency the part of the time of all workers that went into attempts that committed, from 0 to 1
 * @param failures what iterations have thrown, in no particular order, of a loop that goes on after failures
 */
public record LoopReport(
        long iterations,
        long transactions,
        long aborts,
        long serialRuns,
        Duration wasted,
        Duration elapsed,
        long largestChunk,
        double efficiency,
        List<Throwable> failures) {
    /** Of a loop that has run as part of a block. */
    static LoopReport ofNested(long iterations, long began, List<Throwable> failures) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        return new LoopReport(iterations, 0, 0, 0, Duration.ZERO, elapsed, 0, iterations == 0 ? 0 : 1, failures);
    }

    /**
     * How many iterations shared a transaction.
     *
     * @return their average number; 0 if there were none
     */
    public double averageChunk() {
        return transactions == 0 ? 0 : (double) iterations / transactions;
    }
}
