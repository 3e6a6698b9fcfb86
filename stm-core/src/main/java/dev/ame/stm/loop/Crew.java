package dev.ame.stm.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that are working on a run. They can be interrupted when it ends early, and only while they work on it; and
 * they can be waited for, but only those that have come: an executor may never have had a thread for the others.
 */
final class Crew {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();

    private static final class Member {
        /** More than 1 if an executor had it help in the middle of its work. */
        int depth;

        /** Whether the run has interrupted it. */
        boolean interrupted;
    }

    private final Map<Thread, Member> members = new HashMap<>();

    private boolean closed;
    private boolean stopped;

    /** Begins the calling thread's work; false if it comes too late. */
    boolean enter() {
        lock.lock();
        try {
            if (!closed) {
                members.computeIfAbsent(Thread.currentThread(), thread -> new Member()).depth++;
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread is in the middle of its work. */
    boolean isMember() {
        lock.lock();
        try {
            return members.containsKey(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** Ends the calling thread's work, and takes back an interrupt that was meant for it; answers whether there was one. */
    boolean leave() {
        lock.lock();
        try {
            Thread thread = Thread.currentThread();
            Member member = Objects.requireNonNull(members.get(thread), "no member");
            if (--member.depth == 0) {
                members.remove(thread);
            }
            if (member.interrupted) {
                Thread.interrupted();
            }
            if (members.isEmpty()) {
                empty.signalAll();
            }
            return member.interrupted;
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
            members.forEach((thread, member) -> {
                if (thread != Thread.currentThread() && !thread.isInterrupted()) {
                    member.interrupted = true;
                    thread.interrupt();
                }
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
            while (!members.isEmpty()) {
                empty.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
