package dev.ame.stm.collections.queue;

import dev.ame.stm.collections.Elsewhere;
import java.lang.Thread.State;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** A thread of a test that is expected to wait. */
final class WaitingThread<T> {
    private static final int CALM = 200;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final FutureTask<T> task;
    private final Thread thread;

    private WaitingThread(Callable<T> job) {
        task = new FutureTask<>(job);
        thread = new Thread(task, "waiting-thread");
        thread.setDaemon(true);
    }

    static <T> WaitingThread<T> start(Callable<T> job) {
        WaitingThread<T> waiting = new WaitingThread<>(job);
        waiting.thread.start();
        return waiting;
    }

    /** Starts it and returns once it is parked at something that others open; the pauses of a back-off do not count. */
    static <T> WaitingThread<T> parked(Callable<T> job) {
        return start(job).awaitParked();
    }

    @SuppressWarnings("ThreadPriorityCheck") // polls a thread state, for which there is nothing to wait on
    WaitingThread<T> awaitParked() {
        long begin = System.nanoTime();
        for (int calm = 0; calm < CALM; ) {
            calm = LockSupport.getBlocker(thread) == null ? 0 : calm + 1;
            State state = thread.getState();
            if (state == State.TERMINATED || System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new AssertionError("does not wait, but is " + state);
            }
            Thread.yield();
        }
        return this;
    }

    void interrupt() {
        thread.interrupt();
    }

    T join() throws Exception {
        return Elsewhere.join(task);
    }

    /** What the job has thrown. */
    Throwable failure() throws Exception {
        try {
            Elsewhere.join(task);
        } catch (AssertionError e) {
            return e.getCause();
        }
        throw new AssertionError("has thrown nothing");
    }
}
