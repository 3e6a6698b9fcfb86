package dev.ame.stm.loop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.Future;

/**
 * A task that can be run only once. Which tasks are such: those marked, and all that are futures of somebody, since a
 * future takes its result when it is first run, and does nothing when it is run again.
 */
final class RunOnce implements Runnable {
    private final Runnable task;

    RunOnce(Runnable task) {
        this.task = task;
    }

    /** Of a {@code FutureTask} and its subclasses, a {@code ForkJoinTask}, any {@code RunnableFuture}; of the stages of a {@code CompletableFuture}. */
    static boolean is(Runnable task) {
        return task instanceof RunOnce || task instanceof AsynchronousCompletionTask || task instanceof Future<?>;
    }

    static boolean is(Callable<?> task) {
        return task instanceof TaskCall<?> call ? call.isOnce() : task instanceof Future<?>;
    }

    @Override
    public void run() {
        task.run();
    }

    @Override
    public String toString() {
        return "once(" + task + ")";
    }
}
