package dev.ame.stm.collections;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Other threads for tests, and waiting with a limit. */
public final class Elsewhere {
    private static final long SECONDS = 10;

    private Elsewhere() {}

    public static <T> FutureTask<T> start(Callable<T> job) {
        FutureTask<T> task = new FutureTask<>(job);
        Thread thread = new Thread(task, "test-thread");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    public static <T> T join(FutureTask<T> task) throws Exception {
        try {
            return task.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed on the other thread", e.getCause());
        }
    }

    /** Runs the job on another thread and waits for it: inside a block, the way to let someone else get in between. */
    public static <T> T run(Callable<T> job) throws Exception {
        return join(start(job));
    }

    public static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the latch was not opened in time");
        }
    }
}
