package dev.ame.stm.loop;

import java.time.Duration;

/**
 * What a loop that has come to its end has done.
 *
 * @param iterations elements handled
 * @param transactions transactions committed for them
 * @param aborts attempts that were undone and run again
 * @param serialRuns attempts that ran under the serial lock
 * @param wasted time spent in attempts that were undone and in waiting to run again, over all threads
 * @param elapsed time from the beginning of the loop to its end
 */
public record LoopReport(
        long iterations, long transactions, long aborts, long serialRuns, Duration wasted, Duration elapsed) {}
