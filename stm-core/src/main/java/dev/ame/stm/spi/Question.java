package dev.ame.stm.spi;

import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LockHolder;
import dev.ame.stm.engine.version.Word;
import org.jspecify.annotations.Nullable;

/**
 * Something a block was told that comes from outside of any {@link Cell} or {@link Structure}, as "there is no such key".
 * Given to {@link Blocks#ask} when it was told. The block commits only if the answer is still the same then.
 *
 * <p>Whoever changes the answer must first do what {@link #mayHaveChanged} sees, and then commit to some cell. Questions
 * that are equal, as {@link #equals} says, are kept once: only those may be equal that have been answered alike. A question
 * is used by one thread.
 */
public abstract class Question extends Inquiry {
    private @Nullable Cell<?> cell;

    /** The word of the cell. */
    private long seen;

    /** For subclasses. */
    protected Question() {}

    /**
     * Makes the answer depend on what a cell holds now: it may have changed when the cell is committed to. To be called
     * when the answer is found, by {@link #holds} or before the question is given. It replaces the cell named before.
     *
     * @param other the cell
     * @return the newest value of the cell
     */
    protected final @Nullable Object restOn(Cell<?> other) {
        long word;
        Object value;
        do {
            word = Locations.awaitCommitted(other);
            value = Locations.object(other);
        } while (!Locations.is(other, word));
        cell = other;
        seen = Word.committed(word);
        return value;
    }

    /** Makes the answer depend on no cell. */
    protected final void restOnNothing() {
        cell = null;
        seen = 0;
    }

    /**
     * The cell that the answer depends on.
     *
     * @return the cell, or null
     */
    protected final @Nullable Cell<?> restsOn() {
        return cell;
    }

    /**
     * Whether the answer may be another than when {@link #holds} was last asked, or the question was given; yes when in
     * doubt. Called in the middle of a commit: it must be quick, and must not wait, nor call code of users, nor use cells.
     *
     * @return whether to ask again
     */
    protected abstract boolean mayHaveChanged();

    /**
     * Asks again. Called with nothing held, and with the block's own changes out of sight: it may take its time and call
     * code of users, which is refused any use of boxes and blocks. Something thrown counts as no.
     *
     * @return whether the answer is still the same
     */
    protected abstract boolean holds();

    /**
     * The answer, given last by {@link #holds} or when the question was made, is not known to be right for snapshots
     * before this time of the engine's clock.
     *
     * @return the time, as {@link Cell#newestTime} gives it; 0 if it is right for all
     */
    protected abstract long knownSince();

    /**
     * The cell that is written when the answer changes. Called before a block that was told the answer waits.
     *
     * @return the cell
     */
    protected abstract Cell<?> waitingPlace();

    /**
     * What was asked of what, for reports of conflicts. Called when the answer has changed, and {@link #holds} has said so.
     *
     * @return null if that is not known
     */
    @Override
    protected @Nullable Subject subject() {
        return null;
    }

    @Override
    protected final @Nullable Location changedPlace() {
        return cell;
    }

    @Override
    protected final boolean isUnchanged(LockHolder holder) {
        return (cell == null || Locations.head(cell, holder) == seen) && !mayHaveChanged();
    }

    @Override
    protected final boolean askAgain() {
        return holds();
    }

    @Override
    protected final long since() {
        return Math.max(seen, knownSince());
    }

    @Override
    protected final Location place() {
        return waitingPlace();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
