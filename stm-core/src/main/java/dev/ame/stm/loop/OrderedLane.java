package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.engine.attempt.Speculation;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.commit.EngineMode;
import dev.ame.stm.loop.ChunkRunner.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
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
 */
final class OrderedLane<T extends @Nullable Object> implements Lane {
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

    private final Idlers idlers;
    private final ReentrantLock lock;
    private final Feed<T> feed;
    private final LoopBody<T> body;
    private final AtomicBlock firstRun;
    private final AtomicBlock lastRun;
    private final Pace pace;
    private final LoopTotals totals;
    private final ChunkRunner runner;

    private volatile boolean ended;

    // Guarded by the lock.
    private final Deque<Slot<T>> slots = new ArrayDeque<>();
    private final Deque<Chunk<T>> spares = new ArrayDeque<>();
    private long next;
    private boolean fetching;
    private boolean exhausted;
    private @Nullable Throwable feedFailure;

    /** Whether some worker has the right to commit. */
    private boolean committing;

    OrderedLane(Feed<T> feed, LoopBody<T> body, AtomicBlock block, Pace pace, LoopTotals totals) {
        this.feed = feed;
        idlers = new Idlers(feed);
        lock = idlers.lock();
        this.body = body;
        firstRun = block.serialAfter(1);
        lastRun = block.serialAfter(0);
        this.pace = pace;
        this.totals = totals;
        runner = new ChunkRunner(totals);
    }

    @Override
    public void work() throws Exception {
        Deque<Speculation> own = new ArrayDeque<>();
        lock.lock(); // never held while code of users runs
        try {
            while (!ended) {
                if (body.heedsInterrupts() && Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Slot<T> oldest = slots.peekFirst();
                if (oldest != null && oldest.isReady && !committing) {
                    commitOldest(oldest);
                } else if (mayFetch()) {
                    fetch(own);
                } else if (oldest == null && exhausted) {
                    finish();
                } else {
                    idlers.await(this::mayFetch);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void help() {} // who waits here waits for nothing that is behind

    private boolean mayFetch() {
        boolean oneByOne = pace.isLone() || EngineMode.SERIAL;
        boolean room = oneByOne ? slots.isEmpty() : slots.size() < pace.window();
        return room && !exhausted && !fetching && !feed.isDry();
    }

    private void finish() {
        ended = true;
        idlers.wakeAll();
        if (feedFailure != null) {
            throw Chunk.<RuntimeException>sneaky(feedFailure);
        }
    }

    // ---------------------------------------------------------------- the next chunk

    /** Takes the next elements, and runs them. Called, and returns, with the lock held. */
    private void fetch(Deque<Speculation> own) throws InterruptedException {
        Chunk<T> chunk = spares.isEmpty() ? new Chunk<>(body) : spares.pop();
        chunk.clear(next);
        int size = pace.size(feed.remaining());
        int count = Feed.END;
        Throwable failure = null;
        fetching = true;
        lock.unlock();
        try {
            count = feed.fill(chunk, size);
        } catch (Throwable t) {
            failure = t; // comes after all elements before it
        } finally {
            lock.lock();
            fetching = false;
        }
        if (ended) {
            return; // nothing must happen any more, not even as the oldest
        }
        if (count == Feed.END) {
            exhausted = true;
            feedFailure = failure;
            idlers.wakeAll();
        } else if (count > 0) {
            next += count;
            chunk.setTogether(true);
            run(chunk, own);
            return;
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
        lock.unlock();
        try {
            if (speculation == null) {
                speculation = new Speculation();
            }
            slot.speculation = runner.ahead(speculation, slot.chunk);
            slot.nanos = System.nanoTime() - slot.chunk.lastRunBegan();
        } finally {
            lock.lock();
            if (slot.speculation == null && speculation != null && speculation.isSound()) {
                slot.owner.add(speculation);
            }
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
            slot.speculation = null;
            if (speculation.isSound()) {
                slot.owner.add(speculation);
            }
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
                long now = System.nanoTime();
                learn(chunk.ran(), now - chunk.lastRunBegan(), chunk.aborts(), now);
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
            Transaction.current().attemptsBefore = 1;
            if (!runner.alone(lastRun, chunk, i)) {
                return false;
            }
            if (ended) {
                return true; // others have ended the run; what is left counts as not begun
            }
        }
        return true;
    }

    private void learn(int ran, long usefulNanos, int aborts, long now) {
        lock.lock();
        try {
            boolean lone = pace.isLone();
            pace.committed(ran, usefulNanos, aborts, now);
            if (lone && !pace.isLone()) {
                idlers.wakeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Passes the right to commit on. */
    private void next(Slot<T> slot, boolean goOn) {
        committing = false;
        slots.removeFirst();
        spares.push(slot.chunk);
        ended |= !goOn;
        if (ended || !pace.isLone()) {
            idlers.wakeAll();
        }
    }

    // ---------------------------------------------------------------- the end

    @Override
    public void end() {
        ended = true;
        lock.lock(); // never held while code of users runs
        try {
            idlers.wakeAll();
        } finally {
            lock.unlock();
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
    public void close() {
        for (Slot<T> slot : slots) {
            if (slot.speculation != null) {
                slot.speculation.abandon();
                totals.aborted(1, slot.nanos);
            }
        }
        slots.clear();
    }
}
