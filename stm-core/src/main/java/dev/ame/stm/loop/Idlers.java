package dev.ame.stm.loop;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The workers of a lane that have nothing to do at present, and its lock.
 *
 * <p>Most changes are a few microseconds away, and parking and waking a thread costs more than that; so one of the idle
 * keeps watching for a while before it parks.
 *
 * <p>No change is missed: a change under the lock is counted there. An element is added to the feed without the lock, then
 * its adder looks whether somebody watches, or else is parked. Who stops watching, or is about to park, says so and then
 * looks at the feed once more. Both are volatile, so one of the two sees the other.
 */
final class Idlers {
    /** Looks before parking: some 50 microseconds. */
    private static final int LOOKS = 1 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Feed<?> feed;

    /** Workers in {@link #changed}. Written under the lock. */
    private volatile int parked;

    /** Whether somebody is watching. Written under the lock. */
    private volatile boolean watched;

    /** Written under the lock. */
    private volatile int changes;

    Idlers(Feed<?> feed) {
        this.feed = feed;
    }

    ReentrantLock lock() {
        return lock;
    }

    /**
     * Returns, with the lock held as before, after a change, or for no reason; the caller looks again at everything.
     *
     * @param isReady whether there is something to do after all; asked under the lock
     */
    @SuppressWarnings({"NonAtomicVolatileUpdate", "WaitNotInLoop"}) // under the lock
    void await(BooleanSupplier isReady) throws InterruptedException {
        if (!watched && watch()) {
            return;
        }
        parked++;
        try {
            if (!isReady.getAsBoolean()) {
                changed.await();
            }
        } finally {
            parked--;
        }
    }

    /** Whether something has changed. */
    private boolean watch() {
        int seen = changes;
        boolean dry = feed.isDry();
        watched = true;
        lock.unlock();
        try {
            for (int i = 0; i < LOOKS; i++) {
                if (seen != changes || dry != feed.isDry()) {
                    return true;
                }
                Thread.onSpinWait();
            }
        } finally {
            lock.lock();
            watched = false;
        }
        return seen != changes;
    }

    /** Something has changed. Under the lock. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void wakeAll() {
        changes++;
        if (parked > 0) {
            changed.signalAll();
        }
    }

    /** An element has been added to the feed. */
    void wakeOne() {
        if (!watched && parked > 0) {
            lock.lock();
            try {
                changed.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Whether nobody would see at once that an element has been added. */
    boolean isNobodyIdle() {
        return !watched && parked == 0;
    }
}
