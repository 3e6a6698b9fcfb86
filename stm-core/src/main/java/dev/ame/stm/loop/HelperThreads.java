package dev.ame.stm.loop;

import dev.ame.stm.Stm;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * What runs the helpers of a loop or of tasks, as users give it.
 *
 * <p>A helper must not run inside a block. Its own blocks would join that one: none of them would commit before all of them do, none could
 * be seen by the other helpers, and if the enclosing block were run again the helper would take other elements. And what a block submits to
 * an {@link AtomicExecutor} is not even begun before the block has committed. So such executors are refused where they can be told; any other
 * is found out by the first helper that finds itself in a block.
 */
final class HelperThreads {
    private HelperThreads() {}

    /** Refuses executors whose tasks are known to be blocks. */
    static Executor check(Executor threads) {
        Objects.requireNonNull(threads, "threads");
        if (threads instanceof AtomicExecutor || threads instanceof AtomicScheduledExecutor) {
            throw new IllegalArgumentException(
                    "the tasks of an AtomicExecutor are atomic blocks, and what helps with a loop or with tasks"
                            + " must not run inside a block; use an ordinary executor");
        }
        return threads;
    }

    /** A thread for each helper. */
    static Executor madeBy(ThreadFactory factory) {
        Objects.requireNonNull(factory, "factory");
        return helper -> {
            Thread thread = factory.newThread(helper);
            if (thread == null) {
                throw new RejectedExecutionException("the thread factory has made no thread");
            }
            thread.start();
        };
    }

    /** To be called by each helper before it begins. */
    static void requireNotInBlock() {
        if (Stm.inAtomic()) {
            throw new IllegalStateException(
                    "the executor of a loop or of tasks runs its helpers inside an atomic block; use one that does not");
        }
    }
}
