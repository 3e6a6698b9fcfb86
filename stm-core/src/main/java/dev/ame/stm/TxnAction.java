package dev.ame.stm;

/**
 * The body of an atomic block that is given a handle and returns nothing. What is said of {@link AtomicAction} holds here too.
 *
 * @param <X> the checked exception the body may throw; inferred as {@link RuntimeException} where there is none
 */
@FunctionalInterface
public interface TxnAction<X extends Exception> {
    /**
     * Runs the body.
     *
     * @param tx the handle, for the time of this run
     * @throws X as the body likes; the block is then rolled back
     */
    void accept(Txn tx) throws X;
}
