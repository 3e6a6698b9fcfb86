package dev.ame.stm.loop;

import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An executor whose tasks behave as if they were run one at a time, in the order in which they were submitted, while they
 * really run on all cores: a replacement for {@link java.util.concurrent.Executors#newSingleThreadExecutor()} in programs
 * that rely on such an executor to keep their event handlers from getting in each other's way.
 *
 * <pre>{@code
 * try (AtomicExecutor events = new AtomicExecutor()) {
 *     events.execute(() -> stock.merge(item, -1, Integer::sum));
 *     Future<Integer> left = events.submit(() -> stock.get(item));
 * }
 * }</pre>
 *
 * <p>Every task is an atomic block, so the rules for blocks apply: it may be run more than once, and what it shares with
 * other tasks must be in boxes or transactional collections. A task that throws is rolled back and fails its own future
 * alone; without a future, what it has thrown goes to the thread's uncaught exception handler. A task that calls
 * {@link Stm#irrevocable} or {@link Stm#retry} waits for its turn, and then the tasks behind it wait for it. A task that
 * can be run only once because it is somebody else's future, such as those of
 * {@link java.util.concurrent.CompletableFuture#runAsync(Runnable, java.util.concurrent.Executor)}, is made irrevocable.
 *
 * <p>What is submitted inside a block is submitted when that block commits, and never if it does not; {@code invokeAll}
 * and {@code invokeAny}, which wait, are refused there. A future is done
 * when its task has committed. A task may be cancelled until it has come to its end; its block then is rolled back,
 * unless it had become irrevocable: then only its result is lost.
 *
 * <p>Safe for use by any number of threads. The threads of the executor live until it is shut down.
 */
public final class AtomicExecutor extends AbstractExecutorService implements AutoCloseable {
    private final ExecutorQueue queue;
    private final ExecutorRun run;

    /** An executor in the order of submission, with a thread for each processor and no bound on what waits. */
    public AtomicExecutor() {
        this(new Builder());
    }

    private AtomicExecutor(Builder builder) {
        queue = new ExecutorQueue(builder.capacity);
        run = new ExecutorRun(queue, builder);
    }

    /**
     * An executor whose tasks behave as if run one at a time, in any order. Fewer of them have to be run again.
     *
     * @return the executor
     */
    public static AtomicExecutor unordered() {
        return builder().inAnyOrder().build();
    }

    /**
     * The way to an executor with other options.
     *
     * @return a builder that would make an executor as {@link #AtomicExecutor()} does
     */
    public static Builder builder() {
        return new Builder();
    }

    // ---------------------------------------------------------------- submitting

    /**
     * Runs a task some time; inside a block, if and when the block commits.
     *
     * @param command the task
     * @throws RejectedExecutionException if the executor has been shut down
     */
    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command, "command");
        ExecutorTask<?> task = ExecutorTask.of(command);
        if (queue.isClosed()) {
            throw rejection();
        }
        if (Stm.inAtomic()) {
            Stm.afterCommit(() -> executeCommitted(task));
            return;
        }
        try {
            if (!queue.add(task, queue.isBounded() && !run.isWorker())) {
                throw rejection();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("interrupted while waiting for room in the queue", e);
        }
        wake(task);
    }

    /** Sees to it that a task that was added is run; if there is no thread to be had for it, it is taken back. */
    private void wake(ExecutorTask<?> task) {
        try {
            run.wake();
        } catch (RuntimeException | Error e) {
            if (queue.remove(task)) {
                task.reject(e);
                throw e;
            }
        }
    }

    /** Does not wait for room: the block that has committed may be a task of this executor. */
    private void executeCommitted(ExecutorTask<?> task) {
        try {
            if (queue.add(task, false)) {
                wake(task);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // cannot be: it did not wait
        }
        task.reject(rejection());
    }

    private static RejectedExecutionException rejection() {
        return new RejectedExecutionException("the executor has been shut down");
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        Objects.requireNonNull(runnable, "runnable");
        return ExecutorTask.of(() -> {
            runnable.run();
            return value;
        });
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return ExecutorTask.of(Objects.requireNonNull(callable, "callable"));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        Stm.requireNotAtomic(); // they would not even be submitted before the block commits
        return super.invokeAll(tasks);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        Stm.requireNotAtomic();
        return super.invokeAll(tasks, timeout, unit);
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            return firstOf(tasks, Long.MAX_VALUE);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a wait without an end has ended", e);
        }
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return firstOf(tasks, unit.toNanos(timeout));
    }

    private <T extends @Nullable Object> T firstOf(Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        Stm.requireNotAtomic();
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("tasks must not be empty");
        }
        long began = System.nanoTime();
        LinkedBlockingQueue<Future<T>> done = new LinkedBlockingQueue<>();
        List<Future<T>> all = new ArrayList<>();
        ExecutionException failure = null;
        try {
            for (Callable<T> callable : tasks) {
                ExecutorTask<T> task = ExecutorTask.of(Objects.requireNonNull(callable, "tasks contains null"));
                all.add(task);
                task.whenDone(() -> done.add(task));
                execute(task);
            }
            for (int left = all.size(); left > 0; left--) {
                Future<T> next = done.poll(nanos - (System.nanoTime() - began), TimeUnit.NANOSECONDS);
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
            all.forEach(task -> task.cancel(true));
        }
    }

    // ---------------------------------------------------------------- the end

    /** Takes no more tasks; those submitted before are run. */
    @Override
    public void shutdown() {
        queue.close();
        run.closed();
    }

    /**
     * Takes no more tasks, drops those that no thread has taken up, and interrupts the threads.
     *
     * @return what was dropped; the futures of dropped tasks are left as they are
     */
    @Override
    public List<Runnable> shutdownNow() {
        queue.close();
        List<Runnable> dropped = queue.drain();
        run.halt();
        return dropped;
    }

    @Override
    public boolean isShutdown() {
        return queue.isClosed();
    }

    @Override
    public boolean isTerminated() {
        return run.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return run.awaitTermination(timeout, unit);
    }

    /**
     * Shuts the executor down and waits until all tasks are done. If the waiting thread is interrupted, the rest is
     * {@linkplain #shutdownNow dropped}, and the flag stays set. Not to be called in a task of the executor.
     */
    @Override
    public void close() {
        requireNotWorker();
        shutdown();
        awaitEnd(this::shutdownNow);
    }

    void requireNotWorker() {
        if (run.isWorker()) {
            throw new IllegalStateException("close() in a task of the executor would wait for itself");
        }
    }

    /** Waits for the end of all tasks; if interrupted, goes on after having dropped the rest. */
    void awaitEnd(Runnable drop) {
        boolean interrupted = false;
        boolean terminated = false;
        while (!terminated) {
            try {
                terminated = awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
                drop.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How an executor is to be made. Not safe for use by several threads. */
    public static final class Builder {
        boolean ordered = true;
        int parallelism = Runtime.getRuntime().availableProcessors();
        int capacity = Integer.MAX_VALUE;
        String name = "executor";

        @Nullable
        ThreadFactory threads;

        private Builder() {}

        /**
         * Tasks may behave as if run in another order than that of submission.
         *
         * @return this
         */
        public Builder inAnyOrder() {
            ordered = false;
            return this;
        }

        /**
         * The number of threads. The default is the number of processors.
         *
         * @param threads 1 or more
         * @return this
         */
        public Builder parallelism(int threads) {
            if (threads < 1) {
                throw new IllegalArgumentException("threads must be 1 or more, not " + threads);
            }
            parallelism = threads;
            return this;
        }

        /**
         * How many tasks may wait. Who submits another one outside a block waits until there is room, unless it is a task
         * of this executor. By default there is no bound.
         *
         * @param tasks 1 or more
         * @return this
         */
        public Builder capacity(int tasks) {
            if (tasks < 1) {
                throw new IllegalArgumentException("tasks must be 1 or more, not " + tasks);
            }
            capacity = tasks;
            return this;
        }

        /**
         * A name for the blocks of the tasks and for the threads.
         *
         * @param newName the name
         * @return this
         */
        public Builder named(String newName) {
            name = Objects.requireNonNull(newName, "newName");
            return this;
        }

        /**
         * What makes the threads, for example virtual ones. By default they are platform threads that keep the JVM alive.
         *
         * @param factory makes threads
         * @return this
         */
        public Builder threads(ThreadFactory factory) {
            threads = Objects.requireNonNull(factory, "factory");
            return this;
        }

        /**
         * Makes the executor. Threads are started when there is work for them.
         *
         * @return the executor
         */
        public AtomicExecutor build() {
            return new AtomicExecutor(this);
        }

        /**
         * Makes an executor that can also run tasks later.
         *
         * @return the executor
         */
        public AtomicScheduledExecutor buildScheduled() {
            return new AtomicScheduledExecutor(build());
        }
    }
}
