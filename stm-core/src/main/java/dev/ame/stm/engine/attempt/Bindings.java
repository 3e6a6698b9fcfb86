package dev.ame.stm.engine.attempt;

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
 * that could never be unloaded. So the thread local is a weak reference, of a class of the JDK. While a block runs its transaction is
 * on the stack of the attempt loop. Between blocks it may be collected, if it is not in the table; then what the thread has
 * learned is lost.
 */
final class Bindings {
    private static final int CACHE_SIZE = 1 << 10;
    private static final @Nullable Transaction[] CACHE = new Transaction[CACHE_SIZE];
    private static final ThreadLocal<@Nullable WeakReference<Transaction>> BOUND = new ThreadLocal<>();

    private Bindings() {}

    static Transaction current() {
        Thread thread = Thread.currentThread();
        Transaction cached = CACHE[(int) thread.getId() & (CACHE_SIZE - 1)];
        return cached != null && cached.refersTo(thread) ? cached : find(thread);
    }

    /**
     * Makes {@code transaction} the one that {@link #current} answers to this thread, the caller. One that was made for
     * another thread must not get into the table, where that thread would take it for its own.
     */
    static void bind(Thread thread, Transaction transaction) {
        boolean foreign = !transaction.refersTo(thread);
        BOUND.set(transaction.self());
        int slot = (int) thread.getId() & (CACHE_SIZE - 1);
        Transaction cached = CACHE[slot];
        if (cached == null || cached.refersTo(thread) || isStale(cached)) {
            CACHE[slot] = foreign ? null : transaction;
        }
    }

    private static boolean isStale(Transaction cached) {
        Thread owner = cached.get();
        return owner == null || !owner.isAlive();
    }

    private static Transaction find(Thread thread) {
        WeakReference<Transaction> bound = BOUND.get();
        Transaction found = bound == null ? null : bound.get();
        if (found == null) {
            found = new Transaction(thread);
            bind(thread, found);
        }
        return found;
    }
}
