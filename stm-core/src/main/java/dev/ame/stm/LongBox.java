package dev.ame.stm;

import dev.ame.stm.engine.attempt.BlockSettings;
import dev.ame.stm.engine.attempt.Commutes;
import dev.ame.stm.engine.attempt.EngineStart;
import dev.ame.stm.engine.attempt.Outside;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A {@code long} that atomic blocks share, as {@link Box} without boxing on any path.
 *
 * <p>Functions given to a box may be called several times and should only compute.
 *
 * <p>A box is made with its first value: {@link #of} makes one, and {@link #named} one with a name. It is serializable with its
 * name and its value, which inside a block is the one that the block sees.
 */
public final class LongBox extends LongLocation implements Serializable {
    private static final long serialVersionUID = 1;

    /** None of them is a field of this class: they are in the superclass. */
    @SuppressWarnings("UnusedVariable") // serialization looks for it by its name
    private static final ObjectStreamField[] serialPersistentFields = {
        new ObjectStreamField("name", String.class), new ObjectStreamField("value", long.class)
    };

    static {
        EngineStart.ensure();
    }

    private LongBox(@Nullable String name, long value) {
        super(name, value);
    }

    /**
     * A box without a name.
     *
     * @param value the first value
     * @return the box
     */
    public static LongBox of(long value) {
        return new LongBox(null, value);
    }

    /**
     * A box with a name, for reports of conflicts.
     *
     * @param name the name
     * @param value the first value
     * @return the box
     */
    public static LongBox named(String name, long value) {
        return new LongBox(Objects.requireNonNull(name, "name"), value);
    }

    /**
     * The value.
     *
     * @return the value
     */
    public long get() {
        return Transaction.current().read(this);
    }

    /**
     * Sets the value, without reading it: two blocks that only set the same box do not conflict.
     *
     * @param value the new value
     */
    public void set(long value) {
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
    public long getAndSet(long value) {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            return Outside.exchange(transaction, this, value);
        }
        long before = transaction.read(this);
        transaction.write(this, value);
        return before;
    }

    /**
     * Sets the value if it is a certain number.
     *
     * @param expected the value that is to be replaced
     * @param value the new value
     * @return whether the value was {@code expected}
     */
    public boolean compareAndSet(long expected, long value) {
        return compareAndExchange(expected, value) == expected;
    }

    /**
     * Sets the value if it is a certain number.
     *
     * @param expected the value that is to be replaced
     * @param value the new value
     * @return the value before: {@code expected}, if it was replaced
     */
    public long compareAndExchange(long expected, long value) {
        Transaction transaction = Transaction.current();
        if (!transaction.isIdle()) {
            long before = transaction.read(this);
            if (before == expected) {
                transaction.write(this, value);
            }
            return before;
        }
        return Outside.compareAndExchange(transaction, this, expected, value);
    }

    /**
     * Adds without reading: blocks that only add to the box do not conflict.
     *
     * @param amount what to add; overflow wraps around
     */
    public void add(long amount) {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            Outside.add(transaction, this, amount);
        } else {
            Commutes.add(transaction, this, amount);
        }
    }

    /** Adds 1 without reading, as {@link #add}. */
    public void increment() {
        add(1);
    }

    /** Subtracts 1 without reading, as {@link #add}. */
    public void decrement() {
        add(-1);
    }

    /**
     * Adds.
     *
     * @param amount what to add; overflow wraps around
     * @return the value before
     */
    public long getAndAdd(long amount) {
        return addAndGet(amount) - amount;
    }

    /**
     * Adds.
     *
     * @param amount what to add; overflow wraps around
     * @return the new value
     */
    public long addAndGet(long amount) {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            return Outside.add(transaction, this, amount);
        }
        long after = transaction.read(this) + amount;
        transaction.write(this, after);
        return after;
    }

    /**
     * Adds 1.
     *
     * @return the new value
     */
    public long incrementAndGet() {
        return addAndGet(1);
    }

    /**
     * Adds 1.
     *
     * @return the value before
     */
    public long getAndIncrement() {
        return addAndGet(1) - 1;
    }

    /**
     * Subtracts 1.
     *
     * @return the new value
     */
    public long decrementAndGet() {
        return addAndGet(-1);
    }

    /**
     * Subtracts 1.
     *
     * @return the value before
     */
    public long getAndDecrement() {
        return addAndGet(-1) + 1;
    }

    /**
     * Replaces the value by what the function makes of it.
     *
     * @param function from the old value to the new one
     */
    public void update(LongUnaryOperator function) {
        updateAndGet(function);
    }

    /**
     * Replaces the value by what the function makes of it.
     *
     * @param function from the old value to the new one
     * @return the value before
     */
    public long getAndUpdate(LongUnaryOperator function) {
        Objects.requireNonNull(function, "function");
        long[] before = new long[1];
        AttemptLoop.run(BlockSettings.SINGLE, () -> {
            before[0] = get();
            set(function.applyAsLong(before[0]));
        });
        return before[0];
    }

    /**
     * Replaces the value by what the function makes of it.
     *
     * @param function from the old value to the new one
     * @return the new value
     */
    public long updateAndGet(LongUnaryOperator function) {
        Objects.requireNonNull(function, "function");
        long[] after = new long[1];
        AttemptLoop.run(BlockSettings.SINGLE, () -> {
            after[0] = function.applyAsLong(get());
            set(after[0]);
        });
        return after[0];
    }

    /**
     * Replaces the value by what the function makes of it and an operand.
     *
     * @param operand the second argument of the function
     * @param function from the old value and the operand to the new one
     * @return the value before
     */
    public long getAndAccumulate(long operand, LongBinaryOperator function) {
        Objects.requireNonNull(function, "function");
        return getAndUpdate(before -> function.applyAsLong(before, operand));
    }

    /**
     * Replaces the value by what the function makes of it and an operand.
     *
     * @param operand the second argument of the function
     * @param function from the old value and the operand to the new one
     * @return the new value
     */
    public long accumulateAndGet(long operand, LongBinaryOperator function) {
        Objects.requireNonNull(function, "function");
        return updateAndGet(before -> function.applyAsLong(before, operand));
    }

    /**
     * Replaces the value by what the function makes of it when the block commits; see {@link Box#commute}.
     *
     * @param function from the old value to the new one
     */
    public void commute(LongUnaryOperator function) {
        Objects.requireNonNull(function, "function");
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            AttemptLoop.run(BlockSettings.SINGLE, () -> commute(function));
        } else {
            Commutes.commute(transaction, this, function);
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
        return (name == null ? "LongBox" : name) + '[' + get() + ']';
    }

    // ---------------------------------------------------------------- serialization

    /**
     * Writes the name and the value.
     *
     * @serialData the fields {@code name} and {@code value}
     * @param out the stream
     * @throws IOException as the stream does
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        ObjectOutputStream.PutField fields = out.putFields();
        fields.put("name", Locations.name(this));
        fields.put("value", get());
        out.writeFields();
    }

    /**
     * Reads them.
     *
     * @param in the stream
     * @throws IOException as the stream does, and if it was not written by this class
     * @throws ClassNotFoundException as the stream does
     */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        ObjectInputStream.GetField fields = in.readFields();
        Locations.restore(this, SerialName.of(fields.get("name", null)), fields.get("value", 0L));
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
}
