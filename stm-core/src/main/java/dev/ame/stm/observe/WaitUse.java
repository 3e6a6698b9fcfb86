package dev.ame.stm.observe;

import java.time.Duration;
import java.util.List;

/**
 * How long a block has waited in {@code retry}.
 *
 * @param block its name, else the class it stands in
 * @param targets what it has waited for a change of, not more than a few
 * @param waits how often it was parked, or about to be
 * @param timeouts how often its time was over before something changed
 * @param waited for how long; waits that go on are counted until now
 * @param waitingNow how many threads are parked there now
 */
public record WaitUse(String block, List<String> targets, long waits, long timeouts, Duration waited, int waitingNow) {}
