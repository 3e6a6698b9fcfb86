package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.engine.attempt.Rethrow;
import dev.ame.stm.engine.wait.LibraryThreads;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The threads of an executor, and what they do with its tasks. */
final class ExecutorRun implements VotingBody<ExecutorTask<?>> {
    private final ExecutorQueue queue;
    private final Lane<ExecutorTask<?>> lane;
    private final int parallelism;
    private final boolean ordered;
    private final String name;
    private final ThreadFactory factory;
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Set<Thread> workers = new HashSet<>();

    /** Threads that have not left, those that are about to be started included. */
    private int alive;

    /** How many of them take tasks from the queue; written under the lock. */
    private volatile int started;

    private volatile boolean halted;

    /** What has put the lane out of order; null as long as nothing has. */
    private volatile @Nullable Throwable breakdown;

    /** Who else is told of it. */
    private volatile @Nullable Consumer<Throwable> breakdownListener;

    ExecutorRun(ExecutorQueue queue, AtomicExecutor.Builder builder) {
        this.queue = queue;
        parallelism = builder.parallelism;
        ordered = builder.ordered;
        name = builder.name;
        factory = builder.threads != null ? builder.threads : work -> LibraryThreads.user(work, "ame-" + name);
        lane = lane(AtomicBlock.named(name), builder.ordered);
    }

    @SuppressWarnings("this-escape") // the lane uses its body only when it works
    private Lane<ExecutorTask<?>> lane(AtomicBlock block, boolean ordered) {
        Pace pace = new Pace(LoopSettings.ADAPTIVE, parallelism);
        LoopTotals totals = new LoopTotals();
        return ordered
                ? new OrderedLane<>(queue, this, block, pace, totals)
                : new UnorderedLane<>(queue, this, block, pace, totals, this::hire);
    }

    // ---------------------------------------------------------------- the body

    @Override
    public @Nullable Object run(ExecutorTask<?> task) throws Exception {
        Thread.interrupted(); // was meant for another task, or comes from halt()
        return halted ? task.stopInBlock() : task.runInBlock();
    }

    @Override
    public boolean isLast() {
        return false;
    }

    @Override
    public boolean prepare(ExecutorTask<?> task, @Nullable Object result) {
        return task.agrees(result);
    }

    @Override
    public void unprepare(ExecutorTask<?> task, @Nullable Object result) {
        task.disagrees(result);
    }

    @Override
    public void published(ExecutorTask<?> task, @Nullable Object result) {
        task.published(result);
    }

    @Override
    public void committed(Chunk<ExecutorTask<?>> chunk, int from, int to) {
        queue.done(chunk, from, to); // first: who waits for the last task sees it counted
        for (int i = from; i < to; i++) {
            chunk.element(i).committed(chunk.result(i));
        }
    }

    @Override
    public boolean failed(long index, ExecutorTask<?> task, Throwable thrown) {
        queue.done(task);
        task.failed(thrown);
        return true;
    }

    @Override
    public boolean heedsInterrupts() {
        return false; // they are meant for tasks
    }

    @Override
    public Class<?> kind() {
        return ExecutorRun.class;
    }

    @Override
    public String name() {
        return name;
    }

    // ---------------------------------------------------------------- the threads

