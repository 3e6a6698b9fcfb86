package dev.ame.stm.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tasks of an executor: those that no worker has taken yet, those that were taken and are not done, and those that
 * blocks have submitted which have not ended. The last are only counted; as long as there are any the queue is not over,
 * although it may be closed.
 *
 * <p>No code of users runs under its lock, and no other lock is asked for.
 */
final class ExecutorQueue implements Feed<ExecutorTask<?>> {
    /** What became of a task that was offered. */
    enum Offer {
        ADDED,
        CLOSED,
        /** There was no room in time. */
        FULL
    }

    private final ReentrantLock lock = new BriefLock();
    private final Condition notFull = lock.newCondition();
    private final int capacity;

    // Guarded by the lock.
    private final Deque<ExecutorTask<?>> tasks = new ArrayDeque<>();

    /** The head of a ring of those that were taken. */
    private final ExecutorTask<?> taken = ExecutorTask.of(() -> {});

    private int takenCount;
    private int announced;
    private long completed;

    // Written under the lock.
    private volatile int size;

    /** Nothing is accepted any more. */
    private volatile boolean closed;

    /** Nothing is added any more, not even what was announced. */
    private volatile boolean finished;

    ExecutorQueue(int capacity) {
        this.capacity = capacity;
        taken.before = taken;
        taken.after = taken;
    }

    // ---------------------------------------------------------------- adding

    /**
     * Adds a task; false if the queue is closed.
     *
     * @param patient whether to wait for room
     */
    boolean add(ExecutorTask<?> task, boolean patient) throws InterruptedException {
        return offer(task, patient ? Long.MAX_VALUE : -1) == Offer.ADDED;
    }

    /**
     * Adds a task unless the queue is closed.
     *
     * @param nanos how long to wait for room; if negative, room is not asked for
     */
    Offer offer(ExecutorTask<?> task, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (nanos >= 0 && !closed && tasks.size() >= capacity) {
                if (left <= 0) {
                    return Offer.FULL;
                }
                left = notFull.awaitNanos(left);
            }
            if (closed) {
                return Offer.CLOSED;
            }
            append(task);
            return Offer.ADDED;
        } finally {
            lock.unlock();
        }
    }

    private void append(ExecutorTask<?> task) {
        tasks.add(task);
        size = tasks.size();
    }

    /** Says that a task may come later, even if the queue is closed meanwhile; false if it is closed already. */
    boolean announce() {
        lock.lock();
        try {
            if (!closed) {
                announced++;
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a task that was announced; false after {@link #halt}. */
    boolean addAnnounced(ExecutorTask<?> task) {
        lock.lock();
        try {
            boolean accepted = !finished;
            if (accepted) {
                append(task);
            }
            oneDecided();
            return accepted;
        } finally {
            lock.unlock();
        }
    }

    /** A task that was announced will not come. Answers whether the queue ends with that. */
    boolean withdraw() {
        lock.lock();
        try {
            oneDecided();
            return finished;
        } finally {
            lock.unlock();
        }
    }

    private void oneDecided() {
        announced--;
        finished |= closed && announced == 0;
    }

    // ---------------------------------------------------------------- taking

    @Override
    public int fill(Chunk<ExecutorTask<?>> chunk, int most) {
        lock.lock();
        try {
            int count = 0;
            for (ExecutorTask<?> task = tasks.peek(); task != null && count < most; task = tasks.peek()) {
                chunk.add(task); // may fail, for want of memory
                tasks.remove();
                link(task);
                count++;
            }
            size = tasks.size();
            if (count > 0) {
                notFull.signalAll();
            }
            return count == 0 && finished ? END : count;
        } finally {
            lock.unlock();
        }
    }

    private void link(ExecutorTask<?> task) {
        ExecutorTask<?> last = taken.before;
        task.before = last;
        task.after = taken;
        if (last != null) {
            last.after = task;
        }
        taken.before = task;
        takenCount++;
    }

    /** These elements are done. */
    void done(Chunk<ExecutorTask<?>> chunk, int from, int to) {
        lock.lock();
        try {
            for (int i = from; i < to; i++) {
                unlink(chunk.element(i));
            }
        } finally {
            lock.unlock();
        }
    }

    void done(ExecutorTask<?> task) {
        lock.lock();
        try {
            unlink(task);
        } finally {
            lock.unlock();
        }
    }

    private void unlink(ExecutorTask<?> task) {
        ExecutorTask<?> previous = task.before;
        ExecutorTask<?> next = task.after;
        if (previous != null && next != null) {
            previous.after = next;
            next.before = previous;
            task.before = null;
            task.after = null;
            takenCount--;
            completed++;
        }
    }

    @Override
    public long remaining() {
        return size;
    }

    /** It makes sense to ask when there are tasks, or never will be any. */
    @Override
    public boolean isDry() {
        return size == 0 && !finished;
    }

    // ---------------------------------------------------------------- looking

    /** Whether nothing is left to take, nor will be. */
    boolean isOver() {
        return finished && size == 0;
    }

    boolean isBounded() {
        return capacity != Integer.MAX_VALUE;
    }

    boolean isClosed() {
        return closed;
    }

    /** How many tasks are not done, whether taken or not. */
    int unfinished() {
        lock.lock();
        try {
            return tasks.size() + takenCount;
        } finally {
            lock.unlock();
        }
    }

    long completed() {
        lock.lock();
        try {
            return completed;
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- the end

    /** Accepts nothing any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            finished |= announced == 0;
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing any more, and takes out all tasks that nobody has begun, in their order. */
    List<Runnable> halt() {
        lock.lock();
        try {
            close();
            finished = true;
            List<Runnable> all = new ArrayList<>(tasks.size());
            for (ExecutorTask<?> task = taken.after; task != null && task != taken; task = task.after) {
                if (task.drop()) {
                    all.add(task.asSubmitted());
                }
            }
            for (ExecutorTask<?> task : tasks) {
                task.drop();
                all.add(task.asSubmitted());
            }
            tasks.clear();
            size = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a task out again; false if somebody has taken it already. */
    boolean remove(ExecutorTask<?> task) {
        lock.lock();
        try {
            boolean removed = tasks.removeLastOccurrence(task);
            size = tasks.size();
            notFull.signalAll();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes all tasks out that nobody has taken. */
    List<ExecutorTask<?>> removeAll() {
        lock.lock();
        try {
            List<ExecutorTask<?>> all = new ArrayList<>(tasks);
            tasks.clear();
            size = 0;
            notFull.signalAll();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing any more; answers what nobody has taken. */
    List<ExecutorTask<?>> finish() {
        lock.lock();
        try {
            closed = true;
            finished = true;
            return removeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Those that have been taken and are not done. */
    List<ExecutorTask<?>> taken() {
        lock.lock();
        try {
            List<ExecutorTask<?>> all = new ArrayList<>(takenCount);
            for (ExecutorTask<?> task = taken.after; task != null && task != taken; task = task.after) {
                all.add(task);
            }
            return all;
        } finally {
            lock.unlock();
        }
    }
}
