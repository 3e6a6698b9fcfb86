package dev.ame.stm.observe;

import java.time.Duration;

/**
 * How a thread has spent its time. Threads of one name are one.
 *
 * @param thread its name
 * @param useful in attempts that were not lost; estimated from samples where blocks are short
 * @param lost in attempts that were lost
 * @param alone running alone; a part of the useful time
 * @param waitedForSerial waiting for blocks that ran alone
 * @param waitedForTurn waiting for others that use the same thing, before another attempt
 * @param waitedInRetry waiting in {@code retry}
 * @param outside the rest: outside of blocks, or not running at all
 */
public record ThreadUse(
        String thread,
        Duration useful,
        Duration lost,
        Duration alone,
        Duration waitedForSerial,
        Duration waitedForTurn,
        Duration waitedInRetry,
        Duration outside) {}
