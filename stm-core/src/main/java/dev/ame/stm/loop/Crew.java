package dev.ame.stm.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that are working on a run. They can be interrupted when it ends early, and only while they work on it; and
 * they can be waited for, but only those that have come: an executor may never have had a thread for the others.
 */
final class Crew {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();

    /** Whether the run has interrupted the thread. */
    private final Map<Thread, Boolean> interrupted = new HashMap<>();

    private boolean closed;
    private boolean stopped;

    /** Begins the calling thread's work; false if it comes too late. */
    boolean enter() {
        lock.lock();
        try {
            if (!closed) {
                interrupted.put(Thread.currentThread(), false);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the calling thread's work, and takes back an interrupt that was meant for it; answers whether there was one. */
    boolean leave() {
        lock.lock();
        try {
            boolean ours = Boolean.TRUE.equals(interrupted.remove(Thread.currentThread()));
            if (ours) {
                Thread.interrupted();
            }
            if (interrupted.isEmpty()) {
                empty.signalAll();
            }
            return ours;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts all others, who may be waiting in {@code retry}. Those who enter later find that there is no work. */
    void interruptOthers() {
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            stopped = true;
            interrupted.replaceAll((thread, already) -> {
                if (thread == Thread.currentThread() || thread.isInterrupted()) {
                    return already;
                }
                thread.interrupt();
                return true;
            });
        } finally {
            lock.unlock();
        }
    }

    /** Nobody may enter any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all have left. */
    void awaitEmpty() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!interrupted.isEmpty()) {
                empty.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
