package dev.ame.stm.collections.queue;

import dev.ame.stm.collections.Elsewhere;
import java.lang.Thread.State;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

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

    /** Starts it and returns once it waits without using the processor. */
    static <T> WaitingThread<T> parked(Callable<T> job) {
        return start(job).awaitParked();
    }

    @SuppressWarnings("ThreadPriorityCheck") // polls a thread state, for which there is nothing to wait on
    WaitingThread<T> awaitParked() {
        long begin = System.nanoTime();
        for (int calm = 0; calm < CALM; ) {
            State state = thread.getState();
            calm = state == State.WAITING || state == State.TIMED_WAITING ? calm + 1 : 0;
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
