package dev.ame.stm.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The tasks of an executor that no worker has taken yet. */
final class ExecutorQueue implements Feed<ExecutorTask<?>> {
    private final ReentrantLock lock = new BriefLock();
    private final Condition notFull = lock.newCondition();
    private final int capacity;
    private final Deque<ExecutorTask<?>> tasks = new ArrayDeque<>();

    /** Written under the lock. */
    private volatile int size;

    /** Written under the lock. Nothing is added any more. */
    private volatile boolean closed;

    ExecutorQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds a task; false if the queue is closed.
     *
     * @param patient whether to wait for room
     */
    boolean add(ExecutorTask<?> task, boolean patient) throws InterruptedException {
        lock.lock();
        try {
            while (patient && !closed && tasks.size() >= capacity) {
                notFull.await();
            }
            if (!closed) {
                tasks.add(task);
                size = tasks.size();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int fill(Chunk<ExecutorTask<?>> chunk, int most) {
        lock.lock();
        try {
            int count = 0;
            while (count < most && !tasks.isEmpty()) {
                chunk.add(tasks.remove());
                count++;
            }
            size = tasks.size();
            if (count > 0) {
                notFull.signalAll();
            }
            return count == 0 && closed ? END : count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long remaining() {
        return size;
    }

    /** It makes sense to ask when there are tasks, or never will be any. */
    @Override
    public boolean isDry() {
        return size == 0 && !closed;
    }

    /** Whether nothing is left, nor will be. */
    boolean isOver() {
        return closed && size == 0;
    }

    boolean isBounded() {
        return capacity != Integer.MAX_VALUE;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            notFull.signalAll();
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

    /** Takes all tasks out, and fails them. */
    void rejectAll(Throwable why) {
        lock.lock();
        try {
            tasks.forEach(task -> task.reject(why));
            tasks.clear();
            size = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Takes all tasks out. */
    List<Runnable> drain() {
        lock.lock();
        try {
            List<Runnable> all = new ArrayList<>(tasks.size());
            for (ExecutorTask<?> task : tasks) {
                all.add(task.asSubmitted());
            }
            tasks.clear();
            size = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }
}
