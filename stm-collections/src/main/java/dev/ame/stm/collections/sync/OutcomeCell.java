package dev.ame.stm.collections.sync;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Cell;
import dev.ame.stm.spi.Subject;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a promise, or null as long as there is none. Set once. Futures can follow it: they are completed when it is
 * committed, outside of any block, by the thread that has committed it or by the one that makes the future.
 *
 * <h2>Why no future is forgotten</h2>
 * Two steps race, each with a full fence in its middle:
 *
 * <pre>
 *   follow:  add the future to the followers; fence; read the newest outcome, and tell the future if there is one
 *   set:     commit the outcome;              fence; read the followers, and tell them all
 * </pre>
 *
 * <p>If the fence of {@code follow} comes first, {@code set} finds the future among the followers, since the set's iterator
 * shows all that was in it when the iterator was made. If the fence of {@code set} comes first, {@code follow} reads the
 * outcome. The outcome never changes again, and there is one {@code set} that succeeds: so a third thread is either
 * another follower, which has nothing to do with this one, or a {@code set} that fails, which tells nobody. If both steps
 * tell a future, they tell it the same.
 *
 * <p>The step of {@code set} is taken once the commit is decided: inside a block it is a hook, registered before the
 * outcome is written. So a block cannot commit the outcome without the hook; a hook without an outcome does nothing.
 *
 * @param <T> the type of the value
 */
public final class OutcomeCell<T extends @Nullable Object> extends Cell<@Nullable Outcome<T>> {
    /** Those that are not done yet. Made when there is the first one. */
    private volatile @Nullable Set<CompletableFuture<T>> followers;

    public OutcomeCell(@Nullable String name) {
        super(name, null);
    }

    @Override
    protected Subject subject() {
        return new Subject("TPromise", null, "");
    }

    public @Nullable Outcome<T> get() {
        return read();
    }

    /** Sets the outcome if there is none. */
    public boolean set(Outcome<T> outcome) {
        if (!Stm.inAtomic()) {
            boolean done = replaceOutside(null, outcome);
            if (done) {
                tellFollowers();
            }
            return done;
        }
        if (read() != null) {
            return false;
        }
        Stm.afterCommit(this::tellFollowers);
        write(outcome);
        return true;
    }

    /** A future that is completed with the outcome; one that is made in a block begins to follow when that commits. */
    public CompletableFuture<T> follow() {
        CompletableFuture<T> future = new CompletableFuture<>();
        if (!Stm.inAtomic()) {
            register(future);
            return future;
        }
        // What others have committed stays; it is read so that the block sees it, too.
        Outcome<T> committed = !isWritten() && peek() != null ? read() : null;
        if (committed != null) {
            committed.tell(future);
        } else {
            Stm.afterRollback(() -> future.cancel(false));
            Stm.afterCommit(() -> register(future));
        }
        return future;
    }

    // What is ignored is a future of the removal; futures are equal if they are the same, as is meant.
    @SuppressWarnings({"FutureReturnValueIgnored", "CollectionUndefinedEquality"})
    private void register(CompletableFuture<T> future) {
        Outcome<T> early = newest();
        if (early != null) {
            early.tell(future);
            return;
        }
        Set<CompletableFuture<T>> all = followers();
        all.add(future);
        VarHandle.fullFence(); // see above
        Outcome<T> late = newest();
        if (late != null) {
            late.tell(future);
        }
        future.whenComplete((value, failure) -> all.remove(future)); // however it is completed, also by its owner
    }

    private synchronized Set<CompletableFuture<T>> followers() {
        Set<CompletableFuture<T>> all = followers;
        if (all == null) {
            all = ConcurrentHashMap.newKeySet();
            followers = all;
        }
        return all;
    }

    private void tellFollowers() {
        VarHandle.fullFence(); // see above
        Set<CompletableFuture<T>> all = followers;
        Outcome<T> outcome = all == null ? null : newest();
        if (all != null && outcome != null) {
            all.forEach(outcome::tell);
        }
    }
}
