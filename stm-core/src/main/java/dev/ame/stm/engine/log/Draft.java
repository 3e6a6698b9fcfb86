package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.ObjectVersion;
import dev.ame.stm.engine.version.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a structure is to one attempt: the committed state it began with, called the base, and the same with the
 * attempt's own changes. Both are immutable values. If others have committed changes of the structure meanwhile, and they
 * change nothing of what the attempt was told, the draft moves to the new base and makes its changes there.
 */
public abstract class Draft extends Inquiry {
    private final Location location;
    private ObjectVersion base;
    private @Nullable Object state;
    private boolean changed;

    /** What a nested block goes back to. */
    public record Mark(
            ObjectVersion base,
            @Nullable Object state,
            boolean changed,
            @Nullable Object changes) {}

    protected Draft(Location location, ObjectVersion base) {
        this.location = location;
        this.base = base;
        this.state = base.value;
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
        return base.value;
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

    /** Makes a pending version of the location what this draft is now. */
    final void fill(Version pending) {
        ((ObjectVersion) pending).value = state;
        pending.setPreviousPlain(base);
    }

    @Override
    protected final boolean isUnchanged(long own) {
        Version head = Heads.head(location);
        return head == base || (head.stamp() == own && head.previous() == base);
    }

    @Override
    protected final boolean askAgain() {
        ObjectVersion head = (ObjectVersion) Heads.settle(location);
        if (head != base) {
            if (!isAnsweredAlike(head.value)) {
                return false;
            }
            state = changed ? changedFrom(head.value) : head.value;
            base = head;
        }
        return true;
    }

    @Override
    protected final long since() {
        return base.stamp();
    }

    @Override
    protected final Location place() {
        return location;
    }

    final Mark mark() {
        return new Mark(base, state, changed, changed ? markChanges() : null);
    }

    final void rollback(@Nullable Mark mark) {
        if (!changed) {
            return;
        }
        if (mark == null || !mark.changed) {
            rollbackChanges(null);
            changed = false;
            state = base.value;
        } else {
            rollbackChanges(mark.changes);
            state = mark.base == base ? mark.state : changedFrom(base.value);
        }
    }
}
