package dev.ame.stm.loop;

import dev.ame.stm.Stm;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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
 * {@link Stm#irrevocable} or {@link Stm#retry} waits for its turn, and then the tasks behind it wait for it.
 *
 * <p><b>Tasks that can be run only once.</b> A task that is somebody else's future takes its result when it is first run,
 * and does nothing when it is run again. So it is made irrevocable: the stages of a
 * {@link java.util.concurrent.CompletableFuture} ({@code runAsync}, {@code supplyAsync}, {@code thenRunAsync}), every
 * {@link Future} that is given to {@code execute} or {@code submit}, as a {@code FutureTask} and its subclasses or a {@code
 * ForkJoinTask}, and the tasks of an {@code ExecutorCompletionService}. <b>Inside a wrapper it cannot be recognized, and
 * what it has written may be lost:</b>
 *
 * <pre>{@code
 * Executor traced = command -> events.execute(() -> { trace.enter(); command.run(); });      // wrong
 * Executor traced = events.wrapping(command -> () -> { trace.enter(); command.run(); });     // right
 * Executor traced = command -> events.execute(once(() -> { trace.enter(); command.run(); })); // right, one at a time
 * CompletableFuture.runAsync(task, traced);
 * }</pre>
 *
 * <p>The same goes for other commands that keep track of whether they have been run, as schedulers of other libraries
 * make them: give those to {@code events.wrapping(AtomicExecutor::once)}.
 *
 * <p><b>Inside a block</b> a task is submitted when the block commits, and never if it does not: then its future is
 * cancelled. It counts as accepted at once, so it is run even if the executor is shut down before the commit, and the
 * executor does not terminate before the block has ended. After {@link #shutdownNow} it is rejected at the commit: its future
 * fails; without one, the {@linkplain Stm#setHookFailureHandler handler of failed hooks} hears of it. To wait in a block for what
 * starts only after its commit is an {@link IllegalStateException}: {@code get} of a future that the block has submitted,
 * {@code invokeAll} and {@code invokeAny}, {@code close} and {@code awaitTermination} of an executor that it has given
 * tasks to; and, in a task of an executor that keeps the order, {@code get} of a later one.
 *
 * <p><b>Futures.</b> A task is done when its block has committed; {@code get} returns when the hooks after the commit
 * have been run as well. It may be cancelled until the commit is decided, also if it has been run ahead and waits for its
 * turn; then nothing of what it did is kept. Only one that had become irrevocable cannot be undone: it loses its result
 * alone.
 *
 * <p>Should a thread of the executor fail for a reason that lies in no task, as want of memory, it is shut down, and all
 * tasks that are not done fail with a {@link RejectedExecutionException}; commands without a future are reported to the
 * uncaught exception handler. The same happens to tasks that wait when no thread can be made at all.
 *
 * <p>Safe for use by any number of threads. The executor's threads live until it is shut down.
 */
public final class AtomicExecutor extends BlockExecutor implements AutoCloseable {
    private final ExecutorQueue queue;
    private final ExecutorRun run;
    private final Submissions submissions;
    final String name;
    private final @Nullable UnaryOperator<Runnable> wrapper;

    /** An executor in the order of submission, with a thread for each processor and no bound on what waits. */
    public AtomicExecutor() {
        this(new Builder());
    }

    private AtomicExecutor(Builder builder) {
        queue = new ExecutorQueue(builder.capacity);
        run = new ExecutorRun(queue, builder);
        submissions = new Submissions(queue, run);
        name = builder.name;
        wrapper = builder.wrapper;
    }

    private AtomicExecutor(AtomicExecutor other, UnaryOperator<Runnable> newWrapper) {
        queue = other.queue;
        run = other.run;
        submissions = other.submissions;
        name = other.name;
        wrapper = newWrapper;
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

    /**
     * Marks a task that must not be run again once it has begun. An executor of this class makes it {@linkplain
     * Stm#irrevocable irrevocable} before it begins; elsewhere it is as it was. The mark must be on what the executor is
     * given: inside a wrapper it is not seen.
     *
     * @param task the task
     * @return the same, marked
     */
    public static Runnable once(Runnable task) {
        return new RunOnce(Objects.requireNonNull(task, "task"));
    }

    /**
     * This executor, with something around each task, such as a context for logs or traces. Tasks that can be run only once
     * are recognized before they are wrapped; so this is safe where {@code command -> execute(wrap(command))} is not. It
     * has the same queue and threads, and is shut down together with this.
     *
     * <p>The wrapper is called by the thread that submits, inside its block if there is one, once for each task. What it
     * answers is run in the task's block in place of the task, perhaps more than once, and must run the task. It sees
     * what a command throws; tasks with a future throw nothing, and their failure is thrown when the wrapper has returned.
     * The wrapper that was in place before is applied first.
     *
     * @param newWrapper from a task to what is to be run; called by any number of threads
     * @return the executor as it is to be used by those whose tasks are to be wrapped
     */
    public AtomicExecutor wrapping(UnaryOperator<Runnable> newWrapper) {
        return new AtomicExecutor(this, TaskCall.compose(wrapper, newWrapper));
    }

    // ---------------------------------------------------------------- submitting

    /**
     * Runs a task some time; inside a block, if and when the block commits. A command that can be run only once must not be
     * given in a wrapper that hides this, see {@linkplain AtomicExecutor the class comment}, {@link #wrapping} and {@link
     * #once}.
     *
     * @param command the task
     * @throws RejectedExecutionException if the executor has been shut down, or the calling thread is interrupted while it
     *     waits for room
     */
    @Override
    public void execute(Runnable command) {
        executeWrapped(Objects.requireNonNull(command, "command"));
    }

    @Override
    Submissions submissions() {
        return submissions;
    }

    @Override
    @Nullable
    UnaryOperator<Runnable> wrapper() {
        return wrapper;
    }

    // ---------------------------------------------------------------- looking

    /**
     * How many tasks wait: submitted, not done, and not being run. Those that have been run ahead of their turn wait as
     * well. What blocks have submitted that have not committed does not count.
     *
     * @return the number, which is approximate while tasks come and go
     */
    public int getQueueLength() {
        return Math.max(0, queue.unfinished() - run.active());
    }

    /**
     * How many threads are running tasks.
     *
     * @return the number, which is approximate while tasks come and go
     */
    public int getActiveCount() {
        return run.active();
    }

    /**
     * How many threads there are.
     *
     * @return the number at present
     */
    public int getPoolSize() {
        return run.poolSize();
    }

    /**
     * How many tasks have been completed, those that have failed or were cancelled included.
     *
     * @return the number, which never decreases
     */
    public long getCompletedTaskCount() {
        return queue.completed();
    }

    /**
     * The executor's name and state, and the numbers of threads and of tasks.
     *
     * @return a text for people, which may change from version to version
     */
    @Override
    public String toString() {
        return describe(this, this, "");
    }

    // ---------------------------------------------------------------- the end

    /** Takes no more tasks; those submitted before are run, those that blocks have submitted included. */
    @Override
    public void shutdown() {
        queue.close();
        run.closed();
    }

    /**
     * Takes no more tasks, drops those that nobody has begun, and interrupts the threads. A task that was begun, and has to
     * be run again, is not: its future is cancelled, or the uncaught exception handler told.
     *
     * @return what was dropped, as it was submitted; futures are left as they are, to be run or cancelled by the caller
     */
    @Override
    public List<Runnable> shutdownNow() {
        run.halt();
        List<Runnable> dropped = queue.halt();
        run.stop();
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

    /**
     * Waits until all tasks are done after a shutdown.
     *
     * @throws IllegalStateException in a block that has submitted tasks
     */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        submissions.checkWaitForAll("awaitTermination");
        return run.awaitTermination(timeout, unit);
    }

    /**
     * Shuts the executor down and waits until all tasks are done. If the waiting thread is interrupted, the rest is
     * {@linkplain #shutdownNow dropped}, and the flag stays set.
     *
     * @throws IllegalStateException in a task of the executor, and in a block that has submitted tasks
     */
    @Override
    public void close() {
        close(this::shutdown, this::shutdownNow);
    }

    void close(Runnable shutdown, Runnable drop) {
        if (run.isWorker() && !isTerminated()) {
            throw new IllegalStateException("close() in a task of the executor would wait for itself");
        }
        submissions.checkWaitForAll("close()");
        shutdown.run();
        boolean interrupted = false;
        boolean terminated = false;
        while (!terminated) {
            try {
                terminated = run.awaitTermination(1, TimeUnit.DAYS);
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

        @Nullable
        UnaryOperator<Runnable> wrapper;

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
         * A name for the blocks of the tasks and for the threads, which {@link AtomicExecutor#toString} shows.
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
         * A thread must run what it is made for. A task for which there is no thread at all is rejected.
         *
         * @param factory makes threads
         * @return this
         */
        public Builder threads(ThreadFactory factory) {
            threads = Objects.requireNonNull(factory, "factory");
            return this;
        }

        /**
         * What is put around each task, as {@link AtomicExecutor#wrapping} says. A scheduled task is wrapped when it is
         * scheduled.
         *
         * @param newWrapper from a task to what is to be run
         * @return this
         */
        public Builder wrapping(UnaryOperator<Runnable> newWrapper) {
            wrapper = TaskCall.compose(wrapper, newWrapper);
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
