package dev.ame.stm;

/**
 * The body of an atomic block that returns nothing.
 *
 * <p>It may be run several times; only the last run has any effect on boxes and collections. So it should have no other
 * effects, or leave them to {@link Stm#afterCommit}, or say {@link Stm#irrevocable} first.
 *
 * @param <X> the checked exception the body may throw; inferred as {@link RuntimeException} where there is none
 */
@FunctionalInterface
public interface AtomicAction<X extends Exception> {
    /**
     * Runs the body.
     *
     * @throws X as the body likes; the block is then rolled back
     */
    void run() throws X;
}
