package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LockHolder;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Word;
import org.jspecify.annotations.Nullable;

/**
 * What a structure is to one attempt: the committed state it began with, called the base, and the same with the
 * attempt's own changes. Both are immutable values. If others have committed changes of the structure meanwhile, and they
 * change nothing of what the attempt was told, the draft moves to the new base and makes its changes there.
 */
public abstract class Draft extends Inquiry {
    private final ObjectLocation location;
    private @Nullable Object base;

    /** The word that names the base. */
    private long baseWord;

    private @Nullable Object state;
    private boolean changed;

    /** What a nested block goes back to. */
    public record Mark(
            long baseWord,
            @Nullable Object state,
            boolean changed,
            @Nullable Object changes) {}

    protected Draft(ObjectLocation location, @Nullable Object base, long baseWord) {
        this.location = location;
        this.base = base;
        this.baseWord = baseWord;
        this.state = base;
    }

    /**
     * Whether everything that was asked would be answered alike on another base.
     *
     * @param newer the other base
     * @return whether the draft can move there
     */
    protected abstract boolean isAnsweredAlike(@Nullable Object newer);

    /**
     * What the changes make of another base, in which everything is answered alike.
     *
     * @param newer the other base
     * @return the state
     */
    protected abstract @Nullable Object changedFrom(@Nullable Object newer);

    /**
     * The changes so far, in a form that can be gone back to.
     *
     * @return the mark
     */
    protected abstract @Nullable Object markChanges();

    /**
     * Goes back to a mark.
     *
     * @param mark the mark; null for no changes
     */
    protected abstract void rollbackChanges(@Nullable Object mark);

    /**
     * The base.
     *
     * @return the committed state
     */
    protected final @Nullable Object baseValue() {
        return base;
    }

    /**
     * The state as the attempt sees it.
     *
     * @return the state
     */
    protected final @Nullable Object stateValue() {
        return state;
    }

    /**
     * Changes what the attempt sees.
     *
     * @param newState the new state
     */
    protected final void change(@Nullable Object newState) {
        state = newState;
        changed = true;
    }

    /** What the draft's state replaces. */
    final long baseWord() {
        return baseWord;
    }

    @Override
    protected final boolean isUnchanged(LockHolder holder) {
        return Locations.head(location, holder) == baseWord;
    }

    @Override
    protected final boolean askAgain() {
        long word;
        Object value;
        do {
            word = Locations.settle(location);
            value = Locations.object(location);
        } while (!Locations.is(location, word));
        word = Word.committed(word);
        if (word != baseWord) {
            if (!isAnsweredAlike(value)) {
                return false;
            }
            state = changed ? changedFrom(value) : value;
            base = value;
            baseWord = word;
        }
        return true;
    }

    @Override
    protected final long since() {
        return baseWord;
    }

    @Override
    protected final Location place() {
        return location;
    }

    final Mark mark() {
        return new Mark(baseWord, state, changed, changed ? markChanges() : null);
    }

    final void rollback(@Nullable Mark mark) {
        if (!changed) {
            return;
        }
        if (mark == null || !mark.changed) {
            rollbackChanges(null);
            changed = false;
            state = base;
        } else {
            rollbackChanges(mark.changes);
            state = mark.baseWord == baseWord ? mark.state : changedFrom(base);
        }
    }
}
