package dev.ame.stm;

import dev.ame.stm.engine.attempt.BlockSettings;
import dev.ame.stm.engine.attempt.Commutes;
import dev.ame.stm.engine.attempt.EngineStart;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LongVersion;
import dev.ame.stm.engine.version.Stamps;
import dev.ame.stm.engine.version.Version;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A {@code long} that atomic blocks share, as {@link Box} without boxing on any path.
 *
 * <p>Functions given to a box may be called several times and should only compute.
 */
public final class LongBox extends Location {
    static {
        EngineStart.ensure();
    }

    private LongBox(@Nullable String name, long value) {
        super(new LongVersion(value), name);
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
        return Transaction.current().readLong(this);
    }

    /**
     * Sets the value, without reading it: two blocks that only set the same box do not conflict.
     *
     * @param value the new value
     */
    public void set(long value) {
        Transaction transaction = Transaction.current();
        if (!transaction.mayWrite && transaction.isIdle()) {
            swap(transaction, value);
        } else {
            transaction.writeLong(this, value);
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
            return swap(transaction, value);
        }
        long before = transaction.readLong(this);
        transaction.writeLong(this, value);
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
        Transaction transaction = Transaction.current();
        if (!transaction.isIdle()) {
            if (transaction.readLong(this) != expected) {
                return false;
            }
            transaction.writeLong(this, value);
            return true;
        }
        LongVersion version = new LongVersion(this, value, Stamps.SINGLE);
        while (true) {
            Version base = Heads.awaitCommitted(this);
            if (((LongVersion) base).value != expected) {
                return false;
            }
            if (transaction.replaceSingle(this, base, version)) {
                return true;
            }
        }
    }

    /**
     * Adds without reading: blocks that only add to the box do not conflict.
     *
     * @param amount what to add; overflow wraps around
     */
    public void add(long amount) {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            addAlone(transaction, amount);
        } else {
            Commutes.addLong(transaction, this, amount);
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
            return addAlone(transaction, amount);
        }
        long after = transaction.readLong(this) + amount;
        transaction.writeLong(this, after);
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
            Commutes.commuteLong(transaction, this, function);
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
        return (name == null ? "LongBox" : name) + '[' + get() + ']';
    }

    private long swap(Transaction transaction, long value) {
        LongVersion version = new LongVersion(this, value, Stamps.SINGLE);
        while (true) {
            Version base = Heads.awaitCommitted(this);
            if (transaction.replaceSingle(this, base, version)) {
                return ((LongVersion) base).value;
            }
        }
    }

    private long addAlone(Transaction transaction, long amount) {
        LongVersion version = new LongVersion(this, 0, Stamps.SINGLE);
        while (true) {
            Version base = Heads.awaitCommitted(this);
            long sum = ((LongVersion) base).value + amount;
            version.value = sum;
            if (transaction.replaceSingle(this, base, version)) {
                return sum;
            }
        }
    }
}
