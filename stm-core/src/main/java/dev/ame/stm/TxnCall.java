package dev.ame.stm;

import org.jspecify.annotations.Nullable;

/**
 * The body of an atomic block that is given a handle and returns a value. What is said of {@link AtomicAction} holds here too.
 *
 * @param <T> the type of the value
 * @param <X> the checked exception the body may throw; inferred as {@link RuntimeException} where there is none
 */
// A kind of TxnAction, because of two overloaded methods that both take a lambda with one parameter Java chooses the
// one whose
// type is the more special. If the types were not related, atomic(tx -> tx.get(box)) would be ambiguous.
@FunctionalInterface
public interface TxnCall<T extends @Nullable Object, X extends Exception> extends TxnAction<X> {
    /**
     * Runs the body.
     *
     * @param tx the handle, for the time of this run
     * @return the block's value, if this run commits
     * @throws X as the body likes; the block is then rolled back
     */
    T apply(Txn tx) throws X;

    /** Runs the body, without its value. */
    @Override
    default void accept(Txn tx) throws X {
        apply(tx);
    }
}
