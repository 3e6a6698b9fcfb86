package dev.ame.stm;

/**
 * The body of an atomic block that returns nothing.
 *
 * <p>It may be run several times; only the last run has any effect on boxes and collections. So it should have no other
 * effects, or leave them to {@link Stm#afterCommit}, or say {@link Stm#irrevocable} first.
 *
 * @param <X> the checked exception the body may throw; inferred as {@link RuntimeException} where there is none
 */
// A kind of TxnAction, so that where both are taken a reference to an overloaded method is not ambiguous, as in
// block.run(semaphore::release), nor a lambda of a language in which a parameter need not be mentioned.
@FunctionalInterface
public interface AtomicAction<X extends Exception> extends TxnAction<X> {
    /**
     * Runs the body.
     *
     * @throws X as the body likes; the block is then rolled back
     */
    void run() throws X;

    /** Runs the body, which has no use for a handle. */
    @Override
    default void accept(Txn tx) throws X {
        run();
    }
}
