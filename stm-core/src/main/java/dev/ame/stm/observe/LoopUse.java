package dev.ame.stm.observe;

/**
 * What a loop has decided: whether one worker works alone, because all together were not faster.
 *
 * @param body the name of the loop, else the class that its body stands in
 * @param alone whether one worker worked alone after the last decision
 * @param timesAlone how often it was decided so
 * @param decisions how often it was decided at all
 * @param speedAlone iterations in a second with one worker, at the last decision; 0 if that was not measured
 * @param speedTogether the same with all
 * @param lost attempts that were lost while all worked
 * @param transactions transactions that were committed then
 */
public record LoopUse(
        String body,
        boolean alone,
        long timesAlone,
        long decisions,
        double speedAlone,
        double speedTogether,
        long lost,
        long transactions) {
    /** Why, in words. */
    String why() {
        boolean conflicts = lost * 8 > transactions;
        return alone
                ? conflicts
                        ? "too many attempts were lost with several workers"
                        : "several workers were not faster: what they gain is lost in traffic between processors"
                : "all workers are faster";
    }
}
