package dev.ame.stm.loop;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A thread of a test, and waiting with a limit. */
final class Started<T> {
    private static final long SECONDS = 10;

    private final FutureTask<T> task;
    private final Thread thread;

    private Started(Callable<T> job) {
        task = new FutureTask<>(job);
        thread = new Thread(task, "test-thread");
        thread.setDaemon(true);
        thread.start();
    }

    static <T> Started<T> run(Callable<T> job) {
        return new Started<>(job);
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Returns once the thread is parked at something; fails if it does not. */
    @SuppressWarnings("ThreadPriorityCheck") // polls a thread state, for which there is nothing to wait on
    void awaitParked() {
        long begin = System.nanoTime();
        while (LockSupport.getBlocker(thread) == null) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(SECONDS)) {
                throw new AssertionError("never parked: " + thread.getState());
            }
            Thread.yield();
        }
    }

    /** What the job has returned; fails with what it has thrown. */
    T result() throws Exception {
        try {
            return task.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed on the other thread", e.getCause());
        }
    }

    /** Waits for the latch; an interrupt ends the waiting. */
    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the latch was not opened in time");
        }
    }
}
