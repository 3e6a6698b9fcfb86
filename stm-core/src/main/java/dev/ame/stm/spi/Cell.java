package dev.ame.stm.spi;

import dev.ame.stm.engine.attempt.EngineStart;
import dev.ame.stm.engine.attempt.Outside;
import dev.ame.stm.engine.attempt.Structures;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.commit.Wakeups;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Word;
import dev.ame.stm.engine.version.WriteSet;
import org.jspecify.annotations.Nullable;

/**
 * A box to be extended: one value that blocks share, with the semantics of {@link dev.ame.stm.Box}. Values must be
 * immutable or never changed afterwards. Any thread may use it.
 *
 * @param <T> the type of the value
 */
public abstract class Cell<T extends @Nullable Object> extends ObjectLocation {
    /**
     * A value that says: this cell is not used any more, and can be taken away from where readers look for it. For cells
     * that can hold any object. If a pinned reader may still see more than null in the cell when this is committed, null
     * is committed in its place.
     */
    protected static final Object GONE = WriteSet.GONE;

    static {
        EngineStart.ensure();
    }

    /**
     * A cell.
     *
     * @param name for reports of conflicts; null for none
     * @param initial the first value
     */
    protected Cell(@Nullable String name, T initial) {
        super(name, initial);
    }

    /**
     * The value as the running block sees it; outside a block the newest one. The block conflicts with every later
     * write.
     *
     * @return the value
     */
    protected final T read() {
        return cast(Transaction.current().read(this));
    }

    /**
     * As {@link #read}, of a cell that is likely to be written: throws what a write would.
     *
     * @return the value
     * @throws IllegalStateException outside a block, or if the block may not write
     */
    protected final T readToWrite() {
        Transaction transaction = Transaction.current();
        Structures.readyToWrite(transaction, this);
        return cast(transaction.read(this));
    }

    /**
     * As {@link #write}, inside a block, and adds to a tally.
     *
     * @param value the new value
     * @param tally the tally
     * @param amount what to add
     * @throws IllegalStateException outside a block, or if the block may not write
     */
    protected final void write(T value, Tally tally, long amount) {
        Transaction transaction = Transaction.current();
        transaction.checkInBlock("a write with an addition");
        tally.add(transaction, amount);
        transaction.write(this, value);
    }

    /**
     * As {@link #read}, but a null that is read is remembered as an answer: when the cell is not null any more, {@link
     * #whenNotNull} decides whether the block has to be run again. A block that then writes the cell must {@link #read} it
     * before: otherwise it may write over a value that it has not seen.
     *
     * @return the value
     */
    protected final T readOrAsk() {
        Transaction transaction = Transaction.current();
        if (!Structures.remembers(transaction) || Structures.hasWritten(transaction, this)) {
            return cast(transaction.read(this));
        }
        if (Structures.see(transaction, this) != null) {
            return cast(transaction.read(this));
        }
        Structures.remember(transaction, new Absence(this, Structures.seenWord(transaction)));
        return cast(null);
    }

    /**
     * As {@link #read}, but a null that is read is not remembered: for a caller that then makes the block depend on a
     * {@link Question}. A null that the block itself has written was read when it was written.
     *
     * @return the value
     */
    protected final T readUnlessNull() {
        return cast(Structures.readUnlessNull(Transaction.current(), this));
    }

    /**
     * What the running block has written, or what its pinned snapshot has, or else the newest committed value. Nothing of
     * that is remembered, and the newest value may be newer than what the block may see: the caller must make sure of
     * that in another way.
     *
     * @return the value
     */
    protected final T peek() {
        return cast(Structures.peek(Transaction.current(), this));
    }

    /**
     * Whether the running block has written this cell.
     *
     * @return false outside a block
     */
    protected final boolean isWritten() {
        return Structures.hasWritten(Transaction.current(), this);
    }

    /**
     * Asked when a cell that {@link #readOrAsk} has found to be null is not null any more. Runs as {@link
     * Question#holds} does.
     *
     * @return a question that has been asked instead, with an answer that means the same; null if there is none, and the
     *     block has to be run again
     */
    protected @Nullable Question whenNotNull() {
        return null;
    }

    /**
     * What this cell is a part of, for reports of conflicts.
     *
     * @return null if its name says all
     */
    @Override
    protected @Nullable Subject subject() {
        return null;
    }

    /**
     * Sets the value, without reading it; outside a block at once.
     *
     * @param value the new value
     */
    protected final void write(T value) {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            exchange(value);
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
    protected final T exchange(T value) {
        Transaction transaction = Transaction.current();
        if (!transaction.isIdle()) {
            T before = cast(transaction.read(this));
            transaction.write(this, value);
            return before;
        }
        return cast(Outside.exchange(transaction, this, value));
    }

    /**
     * Sets the value outside a block, if it is a certain object, compared by identity. A commit of its own.
     *
     * @param expected the value to be replaced
     * @param value the new value
     * @return whether it was
     * @throws IllegalStateException inside a block
     */
    protected final boolean replaceOutside(T expected, T value) {
        Transaction transaction = Blocks.requireOutside("replaceOutside");
        return Outside.replace(transaction, this, expected, value, null, 0);
    }

    /**
     * As {@link #replaceOutside(Object, Object)}, and adds to a tally at the same instant.
     *
     * @param expected the value to be replaced
     * @param value the new value
     * @param tally the tally
     * @param amount what to add
     * @return whether it was
     * @throws IllegalStateException inside a block
     */
    protected final boolean replaceOutside(T expected, T value, Tally tally, long amount) {
        return tally.replace(this, expected, value, amount);
    }

    /**
     * Writes {@link #GONE} outside a block, if the cell is null, and is null as well in every older state that a pinned
     * reader may still see. A commit of its own.
     *
     * @return the time since when the cell was null; -1 if it was not set
     * @throws IllegalStateException inside a block
     */
    protected final long closeOutside() {
        Transaction transaction = Blocks.requireOutside("closeOutside");
        long base = Locations.awaitCommitted(this);
        boolean isNull = Locations.object(this) == null && Locations.isAlwaysNull(this);
        // Later pins see the base, or what comes after it: their snapshots are not before it.
        return isNull && Locations.is(this, base) && Outside.replace(transaction, this, base, GONE)
                ? Word.committed(base)
                : -1;
    }

    /**
     * Whether some thread waits for a change of this cell, in {@link dev.ame.stm.Stm#retry}.
     *
     * @return perhaps too late, of course
     */
    protected final boolean isAwaited() {
        return Wakeups.isAwaited(this);
    }

    /**
     * The newest committed value, whatever the running block sees, without remembering that it was looked at.
     *
     * @return the value
     */
    protected final T newest() {
        return cast(Locations.newest(this));
    }

    /**
     * The time on the engine's clock at which the newest value was committed.
     *
     * @return a time to compare with others, at least 0
     */
    protected final long newestTime() {
        return Word.committed(Locations.settle(this));
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only values of this cell's type get in
    private T cast(@Nullable Object value) {
        return (T) value;
    }

    /** For {@link Absence}, which must not be a subclass. */
    final @Nullable Question askWhenNotNull() {
        return whenNotNull();
    }
}
