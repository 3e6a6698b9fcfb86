package dev.ame.stm.spi;

import dev.ame.stm.engine.attempt.EngineStart;
import dev.ame.stm.engine.attempt.Outside;
import dev.ame.stm.engine.attempt.Structures;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.log.Draft;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Word;
import org.jspecify.annotations.Nullable;

/**
 * Something shared that has one immutable state, and conflicts only as its operations do. A method of a collection reads
 *
 * <pre>
 *   View view = view();
 *   return view == null ? state().lookUp(key) : view.lookUp(key);    // the view also remembers what it tells
 * </pre>
 *
 * and one that changes it
 *
 * <pre>
 *   if (!Stm.inAtomic()) {
 *       do { before = state(); } while (!replaceOutside(before, before.with(key)));
 *   } else {
 *       viewToChange().put(key);                                     // records the change, then View.changeTo(state)
 *   }
 * </pre>
 *
 * Committers of one structure wait for each other for an instant instead of aborting. Any thread may use it.
 *
 * @param <S> the type of the state, immutable
 * @param <V> the type of the views
 */
public abstract class Structure<S, V extends View<S>> extends ObjectLocation {
    static {
        EngineStart.ensure();
    }

    /**
     * A structure.
     *
     * @param name for reports of conflicts; null for none
     * @param initial the first state
     */
    protected Structure(@Nullable String name, S initial) {
        super(name, initial);
    }

    /**
     * A view for one block, which has been told nothing and has changed nothing. Must only make it.
     *
     * @param origin for the constructor of {@link View}
     * @return the view
     */
    protected abstract V newView(View.Origin origin);

    /**
     * What this structure is, for reports of conflicts. {@link View#subject} can say more.
     *
     * @return null if its name says all
     */
    @Override
    protected @Nullable Subject subject() {
        return null;
    }

    /**
     * The running block's view, made now if it must have one; null outside a block, and in a block that need not remember
     * what it is told and has changed nothing: then {@link #state} is what it sees.
     *
     * @return the view, or null
     */
    protected final @Nullable V view() {
        Transaction transaction = Transaction.current();
        Draft draft = Structures.draft(transaction, this);
        if (draft != null) {
            return cast(draft);
        }
        return Structures.remembers(transaction) ? open(transaction) : null;
    }

    /**
     * The running block's view, to be changed.
     *
     * @return the view
     * @throws IllegalStateException outside a block, or if the block may not write
     */
    protected final V viewToChange() {
        Transaction transaction = Transaction.current();
        transaction.checkInBlock("a change of a view");
        Structures.readyToWrite(transaction, this);
        Draft draft = Structures.draft(transaction, this);
        return draft != null ? cast(draft) : open(transaction);
    }

    /**
     * The committed state: outside a block the newest, in a block without a view the one it sees.
     *
     * @return the state
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // only states get in
    protected final S state() {
        return (S) Transaction.current().read(this);
    }

    /**
     * The time on the engine's clock at which the newest state was committed.
     *
     * @return a time for {@link Blocks#seeAllUpTo}, at least 0
     */
    protected final long newestTime() {
        return Word.committed(Locations.settle(this));
    }

    /**
     * Replaces the state outside a block, as a commit of its own.
     *
     * @param expected the state to be replaced, compared by identity
     * @param state the new state
     * @return false if the state was another
     * @throws IllegalStateException inside a block
     */
    protected final boolean replaceOutside(S expected, S state) {
        Transaction transaction = Blocks.requireOutside("replaceOutside");
        return Outside.replace(transaction, this, expected, state, null, 0);
    }

    final void enlist(View<S> view) {
        Structures.enlist(Transaction.current(), this, view);
    }

    private V open(Transaction transaction) {
        Object base = Structures.see(transaction, this);
        V view = newView(new View.Origin(base, Structures.seenWord(transaction)));
        Structures.open(transaction, view);
        return view;
    }

    @SuppressWarnings("unchecked") // the drafts of this location are its views
    private V cast(Draft draft) {
        return (V) draft;
    }
}
