package dev.ame.stm.loop;

import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AtomicExecutor} that can also run tasks later, or again and again: a replacement for {@link
 * java.util.concurrent.Executors#newSingleThreadScheduledExecutor()}.
 *
 * <p>A task is submitted when its time has come, and from then on is like any other; so the order of tasks is that of their
 * times, and of tasks with the same time that in which they were scheduled. What is submitted without a time comes after
 * all tasks whose time has come. A task whose time has come does not wait for room in a bounded queue.
 *
 * <p>A task that is repeated is submitted again when its block has committed, and no more once it has thrown or its future
 * is cancelled. {@code cancel(false)} lets a run of it that is under way come to its end and commit; {@code cancel(true)}
 * undoes that as well. A time that has passed already, however long ago, is now; the longest delay is {@link Long#MAX_VALUE}
 * nanoseconds.
 *
 * <p>What is scheduled inside a block is scheduled when that block commits, its delay counting from then, and never if it
 * does not: then its future is cancelled. Otherwise it is as with tasks that are {@linkplain AtomicExecutor submitted
 * inside a block}.
 *
 * <p>After {@link #shutdown} tasks that are to run once still run when their time comes; repeated ones are cancelled, but for
 * a run that is under way.
 */
public final class AtomicScheduledExecutor extends BlockExecutor implements ScheduledExecutorService, AutoCloseable {
    private final AtomicExecutor tasks;
    private final Schedule schedule;

    /** An executor in the order of submission, with a thread for each processor. */
    public AtomicScheduledExecutor() {
        this(new AtomicExecutor());
    }

    AtomicScheduledExecutor(AtomicExecutor tasks) {
        this.tasks = tasks;
        schedule = new Schedule(tasks.submissions(), tasks::shutdown);
        tasks.submissions().run().whenBroken(why -> schedule.stop().forEach(task -> task.refuse(why)));
    }

    // ---------------------------------------------------------------- scheduling

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Objects.requireNonNull(command, "command");
        return this.<@Nullable Void>once(TaskCall.of(command, wrapper()), delay, unit);
    }

    @Override
    public <V extends @Nullable Object> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        Objects.requireNonNull(callable, "callable");
        return once(TaskCall.of(callable, wrapper()), delay, unit);
    }

    private <V extends @Nullable Object> ScheduledFuture<V> once(Callable<V> callable, long delay, TimeUnit unit) {
        Objects.requireNonNull(unit, "unit");
        return start(new ScheduledTask<>(schedule, callable, unit.toNanos(delay), 0));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return repeat(command, initialDelay, period, 1, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return repeat(command, initialDelay, delay, -1, unit);
    }

    private ScheduledFuture<?> repeat(Runnable command, long initialDelay, long period, int sign, TimeUnit unit) {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(unit, "unit");
        if (period <= 0) {
            throw new IllegalArgumentException("the time between two runs must be more than zero, not " + period);
        }
        Callable<?> callable = TaskCall.of(command, wrapper());
        long nanos = sign * unit.toNanos(period);
        return start(new ScheduledTask<>(schedule, callable, unit.toNanos(initialDelay), nanos));
    }

    private <V extends @Nullable Object> ScheduledTask<V> start(ScheduledTask<V> task) {
        requireOpen();
        schedule.start(task);
        return task;
    }

    // ---------------------------------------------------------------- as an AtomicExecutor

    @Override
    Submissions submissions() {
        return tasks.submissions();
    }

    @Override
    @Nullable
    UnaryOperator<Runnable> wrapper() {
        return tasks.wrapper();
    }

    private void requireOpen() {
        if (isShutdown()) {
            throw Submissions.rejection();
        }
    }

    /** What has no time comes after what is due. */
    @Override
    void beforeSubmission() {
        requireOpen();
        if (!Stm.inAtomic()) {
            schedule.handOn();
        }
    }

    /**
     * As {@link AtomicExecutor#execute}.
     *
     * @param command the task
     * @throws RejectedExecutionException if the executor has been shut down
     */
    @Override
    public void execute(Runnable command) {
        executeWrapped(Objects.requireNonNull(command, "command"));
    }

    // ---------------------------------------------------------------- looking

    /**
     * How many tasks wait, for their time or as {@link AtomicExecutor#getQueueLength} counts them.
     *
     * @return the number, which is approximate while tasks come and go
     */
    public int getQueueLength() {
        return schedule.size() + tasks.getQueueLength();
    }

    /**
     * How many threads are running tasks.
     *
     * @return the number, which is approximate while tasks come and go
     */
    public int getActiveCount() {
        return tasks.getActiveCount();
    }

    /**
     * How many tasks have been completed, those that have failed or were cancelled included; of a repeated one, each run.
     *
     * @return the number, which never decreases
     */
    public long getCompletedTaskCount() {
        return tasks.getCompletedTaskCount();
    }

    /**
     * The executor's name and state, and the numbers of threads and of tasks.
     *
     * @return a text for people, which may change from version to version
     */
    @Override
    public String toString() {
        return describe(this, tasks, ", scheduled tasks = " + schedule.size());
    }

    // ---------------------------------------------------------------- the end

    /** Takes no more tasks. Those that are to run once still run when their time comes; repeated ones are cancelled. */
    @Override
    public void shutdown() {
        schedule.close();
    }

    /**
     * Drops all tasks that nobody has begun, those whose time has not come included, and interrupts the threads. A task that
     * was begun, and has to be run again, is not: its future is cancelled.
     *
     * @return what was dropped: the futures that {@code schedule} and {@code submit} have answered, left as they are, so that
     *     whoever has this list can cancel them and free those who wait for them; and the commands given to {@code execute}
     */
    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> dropped = new ArrayList<>(schedule.stop());
        dropped.addAll(tasks.shutdownNow());
        return dropped;
    }

    @Override
    public boolean isShutdown() {
        return schedule.isClosed() || tasks.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return tasks.isTerminated();
    }

    /**
     * Waits until all tasks are done after a shutdown.
     *
     * @throws IllegalStateException in a block that has submitted or scheduled tasks
     */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return tasks.awaitTermination(timeout, unit);
    }

    /** As {@link AtomicExecutor#close}: waits for all tasks that are to run once. */
    @Override
    public void close() {
        tasks.close(this::shutdown, this::shutdownNow);
    }
}
