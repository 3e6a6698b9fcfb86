package dev.ame.stm.engine.wait;

import java.util.concurrent.locks.LockSupport;

/** One thread that waits for a change of any of several keys. Used once. */
public final class Waiter {
    /** How a wait ended. */
    public enum Outcome {
        CHANGED,
        INTERRUPTED,
        TIMED_OUT
    }

    private final Thread thread = Thread.currentThread();

    /** Set by the first key that changes, before the unpark. */
    private volatile boolean changed;

    /**
     * Parks the calling thread, which must be the one that made this waiter, until a key changes.
     *
     * @param deadline a {@link System#nanoTime} after which to give up; ignored unless {@code timed}
     * @param period how often to run {@code care} meanwhile, in nanoseconds; {@link Long#MAX_VALUE} for never
     */
    public Outcome await(boolean timed, long deadline, long period, Runnable care) {
        while (!changed) {
            if (thread.isInterrupted()) {
                return Outcome.INTERRUPTED;
            }
            long left = timed ? deadline - System.nanoTime() : Long.MAX_VALUE;
            if (left <= 0) {
                return Outcome.TIMED_OUT;
            }
            if (period < Long.MAX_VALUE) {
                care.run();
                LockSupport.parkNanos(this, Math.min(left, period));
            } else if (timed) {
                LockSupport.parkNanos(this, left);
            } else {
                LockSupport.park(this);
            }
        }
        return Outcome.CHANGED;
    }

    /** To be followed by {@link #unpark}. */
    void tell() {
        changed = true;
    }

    /** Never blocks. */
    void unpark() {
        LockSupport.unpark(thread);
    }
}
