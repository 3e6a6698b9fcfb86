package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.loop.ChunkRunner.Outcome;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Workers that take chunks and run them, in any order.
 *
 * <p>The elements of a chunk that cannot be run together are given back, but for the first: it may wait in {@code retry}
 * for what another of them does, so the others must be open to all workers. And if all workers wait, they are open to an
 * extra one, which is hired if one of them is older than one that waits. So it is as if each worker took one element at a
 * time: of those that have not been finished, the oldest, one for each worker, are being run.
 */
final class UnorderedLane<T extends @Nullable Object> implements Lane {
    private record Returned<T extends @Nullable Object>(long index, T element) {}

    private final Idlers idlers;
    private final ReentrantLock lock;
    private final Feed<T> feed;
    private final LoopBody<T> body;
    private final AtomicBlock block;
    private final Pace pace;
    private final ChunkRunner runner;
    private final Runnable hire;

    private volatile boolean ended;

    // Guarded by the lock.
    private final PriorityQueue<Returned<T>> returned = new PriorityQueue<>(Comparator.comparingLong(Returned::index));

    /** The elements that are being run alone, any of which may wait. */
    private final TreeSet<Long> alone = new TreeSet<>();

    /** Chunks that were taken by the one worker that works alone, and are run together. */
    private int loneChunks;

    private long next;
    private boolean exhausted;
    private int active;

    /** @param hire starts one more thread that calls {@link #help} */
    UnorderedLane(Feed<T> feed, LoopBody<T> body, AtomicBlock block, Pace pace, LoopTotals totals, Runnable hire) {
        this.hire = hire;
        this.feed = feed;
        idlers = new Idlers(feed);
        lock = idlers.lock();
        this.body = body;
        this.block = block;
        this.pace = pace;
        runner = new ChunkRunner(totals);
    }

    @Override
    public void work() throws Exception {
        Chunk<T> chunk = new Chunk<>(body);
        while (take(chunk, false)) {
            runTaken(chunk);
        }
    }

    @Override
    public void help() throws Exception {
        Chunk<T> chunk = new Chunk<>(body);
        while (take(chunk, true)) {
            runTaken(chunk);
        }
    }

    private void runTaken(Chunk<T> chunk) {
        boolean goOn = false;
        try {
            goOn = handle(chunk);
        } finally {
            done(chunk, goOn);
        }
    }

    /** False at the end of the run, or of what was given back. */
    private boolean take(Chunk<T> chunk, boolean onlyReturned) throws Exception {
        lock.lockInterruptibly();
        try {
            while (!ended) {
                if (fillReturned(chunk) || (!onlyReturned && !isLoneTaken() && fill(chunk))) {
                    active++;
                    if (!pace.isLone() && mayTake()) {
                        idlers.wakeOne(); // who was told of this element may have been told of others as well
                    }
                    return true;
                }
                if (onlyReturned) {
                    return false;
                }
                if (exhausted && active == 0 && returned.isEmpty()) {
                    idlers.wakeAll();
                    return false;
                }
                idlers.await(this::mayTake);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLoneTaken() {
        return pace.isLone() && loneChunks > 0;
    }

    private boolean fillReturned(Chunk<T> chunk) {
        Returned<T> oldest = returned.poll();
        if (oldest != null) {
            chunk.clear(oldest.index);
            chunk.add(oldest.element);
            chunk.setTogether(true); // to be told before it waits
            chunk.setLone(false);
        }
        return oldest != null;
    }

    private boolean fill(Chunk<T> chunk) throws Exception {
        chunk.clear(next);
        int count = exhausted ? Feed.END : feed.fill(chunk, pace.size(feed.remaining()));
        exhausted = count == Feed.END;
        if (count > 0) {
            next += count;
            chunk.setLone(pace.isLone());
            chunk.setTogether(count > 1 || chunk.isLone() || !alone.isEmpty());
            if (chunk.isLone()) {
                loneChunks++;
            } else if (!chunk.isTogether()) {
                alone.add(chunk.index(0));
            }
        }
        return count > 0;
    }

    private boolean mayTake() {
        return !returned.isEmpty() || !(exhausted || isLoneTaken() || feed.isDry());
    }

    private boolean handle(Chunk<T> chunk) {
        if (chunk.isTogether()) {
            Outcome outcome = runner.together(block, chunk);
            learn(chunk, outcome == Outcome.COMMITTED);
            if (outcome == Outcome.COMMITTED) {
                if (chunk.isPartial()) {
                    giveBack(chunk, chunk.ran());
                }
                return !chunk.isLast();
            }
            if (outcome != Outcome.APART || ended) {
                return outcome == Outcome.FAILED;
            }
            giveBack(chunk, 1);
            prepareToWait(chunk);
        }
        boolean goOn = runner.alone(block, chunk, 0);
        learn(chunk, true);
        return goOn;
    }

    private void learn(Chunk<T> chunk, boolean committed) {
        lock.lock();
        try {
            long now = System.nanoTime();
            boolean lone = pace.isLone();
            if (committed) {
                pace.committed(chunk.ran(), now - chunk.lastRunBegan(), chunk.aborts(), now);
            } else {
                pace.lost();
                pace.endLone(); // the element may wait for one that another worker has
            }
            if (lone && !pace.isLone()) {
                idlers.wakeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Leaves to others what comes from the i-th element on. */
    private void giveBack(Chunk<T> chunk, int from) {
        lock.lock();
        try {
            for (int i = from; i < chunk.size(); i++) {
                returned.add(new Returned<>(chunk.index(i), chunk.element(i)));
            }
            chunk.cut(from);
            idlers.wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /** For a worker that may be about to wait: somebody must be there for each element older than one that waits. */
    private void prepareToWait(Chunk<T> chunk) {
        boolean oneIsMissing;
        lock.lock();
        try {
            leaveLone(chunk);
            alone.add(chunk.index(0));
            Returned<T> oldest = returned.peek();
            oneIsMissing = oldest != null && oldest.index < alone.last();
        } finally {
            lock.unlock();
        }
        if (oneIsMissing) {
            hire.run();
        }
    }

    private void leaveLone(Chunk<T> chunk) {
        if (chunk.isLone()) {
            loneChunks--;
            chunk.setLone(false);
        }
    }

    private void done(Chunk<T> chunk, boolean goOn) {
        lock.lock();
        try {
            active--;
            leaveLone(chunk);
            alone.remove(chunk.index(0));
            if (!goOn) {
                ended = true;
            }
            if (ended || exhausted) {
                idlers.wakeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() {
        ended = true;
        // The lock may be held by code of users that never returns. Then those who wait are interrupted as well.
        if (lock.tryLock()) {
            try {
                idlers.wakeAll();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public boolean isBehind() {
        return idlers.isNobodyIdle();
    }

    @Override
    public void moreToCome() {
        idlers.wakeOne();
    }

    @Override
    public void allHaveCome() {
        lock.lock();
        try {
            idlers.wakeAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {}
}
