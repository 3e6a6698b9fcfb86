package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.engine.attempt.BlockAccess;
import dev.ame.stm.engine.attempt.Rethrow;
import dev.ame.stm.engine.attempt.Speculation;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.loop.ChunkRunner.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Workers that run chunks ahead, and commit them in the order of the elements.
 *
 * <pre>
 *   oldest                              youngest
 *   [head: the right to commit] [ahead: run, done] [ahead: running] ...      at most {@link Pace#window} chunks
 * </pre>
 *
 * <p>The oldest chunk has the right to commit, and at most one worker exercises it, for chunk after chunk. A chunk that
 * is the oldest when it begins is run as an ordinary block. Others are run ahead, as {@link Speculation}s, and when one
 * has become the oldest it is committed by whoever comes by; until then it keeps no worker. If what it has read is not
 * current any more it is run again, now as the oldest: under the serial lock, so that it cannot lose twice.
 *
 * <p>So an element is run at most three times: ahead; as the oldest, together with its chunk; and, if one of the chunk
 * throws, waits or becomes irrevocable, alone. Of these only the first can be in vain because of other elements.
 *
 * <p>Elements that must be {@linkplain IterationOptions#apart apart} are chunks of one, and are spared the second run. What has been run
 * ahead counts neither towards the time of a block nor towards its attempts, as in the plain serial loop it does not exist; but if
 * it has taken longer than that time, it is not committed: so whether an element is in time does not depend on who runs ahead.
 */
final class OrderedLane<T extends @Nullable Object> extends Lane<T> {
    private static final class Slot<T extends @Nullable Object> {
        final Chunk<T> chunk;
        final Deque<Speculation> owner;

        /** What is ready to be committed. Written by the worker that ran it before {@link #isReady}, under the lock. */
        @Nullable
        Speculation speculation;

        boolean isReady;
        boolean wasRun;
        long nanos;

        Slot(Chunk<T> chunk, Deque<Speculation> owner) {
            this.chunk = chunk;
            this.owner = owner;
        }
    }

    private final AtomicBlock firstRun;
    private final AtomicBlock lastRun;
    private final IterationOptions options;
    private final LoopTotals totals;

    // Guarded by the lock.
    private final Deque<Slot<T>> slots = new ArrayDeque<>();
    private final Deque<Chunk<T>> spares = new ArrayDeque<>();
    private @Nullable Throwable feedFailure;

    /** Whether some worker has the right to commit. */
    private boolean committing;

    OrderedLane(Feed<T> feed, LoopBody<T> body, AtomicBlock block, Pace pace, LoopTotals totals) {
        super(feed, body, pace, totals);
        options = IterationOptions.of(block);
        firstRun = BlockAccess.forOneRun(block.serialAfter(Math.min(1, options.serialAfter())));
        lastRun = BlockAccess.forOneRun(block.serialAfter(0));
        this.totals = totals;
    }

    @Override
    void work() throws Exception {
        Deque<Speculation> own = new ArrayDeque<>();
        lock.lock();
        try {
            while (!ended) {
                if (body.heedsInterrupts() && Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Slot<T> oldest = slots.peekFirst();
                if (oldest != null && oldest.isReady && !committing) {
                    commitOldest(oldest);
                } else if (mayFetch()) {
                    fetchAndRun(own);
                } else if (oldest == null && exhausted) {
                    finish();
                } else {
                    await(this::mayFetch);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    void help() {} // who waits here waits for nothing that is behind

    private boolean mayFetch() {
        boolean room = pace.isLone() ? slots.isEmpty() : slots.size() < pace.window();
        return room && !exhausted && !fetching && !feed.isDry();
    }

    private void finish() {
        ended = true;
        idlers.wakeAll();
        if (feedFailure != null) {
            throw Rethrow.asIs(feedFailure);
        }
    }

    // ---------------------------------------------------------------- the next chunk

    /** Takes the next elements, and runs them. Called, and returns, with the lock held. */
    private void fetchAndRun(Deque<Speculation> own) throws InterruptedException {
        Chunk<T> chunk = spares.isEmpty() ? new Chunk<>(body) : spares.pop();
        int count = Feed.END;
        try {
            count = fetch(chunk);
        } catch (Throwable t) {
            feedFailure = t; // comes when all elements before it have committed
        }
        if (ended) {
            return; // nothing must happen any more, not even as the oldest
        }
        if (count > 0) {
            chunk.setTogether(!options.apart());
            run(chunk, own);
            return;
        }
        if (exhausted) {
            idlers.wakeAll();
        }
        spares.push(chunk);
    }

    private void run(Chunk<T> chunk, Deque<Speculation> own) throws InterruptedException {
        Slot<T> slot = new Slot<>(chunk, own);
        boolean isOldest = slots.isEmpty() && !committing;
        slots.addLast(slot);
        if (!pace.isLone()) {
            idlers.wakeAll(); // the next one may be fetched
        }
        if (isOldest) {
            committing = true;
            runOldest(slot);
        } else {
            runAhead(slot);
        }
    }

    private void runAhead(Slot<T> slot) {
        Speculation speculation = slot.owner.poll();
        boolean unwound = true;
        lock.unlock();
        try {
            if (speculation == null) {
                speculation = new Speculation();
            }
            slot.speculation = runner.ahead(speculation, slot.chunk, options);
            slot.nanos = System.nanoTime() - slot.chunk.lastRunBegan();
            unwound = false;
        } finally {
            lock.lock();
            if (slot.speculation == null && speculation != null) {
                release(slot, speculation);
            }
            ended |= unwound;
            slot.wasRun = true;
            slot.isReady = true;
        }
        if (slot.speculation == null) {
            pace.lost();
        }
        if (ended) {
            return; // what is left is undone when all workers have gone
        }
        if (slot == slots.peekFirst()) {
            idlers.wakeAll();
        }
    }

    /** One whose end has failed before it began is kept, to be abandoned when the run is closed. */
    private static void release(Slot<?> slot, Speculation speculation) {
        slot.speculation = speculation.isOpen() ? speculation : null;
        if (speculation.isFree()) {
            slot.owner.add(speculation);
        }
    }

    // ---------------------------------------------------------------- the oldest chunk

    private void commitOldest(Slot<T> slot) throws InterruptedException {
        committing = true;
        Speculation speculation = slot.speculation;
        if (speculation == null) {
            runOldest(slot);
            return;
        }
        boolean committed = false;
        boolean unwound = true;
        lock.unlock();
        try {
            committed = runner.commit(speculation, slot.chunk, slot.nanos);
            unwound = false;
        } finally {
            lock.lock();
            release(slot, speculation);
            ended |= unwound;
        }
        if (committed) {
            learn(slot.chunk.ran(), slot.nanos, 0, System.nanoTime());
            next(slot, !slot.chunk.isLast());
        } else {
            pace.lost();
            runOldest(slot);
        }
    }

    /** Runs the oldest chunk to its end. Called, and returns, with the lock held and with the right to commit. */
    private void runOldest(Slot<T> slot) throws InterruptedException {
        boolean goOn = false;
        boolean unwound = true;
        Chunk<T> chunk = slot.chunk;
        lock.unlock();
        try {
            goOn = runAsOldest(slot, chunk);
            unwound = false;
        } finally {
            lock.lock();
            ended |= unwound; // whatever it is, the right to commit must not be used any more
        }
        next(slot, goOn);
    }

    private boolean runAsOldest(Slot<T> slot, Chunk<T> chunk) throws InterruptedException {
        AtomicBlock block = slot.wasRun ? lastRun : firstRun;
        if (chunk.isTogether()) {
            Transaction.current().attemptsBefore = slot.wasRun ? 1 : 0;
            Outcome outcome = runner.together(block, chunk);
            if (outcome == Outcome.COMMITTED) {
                learnFrom(chunk);
                if (chunk.isPartial()) {
                    throw new InterruptedException();
                }
                return !chunk.isLast();
            }
            if (outcome != Outcome.APART) {
                return outcome == Outcome.FAILED;
            }
        }
        for (int i = 0; i < chunk.size(); i++) {
            if (i > 0 && chunk.isInterrupted()) {
                throw new InterruptedException();
            }
            boolean isFirst = options.apart() && !slot.wasRun;
            Transaction.current().attemptsBefore = isFirst ? 0 : 1;
            boolean goOn = runner.alone(isFirst ? firstRun : lastRun, chunk, i);
            if (options.apart()) {
                learnFrom(chunk);
            }
            if (!goOn) {
                return false;
            }
            if (ended) {
                return true; // others have ended the run; what is left counts as not begun
            }
        }
        return true;
    }

    /** Passes the right to commit on. */
    private void next(Slot<T> slot, boolean goOn) {
        committing = false;
        slots.removeFirst();
        slot.chunk.clear(0); // an executor may have nothing else to do for a long time
        spares.push(slot.chunk);
        ended |= !goOn;
        if (ended || !pace.isLone()) {
            idlers.wakeAll();
        }
    }

    // ---------------------------------------------------------------- the end

    @Override
    void close() {
        for (Slot<T> slot : slots) {
            if (slot.speculation != null) {
                slot.speculation.abandon();
                totals.aborted(1, slot.nanos);
            }
        }
        slots.clear();
    }
}
