package dev.ame.stm.engine.observe;

/**
 * A loop has measured what is faster, one worker or all.
 *
 * @param name of the loop; null if it has none
 * @param body the class of the body
 * @param alone whether one works alone from now on
 * @param speedAlone iterations in a second, 0 if not known
 * @param speedTogether the same with all workers
 * @param lost attempts lost while they were measured together
 * @param chunks transactions committed then
 */
public record LoopDecision(
        @org.jspecify.annotations.Nullable String name,
        String body,
        boolean alone,
        double speedAlone,
        double speedTogether,
        long lost,
        long chunks) {}
