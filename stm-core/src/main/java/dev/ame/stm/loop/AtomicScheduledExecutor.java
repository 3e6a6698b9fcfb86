package dev.ame.stm.loop;

import dev.ame.stm.Stm;
import dev.ame.stm.engine.wait.LibraryThreads;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AtomicExecutor} that can also run tasks later, or again and again: a replacement for {@link
 * java.util.concurrent.Executors#newSingleThreadScheduledExecutor()}.
 *
 * <p>A task is submitted when its time has come, and from then on is like any other; so the order of tasks is that of their
 * times. A task that is repeated is submitted again when its block has committed, and no more once it has thrown or its
 * future is cancelled. What is scheduled inside a block is scheduled when that block commits, and never if it does not.
 *
 * <p>After {@link #shutdown} tasks that are to run once still run when their time comes; repeated ones are cancelled.
 */
public final class AtomicScheduledExecutor implements ScheduledExecutorService, AutoCloseable {
    private final AtomicExecutor tasks;
    private final Set<ScheduledTask<?>> repeated = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;

    /** An executor in the order of submission, with a thread for each processor. */
    public AtomicScheduledExecutor() {
        this(new AtomicExecutor());
    }

    AtomicScheduledExecutor(AtomicExecutor tasks) {
        this.tasks = tasks;
        timer = new Timer(tasks);
        timer.setRemoveOnCancelPolicy(true);
    }

    /** One daemon thread that submits tasks. When all that were scheduled have been, no more can come. */
    private static final class Timer extends ScheduledThreadPoolExecutor {
        private final AtomicExecutor tasks;

        Timer(AtomicExecutor tasks) {
            super(1, work -> LibraryThreads.daemon(work, "ame-timer"));
            this.tasks = tasks;
        }

        @Override
        protected void terminated() {
            tasks.shutdown();
        }
    }

    // ---------------------------------------------------------------- scheduling

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Objects.requireNonNull(command, "command");
        return schedule(
                () -> {
                    command.run();
                    return null;
                },
                delay,
                unit);
    }

    @Override
    public <V extends @Nullable Object> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        Objects.requireNonNull(callable, "callable");
        Objects.requireNonNull(unit, "unit");
        return start(new ScheduledTask<>(this, callable, unit.toNanos(delay), 0));
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
        Callable<@Nullable Void> callable = () -> {
            command.run();
            return null;
        };
        ScheduledTask<?> task =
                new ScheduledTask<>(this, callable, unit.toNanos(initialDelay), sign * unit.toNanos(period));
        repeated.add(task);
        return start(task);
    }

    private <V extends @Nullable Object> ScheduledTask<V> start(ScheduledTask<V> task) {
        requireOpen();
        if (Stm.inAtomic()) {
            Stm.afterCommit(() -> {
                task.restart();
                await(task);
            });
        } else {
            await(task);
        }
        return task;
    }

    private void requireOpen() {
        if (timer.isShutdown()) {
            throw new RejectedExecutionException("the executor has been shut down");
        }
    }

    /** Submits the task when its time comes; cancels it if that cannot be. */
    void await(ScheduledTask<?> task) {
        try {
            task.timing(timer.schedule(() -> submit(task), task.getDelay(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            task.cancel(false);
        }
    }

    private void submit(ScheduledTask<?> task) {
        try {
            task.submitTo(tasks);
        } catch (RejectedExecutionException e) {
            task.cancel(false);
        }
    }

    void forget(ScheduledTask<?> task) {
        repeated.remove(task);
    }

    // ---------------------------------------------------------------- as an AtomicExecutor

    @Override
    public void execute(Runnable command) {
        requireOpen();
        tasks.execute(command);
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        requireOpen();
        return tasks.submit(task);
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        requireOpen();
        return tasks.submit(task, result);
    }

    @Override
    public Future<?> submit(Runnable task) {
        requireOpen();
        return tasks.submit(task);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> all)
            throws InterruptedException {
        return tasks.invokeAll(all);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> all, long timeout, TimeUnit unit) throws InterruptedException {
        return tasks.invokeAll(all, timeout, unit);
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> all)
            throws InterruptedException, ExecutionException {
        return tasks.invokeAny(all);
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> all, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return tasks.invokeAny(all, timeout, unit);
    }

    // ---------------------------------------------------------------- the end

    @Override
    public void shutdown() {
        timer.shutdown();
        List.copyOf(repeated).forEach(task -> task.cancel(false));
    }

    /**
     * Drops all tasks that no thread has taken up, those whose time has not come included, and interrupts the threads.
     *
     * @return what was dropped
     */
    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> dropped = new ArrayList<>(timer.shutdownNow());
        dropped.addAll(tasks.shutdownNow());
        return dropped;
    }

    @Override
    public boolean isShutdown() {
        return timer.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return tasks.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return tasks.awaitTermination(timeout, unit);
    }

    /** As {@link AtomicExecutor#close}: waits for all tasks that are to run once. */
    @Override
    public void close() {
        tasks.requireNotWorker();
        shutdown();
        tasks.awaitEnd(this::shutdownNow);
    }
}
