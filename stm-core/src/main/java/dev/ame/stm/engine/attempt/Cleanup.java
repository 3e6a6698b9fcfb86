package dev.ame.stm.engine.attempt;

import org.jspecify.annotations.Nullable;

/**
 * What a structure has to do when an attempt has ended, committed or not: taking away what the attempt has left outside
 * of the transactional memory. Much cheaper than a hook, and it may fail: nothing depends on it but memory. Done before
 * the block's own hooks, with nothing held; of an attempt that waits in {@code retry}, after the wait, so that what is
 * waited for stays.
 */
public abstract class Cleanup {
    @Nullable
    Cleanup next;

    /** For subclasses. */
    protected Cleanup() {}

    /** Does it, outside any block. What it throws is ignored. */
    protected abstract void run();

    /**
     * What was added before this one in the same attempt.
     *
     * @return the other one, or null
     */
    protected final @Nullable Cleanup before() {
        return next;
    }

    /** For a transaction that is ready to run blocks. */
    static void runHere(Transaction transaction) {
        Cleanup all = transaction.cleanup;
        transaction.cleanup = null;
        try {
            runAll(all);
        } catch (VirtualMachineError e) {
            return; // no stack or no memory: the outcome of the block is not touched by that
        }
    }

    /** For a transaction whose block goes on: in another one. */
    static void runAside(Transaction transaction) {
        Cleanup all = transaction.cleanup;
        if (all != null) {
            transaction.cleanup = null;
            AttemptEnd.runAside(() -> runAll(all));
        }
    }

    private static void runAll(@Nullable Cleanup first) {
        for (Cleanup cleanup = first; cleanup != null; cleanup = cleanup.next) {
            runOne(cleanup);
        }
    }

    private static void runOne(Cleanup cleanup) {
        try {
            cleanup.run();
        } catch (Throwable t) {
            return; // what is left is found by whoever comes there next
        }
    }
}
