package dev.ame.stm;

import dev.ame.stm.engine.attempt.BlockSettings;
import dev.ame.stm.engine.attempt.Commutes;
import dev.ame.stm.engine.attempt.EngineStart;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.ObjectVersion;
import dev.ame.stm.engine.version.Stamps;
import dev.ame.stm.engine.version.Version;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A variable that atomic blocks share. Inside a block its methods act on the block's own view; outside, each is atomic
 * by itself, as a block of its own.
 *
 * <p>The value may be null. It must be immutable or never changed afterwards: the box sees that another value is set, not
 * that a value has changed inside.
 *
 * <p>Functions given to a box may be called several times and should only compute.
 *
 * @param <T> the type of the value
 */
public final class Box<T extends @Nullable Object> extends Location {
    static {
        EngineStart.ensure();
    }

    private Box(@Nullable String name, T value) {
        super(new ObjectVersion(value), name);
    }

    /**
     * A box without a name.
     *
     * @param <T> the type of the value
     * @param value the first value
     * @return the box
     */
    public static <T extends @Nullable Object> Box<T> of(T value) {
        return new Box<>(null, value);
    }

    /**
     * A box with a name, for reports of conflicts.
     *
     * @param <T> the type of the value
     * @param name the name
     * @param value the first value
     * @return the box
     */
    public static <T extends @Nullable Object> Box<T> named(String name, T value) {
        return new Box<>(Objects.requireNonNull(name, "name"), value);
    }

    /**
     * The value.
     *
     * @return the value
     */
    public T get() {
        return cast(Transaction.current().readObject(this));
    }

    /**
     * Sets the value, without reading it: two blocks that only set the same box do not conflict.
     *
     * @param value the new value
     */
    public void set(T value) {
        Transaction transaction = Transaction.current();
        if (!transaction.mayWrite && transaction.isIdle()) {
            swap(transaction, value);
        } else {
            transaction.writeObject(this, value);
        }
    }

    /**
     * Sets the value.
     *
     * @param value the new value
     * @return the value before
     */
    public T getAndSet(T value) {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            return swap(transaction, value);
        }
        T before = cast(transaction.readObject(this));
        transaction.writeObject(this, value);
        return before;
    }

    /**
     * Sets the value if it is a certain object, compared by identity.
     *
     * @param expected the value that is to be replaced
     * @param value the new value
     * @return whether the value was {@code expected}
     */
    public boolean compareAndSet(T expected, T value) {
        Transaction transaction = Transaction.current();
        if (!transaction.isIdle()) {
            if (transaction.readObject(this) != expected) {
                return false;
            }
            transaction.writeObject(this, value);
            return true;
        }
        ObjectVersion version = new ObjectVersion(this, value, Stamps.SINGLE);
        while (true) {
            Version base = Heads.awaitCommitted(this);
            if (((ObjectVersion) base).value != expected) {
                return false;
            }
            if (transaction.replaceSingle(this, base, version)) {
                return true;
            }
        }
    }

    /**
     * Replaces the value by what the function makes of it.
     *
     * @param function from the old value to the new one
     */
    public void update(UnaryOperator<T> function) {
        updateAndGet(function);
    }

    /**
     * Replaces the value by what the function makes of it.
     *
     * @param function from the old value to the new one
     * @return the value before
     */
    public T getAndUpdate(UnaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        return AttemptLoop.call(BlockSettings.SINGLE, () -> {
            T before = get();
            set(function.apply(before));
            return before;
        });
    }

    /**
     * Replaces the value by what the function makes of it.
     *
     * @param function from the old value to the new one
     * @return the new value
     */
    public T updateAndGet(UnaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        return AttemptLoop.call(BlockSettings.SINGLE, () -> {
            T after = function.apply(get());
            set(after);
            return after;
        });
    }

    /**
     * Replaces the value by what the function makes of it when the block commits. The block has not read the box by this,
     * so blocks that only commute on it do not conflict; the function must give the same result in any order with the
     * others, as a sum or a maximum does. It must only compute: it cannot write boxes.
     *
     * @param function from the old value to the new one
     */
    public void commute(UnaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            AttemptLoop.run(BlockSettings.SINGLE, () -> commute(function));
        } else {
            Commutes.commuteObject(transaction, this, value -> function.apply(cast(value)));
        }
    }

    /**
     * The name, if there is one, and the value.
     *
     * @return a text for people
     */
    @Override
    public String toString() {
        String name = Heads.name(this);
        return (name == null ? "Box" : name) + '[' + get() + ']';
    }

    private T swap(Transaction transaction, T value) {
        ObjectVersion version = new ObjectVersion(this, value, Stamps.SINGLE);
        while (true) {
            Version base = Heads.awaitCommitted(this);
            if (transaction.replaceSingle(this, base, version)) {
                return cast(((ObjectVersion) base).value);
            }
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only values of this box's type get in
    private T cast(@Nullable Object value) {
        return (T) value;
    }
}
