package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.version.Word;

/**
 * The short end of an attempt that has only read and written locations: what {@link AttemptEnd} does, less what need not be
 * looked at.
 */
final class PlainEnd {
    /** With so many writes a commit is worth a longer way. */
    private static final int FEW = 2;

    private PlainEnd() {}

    /** As {@link AttemptEnd#tryCommit}. */
    static boolean tryCommit(Transaction transaction) {
        assert isPlain(transaction) : "an attempt that has done more than read and write";
        if (transaction.mode == Mode.LIGHT) {
            transaction.plain = false;
            transaction.freeSnapshot = Word.NONE;
            transaction.mode = Mode.IDLE;
            return true;
        }
        WriteLog writes = transaction.writes;
        int size = writes.size();
        if (size == 0 || size > FEW || transaction.reads.size() >= LongReads.LONG) {
            return AttemptEnd.tryCommitAny(transaction);
        }
        transaction.reads.validateFor(transaction.snapshot);
        if (!transaction.protocol.commitFew(writes, transaction.reads)) {
            transaction.doom(AbortReason.CONFLICT);
            return false;
        }
        end(transaction, writes);
        return true;
    }

    /**
     * The writes are cleared last, and nothing is called from then on: if the stack is full before that, the commit is still
     * known to have been decided, and {@link AttemptEnd#endCommitted} is done later.
     */
    private static void end(Transaction transaction, WriteLog writes) {
        transaction.profile.ranWriting(true, transaction.attempt == 1);
        transaction.reads.clearEntries();
        writes.clearFew();
        transaction.logSnapshot = Word.NONE;
        transaction.mayWrite = false;
        transaction.plain = false;
        transaction.publication.committed = false;
        transaction.mode = Mode.IDLE;
    }

    private static boolean isPlain(Transaction transaction) {
        return (transaction.mode == Mode.UPDATE || transaction.mode == Mode.LIGHT)
                && transaction.scope == null
                && transaction.pin == null
                && transaction.turn == Turns.NONE
                && transaction.cleanup == null
                && transaction.timers == null
                && transaction.breakage == null
                && !transaction.timed
                && !transaction.irrevocable
                && !transaction.writes.hasFunctions()
                && !transaction.reads.hasInquiries()
                && !transaction.reads.isPinned();
    }
}
