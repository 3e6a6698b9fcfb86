package dev.ame.stm.support;

import dev.ame.stm.support.Running.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Starts threads, joins them with a time limit and brings their failures back to the test. */
public final class TestThreads {

    private static final int SECONDS = 10;

    private TestThreads() {}

    /** What one of several equal threads does. */
    @FunctionalInterface
    public interface IndexedJob {
        void run(int index) throws Throwable;
    }

    /** Starts a thread. */
    public static Running start(Job job) {
        return Running.start(job, "test-thread", 0);
    }

    /** Starts a thread with the given stack size in bytes. */
    public static Running startWithStack(long stackSize, Job job) {
        return Running.start(job, "test-thread-with-stack-" + stackSize, stackSize);
    }

    /** Runs the job on another thread and waits for it: inside a block, the way to let someone else get in between. */
    public static void elsewhere(Job job) {
        start(job).join();
    }

    /** Like {@link #elsewhere(Job)}, with a result. */
    public static <T> T fetchElsewhere(Callable<T> call) {
        AtomicReference<T> result = new AtomicReference<>();
        elsewhere(() -> result.set(call.call()));
        return result.get();
    }

    /** Runs the job on n threads that start together, and waits for all of them. */
    public static void together(int n, IndexedJob job) {
        CyclicBarrier barrier = new CyclicBarrier(n);
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int index = i;
            all.add(start(() -> {
                barrier.await(SECONDS, TimeUnit.SECONDS);
                job.run(index);
            }));
        }
        all.forEach(Running::join);
    }

    /** Waits for the latch, and fails if nobody opens it. */
    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the latch was not opened in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted at a latch", e);
        }
    }

    /** Waits for the others at the barrier, and fails if they do not come. */
    public static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the others did not come to the barrier", e);
        }
    }
}
