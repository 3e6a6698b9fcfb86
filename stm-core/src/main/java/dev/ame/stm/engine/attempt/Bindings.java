package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.version.Word;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Which transaction belongs to which thread. Every access to a box asks this, so there is a cache before the
 * {@link ThreadLocal}: a small table indexed by thread id.
 *
 * <p>The table is read and written by data races. A reader trusts an entry only if the entry's weak reference is to
 * the reader itself; it then is the entry that this very thread has made, since nobody else makes entries for it. An
 * entry seen half constructed refers to null. The thread id is only a hint, so a thread class that overrides
 * {@code getId} does no harm. Dead threads are not kept alive, and their entries are replaced.
 *
 * <p>Threads are kept alive by nothing here, and nothing here is kept alive by threads. A thread of a container outlives the
 * application whose blocks it has run; if its table of thread locals led to a transaction, and so to the library's class loader,
 * that could never be unloaded. So the thread local has classes of the JDK only: an array, whose one element is a weak reference to the
 * transaction. While a block runs its transaction is on the stack of the attempt loop. Between blocks it may be collected, if it is not
 * in the table; then what the thread has learned is lost.
 *
 * <p>An attempt that has not ended, for want of stack, must not be lost. So whoever leaves one behind puts the transaction itself into
 * the array, until {@link Orphans#end} has ended it. That is why it is an array: a store needs no stack.
 */
final class Bindings {
    private static final int CACHE_SIZE = 1 << 10;
    private static final @Nullable Transaction[] CACHE = new Transaction[CACHE_SIZE];
    private static final ThreadLocal<@Nullable Object @Nullable []> PLACE = new ThreadLocal<>();

    private Bindings() {}

    static Transaction current() {
        Thread thread = Thread.currentThread();
        Transaction cached = CACHE[slot(thread)];
        return cached != null && cached.refersTo(thread) ? cached : find(thread);
    }

    private static int slot(Thread thread) {
        return (int) thread.getId() & (CACHE_SIZE - 1);
    }

    private static Transaction find(Thread thread) {
        @Nullable Object[] place = PLACE.get();
        if (place == null) {
            place = new @Nullable Object[1];
            PLACE.set(place);
        }
        Transaction found = in(place);
        if (found == null) {
            found = new Transaction(thread);
            found.place = place;
            found.slot = slot(thread);
            found.bound = true;
            place[0] = found.self;
            Transaction cached = CACHE[found.slot];
            if (cached == null || cached.refersTo(thread) || isStale(cached)) {
                CACHE[found.slot] = found;
            }
        }
        return found;
    }

    private static @Nullable Transaction in(@Nullable Object[] place) {
        Object bound = place[0];
        if (bound instanceof Transaction orphan) {
            return orphan;
        }
        return bound == null ? null : (Transaction) ((WeakReference<?>) bound).get();
    }

    private static boolean isStale(Transaction cached) {
        Thread owner = cached.get();
        return owner == null || !owner.isAlive();
    }

    /** Makes {@code transaction} the one that {@link #current} answers to this thread, the caller; wholly or not at all. */
    static void bind(Thread thread, Transaction transaction) {
        Transaction before = current();
        boolean foreign = !transaction.refersTo(thread);
        // From here on stores only.
        before.bound = false;
        if (!foreign) {
            transaction.bound = true;
        }
        transaction.foreign = foreign;
        transaction.place = before.place;
        transaction.slot = before.slot;
        transaction.place[0] = transaction.self;
        Transaction cached = CACHE[transaction.slot];
        if (cached == null || cached == before) {
            CACHE[transaction.slot] = foreign ? null : transaction; // the other thread would take it for its own there
        }
    }

    /** What is run with another transaction. */
    interface Action<X extends Exception> {
        void run() throws X;
    }

    /**
     * Runs something with another transaction in place of the calling thread's own. If an orphan is left of that one, its end becomes
     * part of the end of the own one. The thread gets its own back by stores only, since there may be no stack for a call.
     *
     * <p>The short ways of reading and writing are closed in the one that is not the current one, so that a handle finds out. All but
     * the free snapshot open by themselves again.
     */
    static <X extends Exception> void runWith(Transaction inner, Action<X> action) throws X {
        Transaction outer = current();
        long freeSnapshot = outer.freeSnapshot;
        outer.freeSnapshot = Word.NONE;
        outer.logSnapshot = Word.NONE;
        outer.mayWrite = false;
        try {
            bind(Thread.currentThread(), inner);
            action.run();
        } finally {
            if (!inner.foreign) {
                inner.bound = false;
            }
            if (!outer.foreign) {
                outer.bound = true;
            }
            inner.freeSnapshot = Word.NONE;
            inner.logSnapshot = Word.NONE;
            inner.mayWrite = false;
            outer.freeSnapshot = freeSnapshot;
            if (inner.mode == Mode.ORPHANED) {
                inner.nextOrphan = outer.orphans;
                outer.orphans = inner;
                if (outer.mode == Mode.IDLE) {
                    outer.mode = Mode.ORPHANED;
                }
            }
            outer.place[0] = outer.orphans == null && outer.mode != Mode.ORPHANED ? outer.self : outer;
            Transaction cached = CACHE[outer.slot];
            if (cached == null || cached == inner) {
                CACHE[outer.slot] = outer.foreign ? null : outer;
            }
        }
    }
}
