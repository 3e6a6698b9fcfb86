package dev.ame.stm.loop;

import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tasks that are submitted together, by somebody who waits for them: {@code invokeAll} and {@code invokeAny}. */
final class TaskGroup<T extends @Nullable Object> {
    /** For a wait without an end. */
    static final long FOR_EVER = Long.MAX_VALUE;

    private final Submissions submissions;
    private final List<ExecutorTask<T>> tasks;
    private final long began = System.nanoTime();
    private final long nanos;

    private TaskGroup(Submissions submissions, List<ExecutorTask<T>> tasks, long nanos) {
        this.submissions = submissions;
        this.tasks = tasks;
        this.nanos = nanos;
    }

    static <T extends @Nullable Object> TaskGroup<T> of(
            Submissions submissions,
            Collection<? extends Callable<T>> callables,
            @Nullable UnaryOperator<Runnable> wrapper,
            long nanos) {
        List<ExecutorTask<T>> tasks = new ArrayList<>(callables.size());
        for (Callable<T> callable : callables) {
            tasks.add(ExecutorTask.of(TaskCall.of(Objects.requireNonNull(callable, "tasks contains null"), wrapper)));
        }
        return new TaskGroup<>(submissions, tasks, nanos);
    }

    /** Refuses a call in a block, whose tasks would not even be submitted before the block commits. */
    static void requireNotAtomic(String method) {
        if (Stm.inAtomic()) {
            throw new IllegalStateException(method + " inside an atomic block would wait for ever: its tasks start only"
                    + " after the block has committed."
                    + " Call it outside the block, or do the tasks' work in the block itself");
        }
    }

    private long left() {
        return nanos == FOR_EVER ? FOR_EVER : nanos - (System.nanoTime() - began);
    }

    /** Cancels all tasks that are not done. After that all are. */
    private void cancelAll() {
        tasks.forEach(task -> task.cancel(true));
    }

    /** Waits for all tasks, or until the time is over; then cancels those that are not done. */
    List<Future<T>> all() throws InterruptedException {
        boolean done = false;
        try {
            done = submitAll() && awaitAll();
        } finally {
            if (!done) {
                cancelAll();
            }
        }
        return new ArrayList<>(tasks);
    }

    private boolean submitAll() throws InterruptedException {
        for (ExecutorTask<T> task : tasks) {
            long left = left();
            if (left <= 0 || !submissions.submitPatiently(task, left)) {
                return false;
            }
        }
        return true;
    }

    private boolean awaitAll() throws InterruptedException {
        for (ExecutorTask<T> task : tasks) {
            if (!task.isDone() && !awaitEnd(task)) {
                return false;
            }
        }
        return true;
    }

    private boolean awaitEnd(ExecutorTask<T> task) throws InterruptedException {
        try {
            var unused = task.get(left(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException | CancellationException e) {
            return true; // the caller looks at the future
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** The result of a task that has succeeded. */
    T any() throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("tasks must not be empty");
        }
        LinkedBlockingQueue<ExecutorTask<T>> done = new LinkedBlockingQueue<>();
        ExecutionException failure = null;
        try {
            for (ExecutorTask<T> task : tasks) {
                task.whenDone(() -> done.add(task));
            }
            boolean submitted = submitAll();
            for (int left = tasks.size(); left > 0; left--) {
                ExecutorTask<T> next = done.poll(submitted ? left() : 0, TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new TimeoutException("no task has succeeded in time");
                }
                try {
                    return next.get();
                } catch (ExecutionException e) {
                    failure = e;
                } catch (CancellationException e) {
                    failure = new ExecutionException(e);
                }
            }
            throw Objects.requireNonNull(failure, "failure");
        } finally {
            cancelAll();
        }
    }
}
