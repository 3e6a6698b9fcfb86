package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.observe.Ledger;
import dev.ame.stm.engine.observe.Watch;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** What a transaction and the thread that works with it know of each other; see {@link Bindings}. A weak reference to the thread it was made for. */
public abstract class ThreadBound extends WeakReference<Thread> {
    /** Keeps the fields of a transaction a cache line away from those of the one before it in memory. */
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    final WeakReference<ThreadBound> self = new WeakReference<>(this);

    /** Whether it is the current one of the thread it was made for; that thread alone writes and reads this. */
    boolean bound;

    /** Where that thread finds it: a reference to {@link #self}, or to this, if there is an orphan that must not be lost. */
    public @Nullable Object[] place = {};

    /** The index of that thread in the table. */
    int slot;

    /** Whether it was made for another thread. */
    boolean foreign;

    /** Those that have stood in for it and been left behind, to be ended with it. */
    public @Nullable Transaction orphans;

    @Nullable
    Transaction nextOrphan;

    /** What users have of it in their hands; made by the package above, which alone knows it. */
    public @Nullable Object handle;

    /** What it has done. */
    @SuppressWarnings("this-escape") // only its identity is used
    final Ledger ledger = new Ledger(this);

    /** If not null, all reads and writes go the long ways, where somebody wants to see them. */
    @Nullable
    Watch watch;

    /** What was given to {@code irrevocable} in this run of the block. */
    @Nullable
    String irrevocableReason;

    /** Whether it is that of a {@link Speculation}. */
    boolean speculative;

    /** For a transaction of that thread. */
    ThreadBound(Thread thread) {
        super(thread);
    }

    /** Whether it was made for the calling thread, which may work with another one now. */
    public final boolean isMadeForThisThread() {
        return refersTo(Thread.currentThread());
    }

    /** Whether the calling thread, for which it was made, is in a block of it: not in a hook that is run outside of it. */
    public final boolean isRunningHere() {
        return isMadeForThisThread() && bound && !isIdle();
    }

    /** Whether no block is running. */
    public abstract boolean isIdle();
}
