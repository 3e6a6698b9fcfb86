package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Stm;
import dev.ame.stm.TxnLocal;
import dev.ame.stm.engine.attempt.AttemptSignal;
import dev.ame.stm.engine.attempt.Requests;
import dev.ame.stm.engine.attempt.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are atomic blocks. They are done in parallel, and the result is that of doing them one after another in some
 * order. A task may add tasks.
 *
 * <pre>{@code
 * AtomicTasks tasks = new AtomicTasks();
 * tasks.add(() -> visit(root, tasks));      // void visit(Node node, AtomicTasks tasks) {
 * tasks.run();                              //     if (seen.add(node)) for (Node next : node.links()) tasks.add(() -> visit(next, tasks)); }
 * }</pre>
 *
 * <p><b>Adding.</b> In a block, be it a task or any other, tasks are added when the block commits, and not at all if it does not. Outside a
 * block they are added at once. What is added during a run belongs to it, if anything of it is still to be done; otherwise
 * it waits for the next run. The tasks never conflict because of the queue.
 *
 * <p><b>Order.</b> Tasks of higher priority begin first, those of equal priority in the order in which they were added. That says
 * nothing about the order in which they take effect: that may be any.
 *
 * <p><b>Failure.</b> If a task throws, its block is rolled back, and the run ends: tasks that have not begun are dropped, those that have
 * finished stay, and {@link #run} throws what the task has thrown. See {@link #collectFailures} for another way. If the calling thread
 * is interrupted the run ends in the same way with a {@link dev.ame.stm.TransactionInterruptedException} and the interrupt flag set.
 *
 * <p><b>Waiting.</b> A task may wait for others by {@link Stm#retry}, also for those that have not begun: for every worker that waits so,
 * another thread is taken on as long as there are tasks to do. So a thousand tasks that wait at once are a thousand threads.
 * A task that waits by other means, as a lock or a latch, keeps its worker; see {@link #parallelism}. If all that is left
 * are tasks that wait, the run waits too, for some other thread to change what they have read.
 *
 * <p>Any thread may use it.
 */
public final class AtomicTasks {
    private final TaskQueue queue = new TaskQueue();

    /** What the running block has added so far. Goes back with a nested block that is undone. */
    private final TxnLocal<@Nullable Added> added = TxnLocal.withInitial(() -> null);

    private final AtomicReference<TaskSettings> settings = new AtomicReference<>(TaskSettings.DEFAULT);
    private final AtomicReference<List<Throwable>> failures = new AtomicReference<>(List.of());

    /** A list, the newest first. */
    private record Added(Task task, @Nullable Added before) {}

    /** No tasks yet. */
    public AtomicTasks() {}

    // ---------------------------------------------------------------- options

    /**
     * The number of threads that work at once, the caller's included and those that wait in {@code retry} not. The default is the
     * number of processors. A run that is going on is not changed by this or any other option.
     *
     * @param threads 1 or more
     * @return this
     */
    public AtomicTasks parallelism(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be 1 or more, not " + threads);
        }
        settings.updateAndGet(present -> present.withParallelism(threads));
        return this;
    }

    /**
     * The threads that help with the tasks, besides the caller's: for example those of an executor that makes virtual
     * threads. The default is a pool of daemon threads that is kept warm for a while, and has nothing of whoever used it first: neither
     * the context class loader nor inheritable thread locals. If the executor refuses, or is late, fewer threads do the tasks. If it has
     * no thread at all while all threads there are wait in {@code retry} for tasks that have not begun, the run waits for it, or, if it
     * refuses, throws what it has thrown.
     *
     * <p>It must not run helpers inside an atomic block. If it does all the same, the run throws {@link IllegalStateException}.
     *
     * @param threads runs the helpers; not an {@link AtomicExecutor}, whose tasks are blocks
     * @return this
     */
    public AtomicTasks executor(Executor threads) {
        Executor checked = HelperThreads.check(threads);
        settings.updateAndGet(present -> present.withThreads(checked));
        return this;
    }

    /**
     * What makes the threads that help with the tasks: a new one for each helper of each run. Instead of {@link #executor}.
     *
     * @param factory makes threads
     * @return this
     */
    public AtomicTasks threads(ThreadFactory factory) {
        Executor threads = HelperThreads.madeBy(factory);
        settings.updateAndGet(present -> present.withThreads(threads));
        return this;
    }

    /**
     * A name for the tasks' blocks, for reports and messages.
     *
     * @param name the name
     * @return this
     */
    public AtomicTasks named(String name) {
        Objects.requireNonNull(name, "name");
        settings.updateAndGet(present -> present.withName(name));
        return this;
    }

    /**
     * What each task, or each step, is run as: all options of the block count for each by itself. Its name, if it has one, is that of the
     * tasks. Inside an atomic block tasks are nested blocks, and only the options of such count.
     *
     * @param block made once, for any number of tasks
     * @return this
     */
    public AtomicTasks block(AtomicBlock block) {
        Objects.requireNonNull(block, "block");
        settings.updateAndGet(present -> present.withBlock(block));
        return this;
    }

    /**
     * The time for a whole run. When it is over the run ends with a {@link dev.ame.stm.DeadlineExceededException}: tasks that have not begun
     * are dropped, threads that work on it are interrupted, so that those that wait end, and tasks that had finished stay. A task that goes on
     * after an interrupt is waited for, and may finish. Inside an atomic block the run is a nested block with this {@linkplain
     * AtomicBlock#deadline deadline}: all of it is undone.
     *
     * @param time more than zero
     * @return this
     */
    public AtomicTasks deadline(Duration time) {
        RunDeadline.check(time);
        settings.updateAndGet(present -> present.withDeadline(time));
        return this;
    }

    /**
     * Makes a run do all its tasks, whether or not some of them throw. In the end it throws the first throwable of those; the others
     * are {@linkplain Throwable#addSuppressed suppressed} in it, and {@link #failures} has them all. An iterator of steps ends
     * with the first step that throws. An interrupt still ends the run, as does an {@link InterruptedException} that a task throws.
     *
     * @return this
     */
    public AtomicTasks collectFailures() {
        settings.updateAndGet(TaskSettings::collecting);
        return this;
    }

    /**
     * The same as {@link #collectFailures}.
     *
     * @return this
     */
    public AtomicTasks goOnAfterFailures() {
        return collectFailures();
    }

    /**
     * Somebody to be told of the progress, from time to time and, if all tasks get done, then too. Each step counts, and the total is
     * what is known at the time. Called by one thread at a time, outside the blocks; not if the tasks are run inside an
     * atomic block. If it throws, the run is cancelled and throws that.
     *
     * @param listener is told
     * @return this
     */
    public AtomicTasks onProgress(Consumer<? super LoopProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        settings.updateAndGet(present -> present.withOnProgress(listener));
        return this;
    }

    // ---------------------------------------------------------------- adding

    /**
     * Adds a task of priority 0.
     *
     * @param task run as an atomic block; may be run again, as any block
     */
    public void add(Runnable task) {
        add(0, task);
    }

    /**
     * Adds a task of priority 0 that may throw checked exceptions. For what becomes of those see {@link #run} and {@link #runThrowing}.
     *
     * @param task run as an atomic block; may be run again, as any block
     */
    public void add(AtomicTask task) {
        add(0, (Runnable) task);
    }

    /**
     * Adds a task.
     *
     * @param priority tasks of higher priority begin first
     * @param task run as an atomic block; may be run again, as any block
     */
    public void add(int priority, Runnable task) {
        add(new Task(priority, Objects.requireNonNull(task, "task")));
    }

    /**
     * Adds a task that may throw checked exceptions.
     *
     * @param priority tasks of higher priority begin first
     * @param task run as an atomic block; may be run again, as any block
     */
    public void add(int priority, AtomicTask task) {
        add(priority, (Runnable) task);
    }

    /**
     * Adds a task of priority 0 that consists of several blocks, one after another: each {@code next()} is one, together with the
     * {@code hasNext()} before it, which says whether there is a step to do. In between other tasks may come.
     *
     * <p><b>A step may be run again, as any block.</b> So where the iterator stands must be kept in a box, or else be put back by an {@link
     * Stm#afterRollback} hook: an ordinary iterator would go on to the next element when its step is run again.
     *
     * @param steps used by one thread at a time
     */
    public void addSteps(Iterator<?> steps) {
        addSteps(0, steps);
    }

    /**
     * As {@link #addSteps(Iterator)}, with a priority.
     *
     * @param priority steps of higher priority begin first
     * @param steps used by one thread at a time
     */
    public void addSteps(int priority, Iterator<?> steps) {
        add(new Task(priority, Objects.requireNonNull(steps, "steps")));
    }

    private void add(Task task) {
        if (!Stm.inAtomic()) {
            queue.add(task);
            return;
        }
        Requests.deferWork(Transaction.current());
        Added before = added.get();
        if (before == null) {
            Stm.beforeCommit(this::addAtCommit);
        }
        added.set(new Added(task, before));
    }

    private void addAtCommit() {
        List<Task> tasks = takeAdded();
        if (!tasks.isEmpty()) {
            Stm.afterCommit(() -> tasks.forEach(queue::add));
        }
    }

    private List<Task> takeAdded() {
        List<Task> tasks = new ArrayList<>();
        for (Added last = added.get(); last != null; last = last.before) {
            tasks.add(last.task);
        }
        Collections.reverse(tasks);
        added.set(null);
        return tasks;
    }

    // ---------------------------------------------------------------- running

    /**
     * Does all tasks, also those that are added meanwhile, and returns when there are none. The calling thread is one of those that
     * work. May be called again for what is added later, but by one thread at a time.
     *
     * <p>Inside an atomic block the tasks are run by the calling thread as part of that block, as nested blocks, those that the block has
     * added included. If one of them waits in {@code retry} the others come first; then the whole block waits.
     *
     * <p>Throws what a task has thrown as it is, also a checked exception, which the compiler does not know of here; see {@link #runThrowing}.
     * After an {@link InterruptedException} of a task the interrupt flag is set.
     *
     * @return what was done; each step counts as an iteration
     * @throws IllegalStateException if a run is going on, be it that a task calls this
     */
    public LoopReport run() {
        TaskSettings present = settings.get();
        if (!Stm.inAtomic()) {
            TaskRun run = new TaskRun(queue, present);
            try {
                return run.run();
            } finally {
                failures.set(run.collected());
            }
        }
        Duration deadline = present.deadline();
        return deadline == null
                ? runInside(present)
                : AtomicBlock.named(present.name()).deadline(deadline).call(() -> runInside(present));
    }

    /**
     * As {@link #run}, and tells the compiler that tasks may throw exceptions of some type: {@code try { tasks.runThrowing(IOException.class); }
     * catch (IOException e) ...}. What tasks throw of other types comes out all the same.
     *
     * @param <X> the type
     * @param type the type
     * @return what was done
     * @throws X if a task has thrown one
     * @throws IllegalStateException as {@link #run}
     */
    @SuppressWarnings("RedundantThrows") // thrown without the compiler's knowledge
    public <X extends Exception> LoopReport runThrowing(Class<X> type) throws X {
        Objects.requireNonNull(type, "type");
        return run();
    }

    /**
     * What tasks of the last run outside a block have thrown, if failures were to be {@linkplain #collectFailures collected}.
     *
     * @return the throwables, in the order in which they were thrown
     */
    public List<Throwable> failures() {
        return Collections.unmodifiableList(failures.get());
    }

    private LoopReport runInside(TaskSettings present) {
        long began = System.nanoTime();
        AtomicReference<List<Task>> taken = new AtomicReference<>(List.of());
        Stm.afterRollback(() -> taken.get().forEach(queue::add));
        taken.set(queue.takeAll());

        PriorityQueue<Task> queued = new PriorityQueue<>(Task::compare);
        List<Task> waiting = new ArrayList<>();
        List<Throwable> thrown = new ArrayList<>();
        long[] numbers = {0};
        long steps = 0;
        enqueue(taken.get(), queued, numbers);
        while (true) {
            enqueue(takeAdded(), queued, numbers);
            Task task = queued.poll();
            if (task == null) {
                if (waiting.isEmpty()) {
                    TaskRun.throwFirst(thrown);
                    return LoopReport.ofNested(steps, began, List.of());
                }
                Stm.retry();
            } else {
                Task.Outcome outcome = runNested(present, task, thrown);
                if (outcome == null) {
                    waiting.add(task);
                } else if (outcome != Task.Outcome.NOTHING) {
                    steps++;
                    enqueue(waiting, queued, numbers);
                    waiting.clear();
                    enqueue(outcome == Task.Outcome.STEP ? List.of(task) : List.of(), queued, numbers);
                }
            }
        }
    }

    private static void enqueue(List<Task> tasks, PriorityQueue<Task> queued, long[] numbers) {
        for (Task task : tasks) {
            task.number(numbers[0]++);
            queued.add(task);
        }
    }

    /** Answers null for a task that has to wait. */
    private Task.@Nullable Outcome runNested(TaskSettings present, Task task, List<Throwable> thrown) {
        try {
            return Stm.<Task.@Nullable Outcome, RuntimeException>orElse(
                    () -> present.block().call(task::run), () -> null);
        } catch (AttemptSignal signal) {
            throw signal;
        } catch (Throwable t) {
            if (!present.collect() || t instanceof InterruptedException) {
                throw t;
            }
            thrown.add(t);
            return Task.Outcome.NOTHING;
        }
    }
}
