package dev.ame.stm.support;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A thread of a test, its failure kept until it is joined. */
public final class Running {

    /** What the thread does. */
    @FunctionalInterface
    public interface Job {
        void run() throws Throwable;
    }

    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Thread thread;
    private volatile Throwable failure;

    private Running(Job job, String name, long stackSize) {
        thread = new Thread(null, () -> runAndKeepFailure(job), name, stackSize);
        thread.setDaemon(true);
    }

    static Running start(Job job, String name, long stackSize) {
        Running running = new Running(job, name, stackSize);
        running.thread.start();
        return running;
    }

    private void runAndKeepFailure(Job job) {
        try {
            job.run();
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }

    /** The thread itself. */
    public Thread thread() {
        return thread;
    }

    /** Waits for the end; fails with what the thread threw, or when it does not end. */
    public void join() {
        Throwable thrown = joinForFailure();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw new AssertionError("failed on " + thread.getName(), thrown);
        }
    }

    /** Waits for the end and returns what the thread threw, or null. */
    public Throwable joinForFailure() {
        try {
            thread.join(PATIENCE_NANOS / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + thread.getName(), e);
        }
        if (thread.isAlive()) {
            throw new AssertionError("still running: " + describe());
        }
        return failure;
    }

    /** Whether the thread has ended. */
    public boolean isDone() {
        return !thread.isAlive();
    }

    /**
     * Returns once the thread is parked at something that others open: a wait of the engine, a lock, a latch. Fails if it
     * ends instead. Pauses of a back-off do not count, nor does a thread that waits for one that it has started itself.
     */
    public Running awaitParked() {
        if (!waitsOrEnds(PATIENCE_NANOS)) {
            throw new AssertionError("never parked: " + describe());
        }
        if (isDone()) {
            join();
            throw new AssertionError(thread.getName() + " ended instead of waiting");
        }
        return this;
    }

    /**
     * Returns once the thread has ended or evidently can't go on for now. For threads that try to commit past a block
     * that may or may not let them: no failure either way.
     */
    public Running awaitEndedOrHeldUp() {
        waitsOrEnds(Duration.ofMillis(300).toNanos());
        return this;
    }

    @SuppressWarnings("ThreadPriorityCheck") // polls a thread state, for which there is nothing to wait on
    private boolean waitsOrEnds(long nanos) {
        long begin = System.nanoTime();
        int calm = 0;
        while (System.nanoTime() - begin < nanos) {
            calm = LockSupport.getBlocker(thread) == null ? 0 : calm + 1;
            if (calm > 200 || thread.getState() == Thread.State.TERMINATED) {
                return true;
            }
            Thread.yield();
        }
        return false;
    }

    private String describe() {
        return thread.getName() + " is " + thread.getState() + " at "
                + Arrays.stream(thread.getStackTrace())
                        .limit(20)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining("\n    "));
    }
}
