package dev.ame.stm.engine.observe;

import java.util.List;

/**
 * An attempt that was undone, to be run again or for good. Holds the locations themselves: who keeps it keeps them alive.
 *
 * @param block whose attempt it was
 * @param attempt 1 for the first
 * @param cause why it was lost
 * @param nanos what it has cost
 * @param measured whether the cost was measured; otherwise it is what attempts of the block take on average
 * @param changes what had changed, up to {@link #MAX_CHANGES}
 * @param moreChanges how many more there were
 * @param iteration the first loop iteration that it has run, -1 if it was none
 * @param iterations how many
 * @param reads how many reads and inquiries it had noted
 * @param wrote whether it had written anything
 */
public record LostAttempt(
        BlockLabel block,
        int attempt,
        LossCause cause,
        long nanos,
        boolean measured,
        List<Change> changes,
        int moreChanges,
        long iteration,
        int iterations,
        int reads,
        boolean wrote) {
    public static final int MAX_CHANGES = 64;
}
