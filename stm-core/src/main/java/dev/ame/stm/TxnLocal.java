package dev.ame.stm;

import dev.ame.stm.engine.attempt.Locals;
import dev.ame.stm.engine.attempt.Requests;
import dev.ame.stm.engine.attempt.Transaction;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that each run of an outermost block has for itself. It is made at the first {@link #get}, shared with nested
 * blocks, put back if a nested block is undone, and forgotten when the run ends.
 *
 * <p>As a {@link ThreadLocal} it has no value of its own outside of a run, and is found by its identity; so it is not
 * serializable. {@link #withInitial} makes one.
 *
 * @param <T> the type of the value
 */
public final class TxnLocal<T extends @Nullable Object> {
    private final Supplier<? extends T> initial;

    private TxnLocal(Supplier<? extends T> initial) {
        this.initial = initial;
    }

    /**
     * A local whose first value comes from a supplier, called at most once a run.
     *
     * @param <T> the type of the value
     * @param supplier makes the first value; runs inside the block
     * @return the local
     */
    public static <T extends @Nullable Object> TxnLocal<T> withInitial(Supplier<? extends T> supplier) {
        return new TxnLocal<>(Objects.requireNonNull(supplier, "supplier"));
    }

    /**
     * The running block's value.
     *
     * @return the value
     * @throws IllegalStateException outside a block
     */
    public T get() {
        Transaction transaction = Transaction.current();
        Locals entry = Requests.local(transaction, this);
        if (entry == null) {
            T first = initial.get();
            Requests.setLocal(transaction, this, first);
            return first;
        }
        return cast(entry.value());
    }

    /**
     * Sets the running block's value.
     *
     * @param value the new value
     * @throws IllegalStateException outside a block
     */
    public void set(T value) {
        Requests.setLocal(Transaction.current(), this, value);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only values of this local's type get in
    private T cast(@Nullable Object value) {
        return (T) value;
    }
}
