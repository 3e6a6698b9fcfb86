package dev.ame.stm;

import dev.ame.stm.engine.attempt.Commutes;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.version.ObjectLocation;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The running block's transaction in a local variable: an option for hot code, which spares each access the look for the
 * transaction of the thread.
 *
 * <pre>{@code
 * atomic(tx -> tx.set(to, tx.get(to) + tx.get(from)).set(from, 0));
 * }</pre>
 *
 * <p>A block does the same with a handle and without one, and may do both: {@code tx.get(box)} is {@code box.get()}. Nested blocks,
 * branches of {@link Stm#orElse} and methods that are called may use the handle of the block around them, or do without.
 *
 * <p><b>It is valid until the attempt ends, on the thread that runs it.</b> Its methods throw {@link IllegalStateException}
 * after that, in hooks that are run outside the block, and on any other thread. A thread may be given one and the same object in block
 * after block; so do not keep it.
 */
public final class Txn {
    private final Transaction transaction;

    private Txn(Transaction transaction) {
        this.transaction = transaction;
    }

    /** The handle of a transaction, made when it is first asked for. */
    static Txn of(Transaction transaction) {
        Object known = transaction.handle;
        return known == null ? create(transaction) : (Txn) known;
    }

    private static Txn create(Transaction transaction) {
        Txn created = new Txn(transaction);
        transaction.handle = created;
        return created;
    }

    /**
     * The value of a box, as {@link Box#get}.
     *
     * @param <T> the type of the value
     * @param box the box
     * @return the value
     * @throws IllegalStateException if the block is not running, or not on this thread
     */
    public <T extends @Nullable Object> T get(Box<T> box) {
        return read(running(), box);
    }

    /**
     * The value of a box, as {@link LongBox#get}.
     *
     * @param box the box
     * @return the value
     * @throws IllegalStateException if the block is not running, or not on this thread
     */
    public long get(LongBox box) {
        return running().read(box);
    }

    /**
     * Sets the value of a box without reading it, as {@link Box#set}.
     *
     * @param <T> the type of the value
     * @param box the box
     * @param value the new value
     * @return this handle
     * @throws IllegalStateException if the block is not running, or not on this thread; in a read-only block
     */
    public <T extends @Nullable Object> Txn set(Box<T> box, T value) {
        running().write(Objects.requireNonNull(box, "box"), value);
        return this;
    }

    /**
     * Sets the value of a box without reading it, as {@link LongBox#set}.
     *
     * @param box the box
     * @param value the new value
     * @return this handle
     * @throws IllegalStateException if the block is not running, or not on this thread; in a read-only block
     */
    public Txn set(LongBox box, long value) {
        running().write(Objects.requireNonNull(box, "box"), value);
        return this;
    }

    /**
     * Adds without reading, as {@link LongBox#add}: blocks that only add to the box do not conflict.
     *
     * @param box the box
     * @param amount what to add; overflow wraps around
     * @return this handle
     * @throws IllegalStateException if the block is not running, or not on this thread; in a read-only block
     */
    public Txn add(LongBox box, long amount) {
        Commutes.add(running(), Objects.requireNonNull(box, "box"), amount);
        return this;
    }

    /**
     * Replaces the value of a box by what the function makes of it, as {@link Box#update}. The function should only compute: it is
     * not a nested block of its own.
     *
     * @param <T> the type of the value
     * @param box the box
     * @param function from the old value to the new one
     * @return this handle
     * @throws IllegalStateException if the block is not running, or not on this thread; in a read-only block
     */
    public <T extends @Nullable Object> Txn update(Box<T> box, UnaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        Transaction present = running();
        present.write(box, function.apply(read(present, box)));
        return this;
    }

    /**
     * Replaces the value of a box by what the function makes of it, as {@link LongBox#update}. The function should only compute: it
     * is not a nested block of its own.
     *
     * @param box the box
     * @param function from the old value to the new one
     * @return this handle
     * @throws IllegalStateException if the block is not running, or not on this thread; in a read-only block
     */
    public Txn update(LongBox box, LongUnaryOperator function) {
        Objects.requireNonNull(function, "function");
        Transaction present = running();
        present.write(box, function.applyAsLong(present.read(box)));
        return this;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only values of the box's type get in
    private static <T extends @Nullable Object> T read(Transaction transaction, ObjectLocation box) {
        return (T) transaction.read(box);
    }

    private Transaction running() {
        Transaction present = transaction;
        if (!present.isMadeForThisThread() || !present.isRunning()) {
            throw refusal(present);
        }
        return present;
    }

    private static IllegalStateException refusal(Transaction transaction) {
        return new IllegalStateException(
                "a Txn is valid until the attempt that it was given to ends, on the thread that runs it; "
                        + (transaction.isMadeForThisThread()
                                ? "it was used outside of that attempt"
                                : "it was used on another thread"));
    }
}
