package dev.ame.stm.loop;

import dev.ame.stm.Stm;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.wait.LibraryThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor whose time has not come, and the timer that hands them on.
 *
 * <p>Times are in nanoseconds since this was made, and stop at {@link Long#MAX_VALUE}; so they are compared as they are, and
 * none of them wraps around.
 *
 * <p>A task that was scheduled in a block is only counted until that block has ended. The executor that runs the tasks is
 * shut down once this is closed, no task waits, and no block is undecided.
 */
final class Schedule {
    private final Submissions submissions;
    private final Runnable whenIdle;
    private final long began = System.nanoTime();
    private final ScheduledThreadPoolExecutor timer;
    private final Runnable ticking;

    /**
     * Held for a moment only, and never while code of users runs. The lock of the queue of tasks is asked for while this is
     * held, not the other way round.
     */
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    /** Those whose time has not come. */
    private final TreeSet<ScheduledTask<?>> waiting = new TreeSet<>(ScheduledTask::compareTime);

    /** What the timer waits for at present, and the time when that will be. */
    private @Nullable Future<?> tick;

    private long tickTime;

    /** Tasks that are accepted, and neither wait nor have been handed on: their block has not ended. */
    private int undecided;

    private long numbers;
    private boolean finished;

    // Written under the lock.
    private volatile boolean closed;
    private volatile boolean halted;

    /**
     * Nothing is scheduled yet.
     *
     * @param submissions where tasks go when their time has come
     * @param whenIdle called once this is closed and no task will be handed on any more
     */
    Schedule(Submissions submissions, Runnable whenIdle) {
        this.submissions = submissions;
        this.whenIdle = whenIdle;
        // One daemon thread that hands tasks on.
        timer = new ScheduledThreadPoolExecutor(1, work -> LibraryThreads.daemon(work, "ame-timer"));
        timer.setRemoveOnCancelPolicy(true);
        ticking = this::ticked;
    }

    /** The present time. */
    long now() {
        return System.nanoTime() - began;
    }

    ExecutorRun run() {
        return submissions.run();
    }

    long nextNumber() {
        lock.lock();
        try {
            return numbers++;
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- adding

    /** Schedules a task; in a block, if and when that commits. Throws if nothing is accepted any more. */
    void start(ScheduledTask<?> task) {
        if (Stm.inAtomic()) {
            startInBlock(task);
            return;
        }
        lock.lock();
        try {
            requireOpen();
            task.submittedIn(null);
            await(task);
        } finally {
            lock.unlock();
        }
        handOn();
    }

    private void startInBlock(ScheduledTask<?> task) {
        boolean[] accepted = new boolean[1];
        submissions.noteInBlock();
        Stm.afterRollback(() -> undone(task, accepted[0]));
        Stm.afterCommit(() -> committed(task, accepted[0]));
        lock.lock();
        try {
            requireOpen();
            task.submittedIn(Transaction.current());
            undecided++;
            accepted[0] = true;
        } finally {
            lock.unlock();
        }
    }

    private void undone(ScheduledTask<?> task, boolean accepted) {
        if (accepted) {
            decided();
            task.submittedIn(null);
            task.cancel(false); // some other thread may have got hold of the future, and wait
        }
    }

    private void committed(ScheduledTask<?> task, boolean accepted) {
        if (!accepted) {
            return;
        }
        task.submittedIn(null);
        task.restart();
        boolean tooLate = true;
        lock.lock();
        try {
            undecided--;
            tooLate = halted || (closed && task.isPeriodic());
            if (!tooLate) {
                await(task);
            }
        } catch (RuntimeException | Error e) {
            task.refuse(e);
            throw e;
        } finally {
            lock.unlock();
        }
        if (tooLate) {
            if (task.isPeriodic()) {
                task.cancel(false);
            }
            task.refuse(Submissions.rejection());
        }
        handOn();
        finishIfIdle();
    }

    private void decided() {
        lock.lock();
        try {
            undecided--;
        } finally {
            lock.unlock();
        }
        finishIfIdle();
    }

    /** A repeated task is to be run again, at its new time. */
    void again(ScheduledTask<?> task) {
        lock.lock();
        try {
            if (!closed) {
                await(task);
                return;
            }
        } finally {
            lock.unlock();
        }
        task.cancel(false);
    }

    /** A task has been cancelled. */
    void forget(ScheduledTask<?> task) {
        lock.lock();
        try {
            waiting.remove(task);
        } finally {
            lock.unlock();
        }
        finishIfIdle();
    }

    // ---------------------------------------------------------------- the time has come

    /** Adds it to those that wait. Under the lock. If there is no thread for the timer it is as if nothing had been done. */
    private void await(ScheduledTask<?> task) {
        if (task.isDone()) {
            return; // cancelled meanwhile; who cancels it later finds it in the set
        }
        waiting.add(task);
        boolean armed = false;
        try {
            arm();
            armed = true;
        } finally {
            if (!armed) {
                waiting.remove(task);
            }
        }
    }

    /** Has the timer look again when the time of the first one comes. Under the lock. */
    private void arm() {
        if (waiting.isEmpty() || finished) {
            return;
        }
        long time = waiting.first().time();
        if (tick != null && !tick.isDone() && tickTime <= time) {
            return;
        }
        if (tick != null) {
            tick.cancel(false);
        }
        tickTime = time;
        tick = timer.schedule(ticking, time - now(), TimeUnit.NANOSECONDS);
    }

    private void ticked() {
        lock.lock();
        try {
            tick = null;
        } finally {
            lock.unlock();
        }
        handOn();
    }

    /** Submits all tasks whose time has come, in order, whoever does it: so they are queued while the lock is held. */
    void handOn() {
        List<ExecutorTask<?>> due = new ArrayList<>();
        List<ScheduledTask<?>> refused = new ArrayList<>();
        lock.lock();
        try {
            while (!waiting.isEmpty() && waiting.first().time() <= now()) {
                ScheduledTask<?> task = Objects.requireNonNull(waiting.pollFirst());
                ExecutorTask<?> next = task.nextRun();
                if (next != null && submissions.enqueue(next)) {
                    due.add(next);
                } else {
                    refused.add(task);
                }
            }
            arm();
        } finally {
            lock.unlock();
            due.forEach(this::wake);
            refused.forEach(task -> task.refuse(Submissions.rejection())); // nothing if it has been cancelled
            finishIfIdle();
        }
    }

    private void wake(ExecutorTask<?> task) {
        try {
            submissions.wake(task);
        } catch (RuntimeException | Error e) {
            return; // its future tells of it
        }
    }

    // ---------------------------------------------------------------- the end

    private void requireOpen() {
        if (closed) {
            throw Submissions.rejection();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** How many tasks wait. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Accepts nothing any more, and cancels what is repeated. */
    void close() {
        List<ScheduledTask<?>> repeated = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            waiting.forEach(task -> {
                if (task.isPeriodic()) {
                    repeated.add(task);
                }
            });
        } finally {
            lock.unlock();
        }
        repeated.forEach(task -> task.cancel(false));
        finishIfIdle();
    }

    private void finishIfIdle() {
        boolean idle;
        lock.lock();
        try {
            idle = closed && waiting.isEmpty() && undecided == 0 && !finished;
            finished |= idle;
        } finally {
            lock.unlock();
        }
        if (idle) {
            timer.shutdownNow();
            whenIdle.run();
        }
    }

    /** Accepts nothing any more, not even from blocks that have not ended; takes out what waits, by its time. */
    List<ScheduledTask<?>> stop() {
        List<ScheduledTask<?>> left;
        lock.lock();
        try {
            closed = true;
            halted = true;
            finished = true;
            left = new ArrayList<>(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        timer.shutdownNow();
        return left;
    }
}
