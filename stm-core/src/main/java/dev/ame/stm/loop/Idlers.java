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
    /** How long to watch before parking where nothing may come: about as long as it takes to park and to be woken. */
    static final long SHORT_WATCH_NANOS = 60_000;

    /**
     * The same where something is sure to come. The system tends to put a thread that is woken on the processor of the one that
     * wakes it, and only moves it away when both have been runnable for some milliseconds; threads that park all the time share
     * one processor for ever, and leave the other one idle.
     */
    static final long LONG_WATCH_NANOS = 10_000_000;

    /** Looks between two looks at the time. */
    private static final int LOOKS = 1 << 6;

    private final ReentrantLock lock = new BriefLock();
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
     * @param watchNanos how long to watch before parking
     * @param nanos how long to be parked at most; {@link Long#MAX_VALUE} for no limit
     */
    @SuppressWarnings({"NonAtomicVolatileUpdate", "WaitNotInLoop"}) // under the lock
    void await(BooleanSupplier isReady, long watchNanos, long nanos) throws InterruptedException {
        boolean dry = feed.isDry(); // before the question: what comes after this is seen by whoever watches
        if (isReady.getAsBoolean() || (!watched && watch(watchNanos, dry))) {
            return;
        }
        parked++;
        try {
            if (isReady.getAsBoolean()) {
                return;
            }
            if (nanos == Long.MAX_VALUE) {
                changed.await();
            } else {
                long unused = changed.awaitNanos(nanos);
            }
        } finally {
            parked--;
        }
    }

    /** Whether something has changed, or the feed is not what it was. */
    private boolean watch(long nanos, boolean dry) {
        int seen = changes;
        boolean isChanged = false;
        watched = true;
        lock.unlock();
        try {
            long began = System.nanoTime();
            long lasted = 0;
            while (!isChanged && lasted < nanos) {
                if (lasted > SHORT_WATCH_NANOS) {
                    Thread.yield(); // there may be no other processor for whoever is to make the change
                }
                for (int i = 0; i < LOOKS && !isChanged; i++) {
                    isChanged = seen != changes || dry != feed.isDry();
                    Thread.onSpinWait();
                }
                lasted = System.nanoTime() - began;
            }
        } finally {
            lock.lock();
            watched = false;
        }
        return isChanged || seen != changes;
    }

    /** Something has changed. Under the lock. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void wakeAll() {
        changes++;
        if (parked > 0) {
            changed.signalAll();
        }
    }

    /** There is something to do for one more. Under the lock. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void wakeNext() {
        changes++;
        if (!watched && parked > 0) {
            changed.signal();
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

    /** How many are idle, about. */
    int count() {
        return parked + (watched ? 1 : 0);
    }
}
