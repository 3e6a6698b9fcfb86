package dev.ame.stm.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The threads that are working on a loop, so that they can be interrupted when it ends early, and only while they do. */
final class Workers {
    private final ReentrantLock lock = new ReentrantLock();

    /** Whether the loop has interrupted the thread. */
    private final Map<Thread, Boolean> interrupted = new HashMap<>();

    private boolean stopped;

    void enter() {
        lock.lock();
        try {
            interrupted.put(Thread.currentThread(), false);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the calling thread's work, and takes back an interrupt that was meant for it. */
    void leave() {
        lock.lock();
        try {
            if (Boolean.TRUE.equals(interrupted.remove(Thread.currentThread()))) {
                Thread.interrupted();
            }
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
}
