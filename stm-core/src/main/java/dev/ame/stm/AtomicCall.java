package dev.ame.stm;

import org.jspecify.annotations.Nullable;

/**
 * The body of an atomic block that returns a value. What is said of {@link AtomicAction} holds here too.
 *
 * @param <T> the type of the value
 * @param <X> the checked exception the body may throw; inferred as {@link RuntimeException} where there is none
 */
// A kind of TxnCall, for the reasons given in AtomicAction.
@FunctionalInterface
public interface AtomicCall<T extends @Nullable Object, X extends Exception> extends TxnCall<T, X> {
    /**
     * Runs the body.
     *
     * @return the block's value, if this run commits
     * @throws X as the body likes; the block is then rolled back
     */
    T call() throws X;

    /** Runs the body, which has no use for a handle. */
    @Override
    default T apply(Txn tx) throws X {
        return call();
    }
}
