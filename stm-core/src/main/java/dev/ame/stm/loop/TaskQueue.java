package dev.ame.stm.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait to be done, and how many threads do them in the run that is going on. Never used inside a block, but for
 * what {@link AtomicTasks#run} says.
 *
 * <p>A run has as many workers as its parallelism says, or fewer where there is nothing to do, plus one for each that is parked
 * in {@code retry}: a task may wait for another that is still in the queue. If there are too many when they come back, some leave.
 *
 * <pre>
 *     unfinished = tasks in the queue + tasks that a worker has taken, until their block, and its hooks, have ended
 * </pre>
 *
 * Helpers are called, and come when their executor has a thread for them, if ever: so only those that have come are waited for in the
 * end, and one that comes when its run is over {@linkplain #arrive is told so}. Until then it counts as a worker, so that no other is called in
 * its place.
 *
 * <p>What a task has added is counted before the task is not any more, and when nothing is unfinished all is done, for good.
 *
 * <p>No task is left lying: whoever puts one into the queue, or takes one and leaves others, {@linkplain #summon calls somebody}, unless
 * all the workers there may be are at work; those come back for more, or say that they are going to park, and call somebody then.
 */
final class TaskQueue {
    private final ReentrantLock lock = new BriefLock();

    /** For idle workers: there is a task, or there will be none. */
    private final Condition changed = lock.newCondition();

    private final Condition helperLeft = lock.newCondition();
    private final PriorityQueue<Task> queued = new PriorityQueue<>(Task::compare);
    private long nextNumber;

    /** Makes a helper come to work; null if no run is going on. */
    private @Nullable Runnable helperStarter;

    private int parallelism;

    /** The first worker, and the helpers that have been called, whether or not they have come. */
    private int workers;

    /** Helpers that have come and not left. */
    private int here;

    private int idle;
    private int parked;
    private long unfinished;

    /** Whether all that belongs to the run is done: what is added now is for the next one. */
    private boolean ended;

    /** Whether the run has been broken off: what has not been begun, or is added now, is dropped. */
    private boolean stopped;

    /**
     * Begins a run, with the calling thread as its first worker.
     *
     * @param helper starts another worker; another object for each run
     */
    void open(int threads, Runnable helper) {
        lock.lock();
        try {
            requireNoRun();
            helperStarter = helper;
            parallelism = threads;
            workers = 1;
            here = 0;
            idle = 0;
            parked = 0;
            unfinished = queued.size();
            ended = unfinished == 0;
            stopped = false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a run, unless that has been done. */
    void close(Runnable run) {
        lock.lock();
        try {
            if (helperStarter == run) {
                helperStarter = null;
            }
        } finally {
            lock.unlock();
        }
    }

    void add(Task task) {
        Runnable starter;
        lock.lock();
        try {
            if (helperStarter != null && stopped) {
                return;
            }
            task.number(nextNumber++);
            queued.add(task);
            if (helperStarter == null || ended) {
                return;
            }
            unfinished++;
            starter = summon();
        } finally {
            lock.unlock();
        }
        start(starter);
    }

    /** The next task, when there is one; null if the worker is to leave. It must be {@linkplain #finished told} how it went. */
    @Nullable
    Task take(boolean mayLeave) throws InterruptedException {
        Task task;
        Runnable starter;
        lock.lock();
        try {
            while (true) {
                if (stopped || ended || (mayLeave && workers - parked > parallelism)) {
                    return null;
                }
                task = queued.poll();
                if (task != null) {
                    starter = summon();
                    break;
                }
                idle++;
                try {
                    changed.await();
                } finally {
                    idle--;
                }
            }
        } finally {
            lock.unlock();
        }
        start(starter);
        return task;
    }

    /** A task is done, with all that its block has added. */
    void finished() {
        lock.lock();
        try {
            unfinished--;
            if (unfinished == 0) {
                ended = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A task has to go on later, behind the others. For a worker that {@linkplain #take takes} one next, or leaves. */
    void again(Task task) {
        lock.lock();
        try {
            if (stopped) {
                unfinished--;
                return;
            }
            task.number(nextNumber++);
            queued.add(task);
        } finally {
            lock.unlock();
        }
    }

    /** The calling worker is about to wait in {@code retry}. */
    void park() {
        Runnable starter;
        lock.lock();
        try {
            parked++;
            starter = summon();
        } finally {
            lock.unlock();
        }
        start(starter);
    }

    void unpark() {
        lock.lock();
        try {
            parked--;
        } finally {
            lock.unlock();
        }
    }

    /** Breaks a run off, unless it is over: tasks that have not been begun are dropped. */
    void stop(Runnable run) {
        lock.lock();
        try {
            if (helperStarter != run) {
                return;
            }
            stopped = true;
            unfinished -= queued.size();
            queued.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many tasks are known that are not finished. */
    long unfinished() {
        lock.lock();
        try {
            return unfinished;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A helper has come. False if the run that has called it is over: then it must not touch the queue, where another one may go on.
     *
     * @param run what the run was {@linkplain #open begun} with
     */
    boolean arrive(Runnable run) {
        lock.lock();
        try {
            if (helperStarter != run) {
                return false;
            }
            here++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A helper that a run has called could not come. Answers whether there is nobody else: all workers wait for others. */
    boolean helperFailed(Runnable run) {
        lock.lock();
        try {
            if (helperStarter != run) {
                return false; // it is over
            }
            workers--;
            return workers == parked;
        } finally {
            lock.unlock();
        }
    }

    /** A helper that has come ends. */
    void leave() {
        Runnable starter;
        lock.lock();
        try {
            here--;
            workers--;
            helperLeft.signalAll();
            starter = summon();
        } finally {
            lock.unlock();
        }
        start(starter);
    }

    /** Ends a run when all helpers that have come have left; in the same moment, so that no other can come in between. */
    void awaitHelpersAndClose() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (here > 0) {
                helperLeft.await();
            }
            helperStarter = null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out all tasks, the first one first, for somebody who does them alone. */
    List<Task> takeAll() {
        lock.lock();
        try {
            requireNoRun();
            List<Task> all = new ArrayList<>(queued.size());
            for (Task task = queued.poll(); task != null; task = queued.poll()) {
                all.add(task);
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void requireNoRun() {
        if (helperStarter != null) {
            throw new IllegalStateException("these tasks are being run already");
        }
    }

    /** Sees to it that a task in the queue is taken; answers what to run for that, without the lock. */
    private @Nullable Runnable summon() {
        if (queued.isEmpty() || helperStarter == null || ended) {
            return null; // what has come after the end is for the next run: a helper would only leave
        }
        if (idle > 0) {
            changed.signal();
            return null;
        }
        if (workers - parked < parallelism) {
            workers++;
            return helperStarter;
        }
        return null;
    }

    private static void start(@Nullable Runnable starter) {
        if (starter != null) {
            starter.run();
        }
    }
}
