package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.observe.Ledger;
import dev.ame.stm.engine.version.SmallSet;
import dev.ame.stm.engine.version.Word;

/**
 * The short end of an attempt that has only read and written locations: what {@link AttemptEnd} does, less what need not be
 * looked at.
 */
final class PlainEnd {
    private PlainEnd() {}

    /** As {@link AttemptEnd#tryCommit}. */
    static boolean tryCommit(Transaction transaction) {
        assert isPlain(transaction) : "an attempt that has done more than read and write";
        if (transaction.mode == Mode.LIGHT) {
            transaction.plain = false;
            transaction.freeSnapshot = Word.NONE;
            readOnly(transaction);
            transaction.mode = Mode.IDLE;
            return true;
        }
        SmallSet small = transaction.small;
        if (!small.isOpen()) {
            return AttemptEnd.tryCommitAny(transaction);
        }
        if (!small.hasWrites()) {
            transaction.profile.ranReadOnly(false);
            readOnly(transaction);
        } else if (transaction.publication.commitSmall(small, transaction.writes.lock)) {
            transaction.profile.ranWriting(true, transaction.attempt == 1);
            transaction.ledger.updates++;
            if (transaction.publication.signals() != 0) {
                transaction.ledger.committed(small); // nothing else can be
            }
        } else {
            return AttemptEnd.tryCommitAny(transaction);
        }
        end(transaction, small);
        return true;
    }

    private static void readOnly(Transaction transaction) {
        Ledger ledger = transaction.ledger;
        ledger.readOnlyCommits++;
        if (ledger.began != 0) {
            ledger.ended();
        }
    }

    /**
     * Nothing is called when the set has been cleared: if the stack is full before that, the commit is still known to have been decided, and
     * {@link AttemptEnd#endCommitted} is done later.
     */
    private static void end(Transaction transaction, SmallSet small) {
        small.clear();
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
