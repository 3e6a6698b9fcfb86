package dev.ame.stm.loop;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that help with loops: made when needed, kept warm for a while, and no reason for the JVM to stay. */
final class LoopPool {
    private static final long KEEP_SECONDS = 2;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), LoopPool::thread);

    private LoopPool() {}

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "ame-loop-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
