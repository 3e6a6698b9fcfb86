package dev.ame.stm.loop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A task with a time, and the future of its last run. */
final class ScheduledTask<V extends @Nullable Object> implements ScheduledFuture<V> {
    private final AtomicScheduledExecutor executor;
    private final Callable<V> callable;
    private final long delay;

    /** Nanoseconds between two runs: from begin to begin if positive, from end to begin if negative; 0 for one run. */
    private final long period;

    private final CompletableFuture<V> outcome = new CompletableFuture<>();
    private volatile long due;

    /** The wait for the time, or the run that it was submitted for. Both are cancelled with this. */
    private volatile @Nullable Future<?> present;

    ScheduledTask(AtomicScheduledExecutor executor, Callable<V> callable, long delay, long period) {
        this.executor = executor;
        this.callable = callable;
        this.delay = delay;
        this.period = period;
        due = System.nanoTime() + delay;
    }

    /** The time counts from now. */
    void restart() {
        due = System.nanoTime() + delay;
    }

    void timing(Future<?> wait) {
        show(wait);
    }

    void submitTo(AtomicExecutor tasks) {
        ExecutorTask<V> task = ExecutorTask.of(callable);
        show(task);
        task.whenDone(() -> ended(task));
        tasks.execute(task);
    }

    private void show(Future<?> newPresent) {
        present = newPresent;
        if (outcome.isCancelled()) {
            newPresent.cancel(false);
        }
    }

    private void ended(ExecutorTask<V> task) {
        try {
            V result = task.get();
            if (period == 0) {
                outcome.complete(result);
            } else if (!outcome.isDone()) {
                due = period > 0 ? due + period : System.nanoTime() - period;
                executor.await(this);
            }
        } catch (ExecutionException e) {
            executor.forget(this);
            outcome.completeExceptionally(e.getCause());
        } catch (Exception e) {
            cancel(false); // the run was cancelled
        }
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        executor.forget(this);
        Future<?> running = present;
        if (period == 0 && running instanceof ExecutorTask<?> task && !task.cancel(mayInterruptIfRunning)) {
            return false; // it has come to its end
        }
        boolean cancelled = outcome.cancel(false);
        running = present;
        if (cancelled && running != null) {
            running.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }

    @Override
    public boolean isCancelled() {
        return outcome.isCancelled();
    }

    @Override
    public boolean isDone() {
        return outcome.isDone();
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        return outcome.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return outcome.get(timeout, unit);
    }
}
