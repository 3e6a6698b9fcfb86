package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.engine.attempt.AttemptSignal;
import dev.ame.stm.engine.attempt.Speculation;
import dev.ame.stm.engine.attempt.Transaction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs chunks as blocks, and adds to the totals. */
final class ChunkRunner {
    private final LoopTotals totals;

    ChunkRunner(LoopTotals totals) {
        this.totals = totals;
    }

    /** What became of a chunk whose elements were run in one transaction. */
    enum Outcome {
        COMMITTED,
        /** Nothing has happened, and they have to be run alone. */
        APART,
        /** There was only one element, it has thrown, and the run goes on. */
        FAILED,
        /** The same, and the run is over. */
        OVER
    }

    /** Runs all elements in one transaction. */
    Outcome together(AtomicBlock block, Chunk<?> chunk) {
        chunk.selectAll();
        boolean committed = false;
        Throwable thrown = null;
        Transaction transaction = Transaction.current();
        long aborts = transaction.aborts();
        long serialRuns = transaction.serialRuns();
        try {
            block.run(chunk);
            committed = true;
        } catch (Throwable t) {
            thrown = t;
        } finally {
            transaction.attemptsBefore = 0;
        }
        long now = System.nanoTime();
        count(chunk, transaction, aborts, serialRuns, committed ? chunk.lastRunBegan() : now);
        if (committed) {
            totals.committed(chunk.ran(), now - chunk.lastRunBegan());
            chunk.tellCommitted();
            return Outcome.COMMITTED;
        }
        if (chunk.size() > 1 || thrown instanceof AttemptSignal) {
            return Outcome.APART; // whatever it was: it will be thrown again by the element that is alone then
        }
        return chunk.tellFailed(Objects.requireNonNull(thrown)) ? Outcome.FAILED : Outcome.OVER;
    }

    /**
     * Runs the elements of a chunk in an attempt that is to be committed later.
     *
     * @param options of those blocks; what takes longer than their time is not committed
     * @return what there is to commit; null if the elements have to be run again, see {@link Chunk#isTogether}
     */
    @Nullable
    Speculation ahead(Speculation speculation, Chunk<?> chunk, IterationOptions options) {
        chunk.selectAll();
        boolean good = false;
        try {
            speculation.run(chunk.kind(), options.readOnly(), chunk::runPart);
            boolean inTime = System.nanoTime() - chunk.began() < options.deadlineNanos();
            good = !speculation.isDoomed() && !chunk.isPartial() && inTime;
        } catch (Throwable t) {
            boolean lost = speculation.isDoomed() && !speculation.wantsToBeAlone();
            chunk.setTogether(lost && !options.apart());
        }
        if (good) {
            return speculation;
        }
        speculation.abandon();
        lost(chunk);
        return null;
    }

    /** Commits what was run ahead. On false the elements have to be run again. */
    boolean commit(Speculation speculation, Chunk<?> chunk, long nanos) {
        if (!speculation.commit()) {
            chunk.setLosses(1, nanos);
            totals.aborted(1, nanos);
            return false;
        }
        chunk.setLosses(0, 0);
        totals.committed(chunk.ran(), nanos);
        chunk.tellCommitted();
        return true;
    }

    private void lost(Chunk<?> chunk) {
        chunk.setLosses(1, System.nanoTime() - chunk.began());
        totals.aborted(1, chunk.wastedNanos());
    }

    /** Runs one element as a block of its own; answers whether to go on with others. */
    boolean alone(AtomicBlock block, Chunk<?> chunk, int i) {
        chunk.selectOne(i);
        Transaction transaction = Transaction.current();
        long aborts = transaction.aborts();
        long serialRuns = transaction.serialRuns();
        Throwable thrown = null;
        try {
            block.run(chunk);
        } catch (Throwable t) {
            thrown = t;
        } finally {
            transaction.attemptsBefore = 0;
        }
        if (thrown != null) {
            count(chunk, transaction, aborts, serialRuns, System.nanoTime());
            return chunk.tellFailed(thrown);
        }
        count(chunk, transaction, aborts, serialRuns, chunk.lastRunBegan());
        totals.committed(1, System.nanoTime() - chunk.lastRunBegan());
        chunk.tellCommitted();
        return !chunk.isLast();
    }

    private void count(Chunk<?> chunk, Transaction transaction, long aborts, long serialRuns, long wastedUntil) {
        chunk.setLosses((int) (transaction.aborts() - aborts), wastedUntil - chunk.began());
        if (chunk.aborts() != 0) {
            totals.aborted(chunk.aborts(), chunk.wastedNanos());
        }
        if (transaction.serialRuns() != serialRuns) {
            totals.ranSerially(transaction.serialRuns() - serialRuns);
        }
    }
}
