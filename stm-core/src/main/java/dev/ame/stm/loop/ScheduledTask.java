package dev.ame.stm.loop;

import dev.ame.stm.engine.attempt.AttemptSignal;
import dev.ame.stm.engine.attempt.Transaction;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A task with a time. One that is run once is the future of its run; one that is repeated has a future of its own, which
 * ends when a run fails or when it is cancelled.
 */
final class ScheduledTask<V extends @Nullable Object> implements RunnableScheduledFuture<V> {
    private final Schedule schedule;
    private final Callable<V> callable;
    private final long delay;

    /** Nanoseconds between two runs: from begin to begin if positive, from end to begin if negative; 0 for one run. */
    private final long period;

    /** The place among those that have the same time. */
    private final long number;

    /** Of one that is repeated. */
    private final @Nullable TaskOutcome<V> series;

    /** In nanoseconds since the executor was made; not changed while the task is in the executor's queue. */
    private volatile long time;

    /** The transaction of the block that has scheduled it, until that block has ended. */
    private volatile @Nullable Transaction submitter;

    /** The only run, or the one that was submitted last. */
    private volatile @Nullable ExecutorTask<V> run;

    /**
     * Not submitted yet.
     *
     * @param delay in nanoseconds; less than nothing is nothing
     */
    ScheduledTask(Schedule schedule, Callable<V> callable, long delay, long period) {
        this.schedule = schedule;
        this.callable = callable;
        this.delay = Math.max(0, delay);
        this.period = period;
        number = schedule.nextNumber();
        series = period == 0 ? null : new TaskOutcome<>();
        time = later(schedule.now(), this.delay);
        run = period == 0 ? newRun() : null;
    }

    private ExecutorTask<V> newRun() {
        return ExecutorTask.of(callable).withFace(this);
    }

    /** The end of time does not come round to its beginning. */
    private static long later(long from, long nanos) {
        return from > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : from + nanos;
    }

    // ---------------------------------------------------------------- its executor

    /** The time counts from now. */
    void restart() {
        time = later(schedule.now(), delay);
    }

    long time() {
        return time;
    }

    /** By time, then as they were scheduled. For tasks of one schedule. */
    int compareTime(ScheduledTask<?> other) {
        int byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    /** What is to be submitted now that its time has come; null if it has been cancelled. */
    @Nullable
    ExecutorTask<V> nextRun() {
        if (series == null) {
            return isDone() ? null : run;
        }
        ExecutorTask<V> next = newRun();
        next.whenDone(() -> ended(next, series));
        run = next; // before the look at the series: who cancels ends that first, and looks here then
        return series.isDone() ? null : next;
    }

    private void ended(ExecutorTask<V> ran, TaskOutcome<V> all) {
        try {
            ran.resultOf();
        } catch (ExecutionException e) {
            all.setException(Objects.requireNonNull(e.getCause()));
            return;
        } catch (InterruptedException | CancellationException e) {
            all.cancel(false); // the run was cancelled; it does not wait
            return;
        }
        if (all.isDone()) {
            return;
        }
        time = period > 0 ? later(time, period) : later(schedule.now(), -period);
        try {
            schedule.again(this);
        } catch (RuntimeException | Error e) {
            all.setException(e); // there is no thread for the timer
        }
    }

    /** It will not be run. */
    void refuse(Throwable why) {
        ExecutorTask<V> only = run;
        if (series != null) {
            series.setException(why);
        } else if (only != null) {
            only.refuse(why);
        }
    }

    /** Its block has ended, or submits it if there is one. */
    void submittedIn(@Nullable Transaction block) {
        ExecutorTask<V> only = run;
        submitter = block;
        if (only != null) {
            only.submittedTo(schedule.run(), block);
            if (block == null) {
                only.submitterEnded();
            }
        }
    }

    // ---------------------------------------------------------------- as a future

    @Override
    public boolean isPeriodic() {
        return period != 0;
    }

    /** For whoever has it from {@code shutdownNow}: runs it now, once, in the calling thread. */
    @Override
    public void run() {
        ExecutorTask<V> only = run;
        if (series == null && only != null) {
            only.run();
        } else if (series != null && !series.isDone()) {
            try {
                callable.call();
            } catch (AttemptSignal signal) {
                throw signal;
            } catch (Throwable t) {
                series.setException(t);
            }
        }
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(time - schedule.now(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        if (other == this) {
            return 0;
        }
        if (other instanceof ScheduledTask<?> task && task.schedule == schedule) {
            return compareTime(task);
        }
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    /** Of one that is repeated, a run that is under way goes on to its end unless it may be interrupted. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = series != null ? series.cancel(false) : future().cancel(mayInterruptIfRunning);
        if (cancelled) {
            schedule.forget(this);
        }
        ExecutorTask<V> present = run;
        if (cancelled && series != null && present != null) {
            if (mayInterruptIfRunning) {
                present.cancel(true);
            } else {
                present.cancelUnlessBegun();
            }
        }
        return cancelled;
    }

    @Override
    public boolean isCancelled() {
        return future().isCancelled();
    }

    @Override
    public boolean isDone() {
        return future().isDone();
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        checkWait();
        return future().get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        checkWait();
        return future().get(timeout, unit);
    }

    private void checkWait() {
        if (series != null && !series.isDone()) {
            ExecutorTask.checkWait(submitter, schedule.run());
        }
    }

    @SuppressWarnings("NullAway") // one of the two is there
    private Future<V> future() {
        return series != null ? series : run;
    }

    @Override
    public String toString() {
        String status = isCancelled() ? "Cancelled" : isDone() ? "Completed" : "Not completed";
        return "AtomicScheduledExecutor task@" + Integer.toHexString(System.identityHashCode(this)) + "[" + status
                + (isPeriodic() ? ", repeated" : "") + "]";
    }
}
