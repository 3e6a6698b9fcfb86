package dev.ame.stm.loop;

import dev.ame.stm.engine.observe.LoopDecision;
import dev.ame.stm.engine.observe.Observation;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How the workers of a run share its work. Its lock is never held while code of users runs. */
abstract class Lane<T extends @Nullable Object> {
    final Feed<T> feed;
    final LoopBody<T> body;
    final Pace pace;
    final ChunkRunner runner;
    final Idlers idlers;
    final ReentrantLock lock;

    /** Written under the lock or by {@link #end}; never reset. */
    volatile boolean ended;

    // Guarded by the lock.
    /** The index of the next element of the feed. */
    long next;

    /** Whether a worker is asking the feed for elements, without the lock. */
    boolean fetching;

    /** Whether the feed has no more elements, for good. */
    boolean exhausted;

    Lane(Feed<T> feed, LoopBody<T> body, Pace pace, LoopTotals totals) {
        this.feed = feed;
        this.body = body;
        this.pace = pace;
        runner = new ChunkRunner(totals);
        idlers = new Idlers(feed);
        lock = idlers.lock();
    }

    /** What each worker does until there is nothing left to do. What it throws ends the run. */
    abstract void work() throws Exception;

    /** What an extra worker does that was hired because others wait. */
    abstract void help() throws Exception;

    /** Undoes what is left, when no worker is left. */
    abstract void close();

    /** Makes all workers come to an end; they drop what they have not begun. Called at any time, by anybody. */
    final void end() {
        ended = true;
        allHaveCome();
    }

    /** Whether all workers are busy. */
    final boolean isBehind() {
        return idlers.isNobodyIdle();
    }

    /** How many workers wait for something to do, about. */
    final int idle() {
        return idlers.count();
    }

    /** There may be more elements than when a worker last looked. */
    final void moreToCome() {
        idlers.wakeOne();
    }

    /** There will be no more elements than there are now. */
    final void allHaveCome() {
        lock.lock();
        try {
            idlers.wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts the next elements into the chunk, and answers how many. Called, and returns, with the lock held; not by two at
     * once. What the feed throws comes after all elements before it.
     */
    final int fetch(Chunk<T> chunk) throws Exception {
        chunk.clear(next);
        int size = pace.size(feed.remaining());
        int count = Feed.END;
        fetching = true;
        lock.unlock();
        try {
            count = feed.fill(chunk, size);
        } finally {
            lock.lock();
            fetching = false;
            exhausted = count == Feed.END;
        }
        next += Math.max(0, count);
        return count;
    }

    /** Waits for something to do. Called, and returns, with the lock held. */
    final void await(BooleanSupplier isReady) throws InterruptedException {
        boolean isSoon = !(exhausted || fetching || pace.isLone() || feed.isDry()); // an iterator may take its time
        idlers.await(isReady, isSoon ? Idlers.LONG_WATCH_NANOS : Idlers.SHORT_WATCH_NANOS, waitNanos());
    }

    /** How long those who do not work should be parked at most before they look again. Under the lock. */
    long waitNanos() {
        return pace.waitNanos();
    }

    /** Tells the pace of a chunk that was just run. */
    final void learnFrom(Chunk<T> chunk) {
        long now = System.nanoTime();
        learn(chunk.ran(), now - chunk.lastRunBegan(), chunk.aborts(), now);
    }

    /** Tells the pace of a chunk that has committed. */
    final void learn(int ran, long usefulNanos, int aborts, long now) {
        LoopDecision decision;
        lock.lock();
        try {
            boolean lone = pace.isLone();
            pace.committed(ran, usefulNanos, aborts, now);
            wakeIfTurned(lone);
            decision = pace.takeDecision(body.name(), body.code().getName());
        } finally {
            lock.unlock();
        }
        if (decision != null) {
            Observation.tell(observer -> observer.decided(decision));
        }
    }

    /** Calls all if the pace has turned from one worker to many, or back. Under the lock. */
    final void wakeIfTurned(boolean wasLone) {
        if (wasLone != pace.isLone()) {
            idlers.wakeAll(); // to work, or to see to it that one worker is not waited for for ever
        }
    }
}
