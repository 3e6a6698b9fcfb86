package dev.ame.stm.observe;

import java.time.Duration;

/**
 * How a block has fared.
 *
 * @param block its name, else the class it stands in
 * @param runs runs that have begun; each ends with a commit, or an exception
 * @param thrown runs that have ended with an exception
 * @param aborts attempts that were lost
 * @param useful time in attempts that were not lost; estimated from samples if the block is short
 * @param lost time in attempts that were
 */
public record BlockUse(String block, long runs, long thrown, long aborts, Duration useful, Duration lost) {}
