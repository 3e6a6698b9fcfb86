package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Stm;
import dev.ame.stm.TxnLocal;
import dev.ame.stm.engine.attempt.AttemptSignal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
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
    private static final AtomicBlock TASK = AtomicBlock.named("task");

    private final TaskQueue queue = new TaskQueue();

    /** What the running block has added so far. Goes back with a nested block that is undone. */
    private final TxnLocal<@Nullable Added> added = TxnLocal.withInitial(() -> null);

    private volatile int parallelism = Runtime.getRuntime().availableProcessors();
    private volatile AtomicBlock block = TASK;
    private volatile boolean collect;
    private volatile @Nullable Consumer<? super LoopProgress> onProgress;
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
        parallelism = threads;
        return this;
    }

    /**
     * A name for the tasks' blocks, for reports and messages.
     *
     * @param name the name
     * @return this
     */
    public AtomicTasks named(String name) {
        block = AtomicBlock.named(name);
        return this;
    }

    /**
     * Makes a run do all its tasks, whether or not some of them throw. In the end it throws the first throwable of those; the others
     * are {@linkplain Throwable#addSuppressed suppressed} in it, and {@link #failures} has them all. An iterator of steps ends
     * with the first step that throws. An interrupt still ends the run.
     *
     * @return this
     */
    public AtomicTasks collectFailures() {
        collect = true;
        return this;
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
        onProgress = Objects.requireNonNull(listener, "listener");
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
     * Adds a task.
     *
     * @param priority tasks of higher priority begin first
     * @param task run as an atomic block; may be run again, as any block
     */
    public void add(int priority, Runnable task) {
        add(new Task(priority, Objects.requireNonNull(task, "task")));
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
     * @return what was done; each step counts as an iteration
     * @throws IllegalStateException if a run is going on, be it that a task calls this
     */
    public LoopReport run() {
        if (Stm.inAtomic()) {
            return runInside();
        }
        TaskRun run = new TaskRun(queue, block, collect, onProgress);
        try {
            return run.run(parallelism);
        } finally {
            failures.set(run.collected());
        }
    }

    /**
     * What tasks of the last run outside a block have thrown, if failures were to be {@linkplain #collectFailures collected}.
     *
     * @return the throwables, in the order in which they were thrown
     */
    public List<Throwable> failures() {
        return Collections.unmodifiableList(failures.get());
    }

    private LoopReport runInside() {
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
                Task.Outcome outcome = runNested(task, thrown);
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
    private Task.@Nullable Outcome runNested(Task task, List<Throwable> thrown) {
        try {
            return Stm.<Task.@Nullable Outcome, RuntimeException>orElse(() -> block.call(task::run), () -> null);
        } catch (AttemptSignal signal) {
            throw signal;
        } catch (Throwable t) {
            if (!collect) {
                throw t;
            }
            thrown.add(t);
            return Task.Outcome.NOTHING;
        }
    }
}