    boolean isWorker() {
        lock.lock();
        try {
            return workers.contains(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    boolean isOrdered() {
        return ordered;
    }

    int poolSize() {
        lock.lock();
        try {
            return workers.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many threads have something to do, about. */
    int active() {
        return Math.max(0, poolSize() - lane.idle());
    }

    /** A task has been added. Throws if there is no thread to be had, so that nobody would run it. */
    void wake() {
        // Who looks idle may have been told of another task just before.
        if (started == 0 || (started < parallelism && (queue.remaining() > 1 || lane.isBehind()))) {
            try {
                start(this::work, false);
            } catch (RuntimeException | Error e) {
                if (started == 0) {
                    throw e;
                }
            }
        }
        lane.moreToCome();
    }

    private void hire() {
        try {
            start(this::help, true);
        } catch (RuntimeException | Error e) {
            lane.moreToCome(); // it has to do without
        }
    }

    private void start(Runnable work, boolean helps) {
        if (!reserve(helps)) {
            return;
        }
        Thread thread = null;
        boolean running = false;
        try {
            thread = factory.newThread(work);
            if (thread == null) {
                throw new RejectedExecutionException("the thread factory has made no thread");
            }
            enroll(thread);
            thread.start();
            running = true;
        } finally {
            if (!running) {
                left(thread, helps);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private boolean reserve(boolean helps) {
        lock.lock();
        try {
            boolean wanted = helps || started < parallelism;
            if (wanted) {
                alive++;
                started += helps ? 0 : 1;
            }
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    private void enroll(Thread thread) {
        lock.lock();
        try {
            workers.add(thread);
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        runWorker(lane::work, false);
    }

    private void help() {
        runWorker(lane::help, true);
    }

    private interface Work {
        void run() throws Exception;
    }

    private void runWorker(Work work, boolean helps) {
        try {
            toTheEnd(work);
        } catch (Throwable t) {
            breakDown(t);
            throw Rethrow.asIs(t);
        } finally {
            left(Thread.currentThread(), helps);
        }
    }

    /** Goes on after interrupts, which have come too late for the task they were meant for. */
    private static void toTheEnd(Work work) throws Exception {
        boolean atTheEnd = false;
        while (!atTheEnd) {
            try {
                work.run();
                atTheEnd = true;
            } catch (InterruptedException e) {
                atTheEnd = false;
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void left(@Nullable Thread thread, boolean helped) {
        boolean last;
        lock.lock();
        try {
            if (thread != null) {
                workers.remove(thread);
            }
            alive--;
            started -= helped ? 0 : 1;
            last = alive == 0 && queue.isOver();
        } finally {
            lock.unlock();
        }
        if (last) {
            terminate();
        }
    }

    // ---------------------------------------------------------------- failures of the executor itself

    /**
     * Rejects what waits in the queue if there is no thread. For one that could not start a thread: others may have added
     * tasks meanwhile and relied on it. Who adds a task later finds that there is none, and tries to start one.
     */
    void rejectStranded(Throwable why) {
        if (started == 0) {
            rejectAll(queue.removeAll(), new RejectedExecutionException("there is no thread to run the task", why));
        }
    }

    private static void rejectAll(List<ExecutorTask<?>> tasks, Throwable why) {
        tasks.forEach(task -> task.reject(why));
    }

    /**
     * A worker has failed, and with it the lane, which has tasks of it that will not be run any more. Everybody is told,
     * at once or, if another worker is just running the task, when the last one has left.
     */
    private void breakDown(Throwable failure) {
        breakdown = failure;
        halted = true;
        Throwable why = broken(failure);
        rejectAll(queue.finish(), why);
        queue.taken().forEach(task -> task.rejectUnlessRunning(why));
        Consumer<Throwable> listener = breakdownListener;
        if (listener != null) {
            listener.accept(why);
        }
        lane.end();
        interruptWorkers();
    }

    /** To be called before there are any tasks. */
    void whenBroken(Consumer<Throwable> listener) {
        breakdownListener = listener;
    }

    private static RejectedExecutionException broken(Throwable failure) {
        return new RejectedExecutionException("the executor has failed, and does not run the task", failure);
    }

    // ---------------------------------------------------------------- the end

    /** The queue has been closed, or is over. */
    void closed() {
        boolean last;
        lock.lock();
        try {
            last = alive == 0 && queue.isOver();
        } finally {
            lock.unlock();
        }
        if (last) {
            terminate();
        }
        lane.allHaveCome();
    }

    private void terminate() {
        Throwable failure = breakdown;
        if (failure != null) {
            rejectAll(queue.taken(), broken(failure));
            lane.close(); // with the hooks of what was run ahead
        }
        terminated.countDown();
    }

    /** Nothing more is to be begun, or run again. To be called before the queue is emptied. */
    void halt() {
        halted = true;
    }

    /** After {@link #halt}, and after the queue has been emptied. */
    void stop() {
        closed();
        interruptWorkers();
    }

    private void interruptWorkers() {
        lock.lock();
        try {
            workers.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
        return terminated.await(time, unit);
    }
}
