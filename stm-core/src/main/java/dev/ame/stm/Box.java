package dev.ame.stm;

import dev.ame.stm.engine.attempt.BlockSettings;
import dev.ame.stm.engine.attempt.Commutes;
import dev.ame.stm.engine.attempt.EngineStart;
import dev.ame.stm.engine.attempt.Outside;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.ObjectLocation;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A variable that atomic blocks share. Inside a block its methods act on the block's own view; outside, each is atomic
 * by itself, as a block of its own.
 *
 * <p>The value may be null. It must be immutable or never changed afterwards: the box sees that another value is set,
 * not that a value has changed inside.
 *
 * <p>Functions given to a box may be called several times and should only compute.
 *
 * <p>A box is made with its first value: {@link #of} makes one, and {@link #named} one with a name. It is serializable
 * with its name and its value, if the value is, which inside a block is the one that the block sees; to write several
 * boxes as they are at one moment, write them inside a block.
 *
 * @param <T> the type of the value
 */
public final class Box<T extends @Nullable Object> extends ObjectLocation implements Serializable {
    private static final long serialVersionUID = 1;

    /** None of them is a field of this class: they are in the superclass. */
    @SuppressWarnings("UnusedVariable") // serialization looks for it by its name
    private static final ObjectStreamField[] serialPersistentFields = {
        new ObjectStreamField("name", String.class), new ObjectStreamField("value", Object.class)
    };

    static {
        EngineStart.ensure();
    }

    private Box(@Nullable String name, T value) {
        super(name, value);
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
        return cast(Transaction.current().read(this));
    }

    /**
     * Sets the value, without reading it: two blocks that only set the same box do not conflict.
     *
     * @param value the new value
     */
    public void set(T value) {
        Transaction transaction = Transaction.current();
        if (!transaction.mayWrite && transaction.isIdle()) {
            Outside.exchange(transaction, this, value);
        } else {
            transaction.write(this, value);
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
            return cast(Outside.exchange(transaction, this, value));
        }
        T before = cast(transaction.read(this));
        transaction.write(this, value);
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
        return compareAndExchange(expected, value) == expected;
    }

    /**
     * Sets the value if it is a certain object, compared by identity.
     *
     * @param expected the value that is to be replaced
     * @param value the new value
     * @return the value before: {@code expected}, if it was replaced
     */
    public T compareAndExchange(T expected, T value) {
        Transaction transaction = Transaction.current();
        if (!transaction.isIdle()) {
            T before = cast(transaction.read(this));
            if (before == expected) {
                transaction.write(this, value);
            }
            return before;
        }
        return cast(Outside.compareAndExchange(transaction, this, expected, value));
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
     * Replaces the value by what the function makes of it and an operand.
     *
     * @param operand the second argument of the function
     * @param function from the old value and the operand to the new one
     * @return the value before
     */
    public T getAndAccumulate(T operand, BinaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        return getAndUpdate(before -> function.apply(before, operand));
    }

    /**
     * Replaces the value by what the function makes of it and an operand.
     *
     * @param operand the second argument of the function
     * @param function from the old value and the operand to the new one
     * @return the new value
     */
    public T accumulateAndGet(T operand, BinaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        return updateAndGet(before -> function.apply(before, operand));
    }

    /**
     * Replaces the value by what the function makes of it when the block commits. The block has not read the box by
     * this, so blocks that only commute on it do not conflict; the function must give the same result in any order with
     * the others, as a sum or a maximum does. It must only compute: it cannot write boxes.
     *
     * @param function from the old value to the new one
     */
    public void commute(UnaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            AttemptLoop.run(BlockSettings.SINGLE, () -> commute(function));
        } else {
            Commutes.commute(transaction, this, value -> function.apply(cast(value)));
        }
    }

    /**
     * The name, if there is one, and the value.
     *
     * @return a text for people
     */
    @Override
    public String toString() {
        String name = Locations.name(this);
        return (name == null ? "Box" : name) + '[' + get() + ']';
    }

    // ---------------------------------------------------------------- serialization

    /**
     * Writes the name and the value.
     *
     * @serialData the fields {@code name} and {@code value}
     * @param out the stream
     * @throws IOException as the stream does, and if the value is not serializable
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        ObjectOutputStream.PutField fields = out.putFields();
        fields.put("name", Locations.name(this));
        fields.put("value", get());
        out.writeFields();
    }

    /**
     * Reads them into this very object: no other one stands for it in the stream, so a value that refers back to the
     * box finds it.
     *
     * @param in the stream
     * @throws IOException as the stream does, and if it was not written by this class
     * @throws ClassNotFoundException as the stream does
     */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        ObjectInputStream.GetField fields = in.readFields();
        Object value = fields.get("value", null);
        Locations.restore(this, SerialName.of(fields.get("name", null)), value);
    }

    /**
     * For messages.
     *
     * @hidden
     */
    @Override
    @SuppressWarnings("InvalidBlockTag") // it is valid here; Error Prone does not know it
    protected String kind() {
        return "box";
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only values of this box's type get in
    private T cast(@Nullable Object value) {
        return (T) value;
    }
}
