package dev.ame.stm.loop;

import dev.ame.stm.engine.wait.LibraryThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that help with loops and tasks: made when needed, kept warm for a while, and no reason for the JVM to stay.
 *
 * <p>A thread comes with nothing of whoever made the pool grow, see {@link LibraryThreads}, and goes from one run to the next with
 * nothing that matters to the library: the pool clears its interrupt flag, and its context class loader is set back here. As in
 * any pool, what else a body has changed of its thread and left so stays: thread locals, the name, the priority.
 */
final class LoopPool extends ThreadPoolExecutor {
    private static final long KEEP_SECONDS = 2;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    static final ExecutorService THREADS = new LoopPool();

    private LoopPool() {
        super(0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), LoopPool::thread);
    }

    private static Thread thread(Runnable work) {
        return LibraryThreads.daemon(work, "ame-loop-" + NUMBER.incrementAndGet());
    }

    @Override
    protected void afterExecute(Runnable helper, @Nullable Throwable thrown) {
        LibraryThreads.forgetContext();
    }
}
