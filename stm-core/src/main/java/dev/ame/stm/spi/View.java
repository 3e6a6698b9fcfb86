package dev.ame.stm.spi;

import dev.ame.stm.engine.log.Draft;
import dev.ame.stm.engine.version.Locations;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Structure} is to one block: its state with the block's own changes, what the block was told of the
 * committed state, and what it has changed. Used by one thread, for one attempt.
 *
 * <p>The engine calls {@link #isStillTrue} and {@link #reapplyTo} when others have committed changes of the structure: if
 * nothing that the block was told is different now, its changes are made again on the newer state. Both must only
 * compute. They may call code of users (a comparator), which is refused any use of boxes and blocks; something thrown
 * counts as a conflict.
 *
 * <p><b>Whatever reads a box may move the view</b> to a newer base in the middle of a block, and so may code of users that
 * an operation of the view calls. What was found before may not be so any more then. So an operation that calls code of
 * users works in a loop, and notes down what it has told or changed only at its end, where no such code is called:
 *
 * <pre>
 *   do { base = base(); answer = base.find(key); } while (base() != base);        // find calls the user's compareTo
 *   told(key, answer);
 *
 *   do { before = state(); after = before.with(key); } while (state() != before);
 *   changed(key);
 *   changeTo(after);
 * </pre>
 *
 * @param <S> the type of the state, immutable
 */
public abstract class View<S> extends Draft {
    private final Structure<S, ?> structure;

    /**
     * A view; to be made by {@link Structure#newView} only.
     *
     * @param structure the structure
     * @param origin what {@link Structure#newView} was given
     */
    protected View(Structure<S, ?> structure, Origin origin) {
        super(structure, origin.state, origin.word);
        this.structure = structure;
    }

    /** The committed state that a view begins with, as the engine knows it. */
    public static final class Origin {
        final @Nullable Object state;
        final long word;

        Origin(@Nullable Object state, long word) {
            this.state = state;
            this.word = word;
        }
    }

    /**
     * The state as the block sees it, its own changes included.
     *
     * @return the state
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // only states get in
    public final S state() {
        return (S) stateValue();
    }

    /**
     * The committed state that the view is based on at present.
     *
     * @return the state
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // only states get in
    public final S base() {
        return (S) baseValue();
    }

    /**
     * Changes the state. The change must have been recorded already, in what {@link #reapplyTo} goes by, and nothing may have
     * been called between {@link #state} and this that could have moved the view.
     *
     * @param newState the new state
     * @throws IllegalStateException if the view is not from {@link Structure#viewToChange} in this attempt
     */
    protected final void changeTo(S newState) {
        structure.enlist(this);
        change(newState);
    }

    /**
     * Whether everything that the block was told would be told alike if {@code newer} were the base.
     *
     * @param newer a committed state
     * @return whether the block can go on
     */
    protected abstract boolean isStillTrue(S newer);

    /**
     * What the block was told that is not true any more, for reports of conflicts. Called when {@link #isStillTrue} has answered no for
     * the {@link #newest} state.
     *
     * @return null if the structure's own subject says all
     */
    @Override
    protected @Nullable Subject subject() {
        return structure.subject();
    }

    /**
     * The newest committed state, whatever the block sees: for {@link #subject}.
     *
     * @return the state
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // only states get in
    protected final S newest() {
        return (S) Locations.newest(structure);
    }

    /**
     * What the block's changes make of a committed state; called after {@link #isStillTrue} has answered yes for it.
     *
     * @param newer the committed state
     * @return it with the changes
     */
    protected abstract S reapplyTo(S newer);

    /**
     * The changes recorded so far, in a form that a nested block can go back to.
     *
     * @return the mark; not null
     */
    protected abstract Object mark();

    /**
     * Goes back to the changes recorded at a mark. What the block was told stays.
     *
     * @param mark the mark; null for no changes
     */
    protected abstract void rollbackTo(@Nullable Object mark);

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // only states get in
    protected final boolean isAnsweredAlike(@Nullable Object newer) {
        return isStillTrue((S) newer);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // only states get in
    protected final @Nullable Object changedFrom(@Nullable Object newer) {
        return reapplyTo((S) newer);
    }

    @Override
    protected final Object markChanges() {
        return mark();
    }

    @Override
    protected final void rollbackChanges(@Nullable Object mark) {
        rollbackTo(mark);
    }
}
