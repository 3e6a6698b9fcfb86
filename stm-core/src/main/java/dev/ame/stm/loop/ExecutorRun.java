package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.engine.attempt.Rethrow;
import dev.ame.stm.engine.wait.LibraryThreads;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The threads of an executor, and what they do with its tasks. */
final class ExecutorRun implements LoopBody<ExecutorTask<?>> {
    private final ExecutorQueue queue;
    private final Lane<ExecutorTask<?>> lane;
    private final int parallelism;
    private final ThreadFactory factory;
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private final Set<Thread> workers = new HashSet<>();

    /** How many of them take tasks from the queue; written under the lock. */
    private volatile int started;

    private volatile boolean halted;

    ExecutorRun(ExecutorQueue queue, AtomicExecutor.Builder builder) {
        this.queue = queue;
        parallelism = builder.parallelism;
        String name = builder.name;
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
        if (halted) {
            task.cancelAgain();
            return null;
        }
        return task.runInBlock();
    }

    @Override
    public boolean isLast() {
        return false;
    }

    @Override
    public void committed(Chunk<ExecutorTask<?>> chunk, int from, int to) {
        for (int i = from; i < to; i++) {
            chunk.element(i).committed(chunk.result(i));
        }
    }

    @Override
    public boolean failed(long index, ExecutorTask<?> task, Throwable thrown) {
        try {
            task.failed(thrown);
        } catch (Throwable fromHandler) {
            return true; // of uncaught exceptions; nobody is left to tell
        }
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

    // ---------------------------------------------------------------- the threads

    boolean isWorker() {
        lock.lock();
        try {
            return workers.contains(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** A task has been added. */
    void wake() {
        // Who looks idle may have been told of another task just before.
        if (started == 0 || (started < parallelism && (queue.remaining() > 1 || lane.isBehind()))) {
            start(this::work, false);
        }
        lane.moreToCome();
    }

    private void hire() {
        start(this::help, true);
    }

    private void start(Runnable work, boolean helps) {
        Thread thread = null;
        try {
            thread = newThread(work, helps);
            if (thread != null) {
                thread.start();
            }
        } catch (Error | RuntimeException e) {
            if (thread != null) {
                left(thread, helps);
            }
            if (started == 0) {
                throw e; // nobody would run the task
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private @Nullable Thread newThread(Runnable work, boolean helps) {
        lock.lock();
        try {
            if (!helps && started >= parallelism) {
                return null;
            }
            Thread thread = factory.newThread(work);
            if (thread != null) {
                workers.add(thread);
                started += helps ? 0 : 1;
            }
            return thread;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            toTheEnd(lane::work);
        } catch (Throwable t) {
            queue.close(); // the lane is out of order
            queue.rejectAll(t);
            lane.end();
            throw Rethrow.asIs(t);
        } finally {
            left(Thread.currentThread(), false);
        }
    }

    private interface Work {
        void run() throws Exception;
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

    private void help() {
        try {
            toTheEnd(lane::help);
        } catch (Exception e) {
            throw Rethrow.asIs(e);
        } finally {
            left(Thread.currentThread(), true);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void left(Thread thread, boolean helped) {
        lock.lock();
        try {
            workers.remove(thread);
            started -= helped ? 0 : 1;
            if (workers.isEmpty() && queue.isOver()) {
                terminated.countDown();
            }
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- the end

    /** The queue has been closed. */
    void closed() {
        lock.lock();
        try {
            if (workers.isEmpty() && queue.isOver()) {
                terminated.countDown();
            }
        } finally {
            lock.unlock();
        }
        lane.allHaveCome();
    }

    void halt() {
        halted = true;
        closed();
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
