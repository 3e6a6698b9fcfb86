package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.engine.attempt.BlockAccess;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.loop.ChunkRunner.Outcome;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Workers that take chunks and run them, in any order.
 *
 * <p>The elements of a chunk that cannot be run together are given back, but for the first: it may wait in {@code retry}
 * for what another of them does, so the others must be open to all workers. And if all workers wait, they are open to an
 * extra one, which is hired if one of them is older than one that waits. So it is as if each worker took one element at a
 * time: of those that have not been finished, the oldest, one for each worker, are being run.
 */
final class UnorderedLane<T extends @Nullable Object> extends Lane<T> {
    private record Returned<T extends @Nullable Object>(long index, T element) {}

    /** Many times the length of a chunk. */
    private static final long LONE_PATIENCE_NANOS = 10_000_000;

    private final AtomicBlock block;
    private final Runnable hire;

    /** Whether no element may be run together with others, or only to see whether it waits. Then nothing is ever given back. */
    private final boolean apart;

    // Guarded by the lock.
    private final PriorityQueue<Returned<T>> returned = new PriorityQueue<>(Comparator.comparingLong(Returned::index));

    /** The elements that are being run alone, any of which may wait. */
    private final TreeSet<Long> alone = new TreeSet<>();

    /** Chunks that were taken by the one worker that works alone, and are run together. */
    private int loneChunks;

    /** When the last of them was taken. */
    private long loneSince;

    private int active;

    /** @param hire starts one more thread that calls {@link #help} */
    UnorderedLane(Feed<T> feed, LoopBody<T> body, AtomicBlock block, Pace pace, LoopTotals totals, Runnable hire) {
        super(feed, body, pace, totals);
        this.block = BlockAccess.forOneRun(block);
        this.hire = hire;
        apart = IterationOptions.of(block).apart();
    }

    @Override
    void work() throws Exception {
        Chunk<T> chunk = new Chunk<>(body);
        while (take(chunk, false)) {
            runTaken(chunk);
        }
    }

    @Override
    void help() throws Exception {
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
                if (fillReturned(chunk) || (!onlyReturned && mayFetch() && fill(chunk))) {
                    active++;
                    if (mayTake()) {
                        idlers.wakeNext(); // who was told of this element may have been told of others as well
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
                await(this::mayTake);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLoneTaken() {
        return pace.isLone() && loneChunks > 0 && loneNanosLeft() > 0;
    }

    /** How long the one that works alone may still take for its chunk: it may be waiting for what others would do. */
    private long loneNanosLeft() {
        return LONE_PATIENCE_NANOS - (System.nanoTime() - loneSince);
    }

    @Override
    long waitNanos() {
        long nanos = super.waitNanos();
        return isLoneTaken() ? Math.max(1, Math.min(nanos, loneNanosLeft())) : nanos;
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
        boolean lone = pace.isLone();
        if (lone) {
            loneChunks++;
            loneSince = System.nanoTime();
        }
        boolean taken = false;
        try {
            taken = fetch(chunk) > 0 && !ended;
        } finally {
            if (lone && !taken) {
                loneChunks--;
            }
        }
        if (taken) {
            chunk.setLone(lone);
            chunk.setTogether(!apart && (chunk.size() > 1 || lone || !alone.isEmpty()));
            if (!chunk.isTogether()) {
                alone.add(chunk.index(0));
            }
        }
        return taken;
    }

    private boolean mayFetch() {
        return !(exhausted || fetching || isLoneTaken() || feed.isDry());
    }

    private boolean mayTake() {
        return !returned.isEmpty() || mayFetch();
    }

    private boolean handle(Chunk<T> chunk) {
        if (chunk.isTogether()) {
            Outcome outcome = runner.together(block, chunk);
            if (outcome == Outcome.COMMITTED) {
                learnFrom(chunk);
                if (chunk.isPartial()) {
                    giveBack(chunk, chunk.ran());
                }
                return !chunk.isLast();
            }
            learnOfLoss();
            if (outcome != Outcome.APART || ended) {
                return outcome == Outcome.FAILED;
            }
            giveBack(chunk, 1);
            prepareToWait(chunk);
        }
        Transaction.current().attemptsBefore = chunk.isTogether() ? 1 : 0; // the one that was undone
        boolean goOn = runner.alone(block, chunk, 0);
        learnFrom(chunk);
        return goOn;
    }

    private void learnOfLoss() {
        lock.lock();
        try {
            boolean lone = pace.isLone();
            pace.lost();
            pace.endLone(); // the element may wait for one that another worker has
            wakeIfTurned(lone);
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
            chunk.clear(0); // an executor may have nothing else to do for a long time
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
    void close() {}
}
