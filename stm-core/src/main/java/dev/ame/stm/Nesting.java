package dev.ame.stm;

import dev.ame.stm.engine.attempt.BlockSettings;
import dev.ame.stm.engine.attempt.Requests;
import dev.ame.stm.engine.attempt.Rethrow;
import dev.ame.stm.engine.attempt.Savepoint;
import dev.ame.stm.engine.attempt.Transaction;
import org.jspecify.annotations.Nullable;

/** Blocks inside a block: closed nesting, and the two branches of {@code orElse}. */
@SuppressWarnings("NullAway") // a result is null until there is one
final class Nesting {
    private Nesting() {}

    static <T extends @Nullable Object, X extends Exception> T call(
            Transaction transaction, BlockSettings settings, TxnCall<T, X> block) throws X {
        Savepoint savepoint = Savepoint.open(transaction, settings);
        boolean late = false;
        try {
            boolean limited = settings.deadlineNanos() != BlockSettings.NO_DEADLINE;
            if (limited && !savepoint.limit(settings.deadlineNanos())) {
                late = true;
                throw AttemptLoop.deadlineExceeded(transaction, settings, 0);
            }
            if (settings.irrevocable()) {
                Requests.becomeIrrevocable(transaction, AttemptLoop.describe(settings) + " is declared irrevocable");
            }
            T result = block.apply(Txn.of(transaction));
            transaction.checkInBlock("the end of a nested block");
            if (savepoint.isLate()) {
                late = true;
                throw AttemptLoop.deadlineExceeded(transaction, settings, 0);
            }
            savepoint.merge();
            return result;
        } catch (Throwable t) {
            try {
                boolean ended = savepoint.recoverFromDeadline();
                close(transaction, savepoint, !late && !ended && settings.commitsOn(t));
                if (ended) {
                    throw AttemptLoop.deadlineExceeded(transaction, settings, 0);
                }
            } catch (VirtualMachineError e) {
                transaction.breakage = e; // half undone, or not at all
                throw e;
            }
            throw t;
        }
    }

    /** Closes a nested block that threw. If the attempt is over, whatever was thrown gives way to its signal. */
    private static void close(Transaction transaction, Savepoint savepoint, boolean keep) {
        transaction.checkInBlock("the end of a nested block");
        if (keep) {
            savepoint.merge();
        } else {
            savepoint.rollback();
        }
    }

    /** Outside a block it opens one. */
    static <T extends @Nullable Object, X extends Exception> T orElse(TxnCall<T, X> first, TxnCall<T, X> second)
            throws X {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            return AttemptLoop.call(BlockSettings.DEFAULT, () -> orElse(transaction, first, second));
        }
        return orElse(transaction, first, second);
    }

    private static <T extends @Nullable Object, X extends Exception> T orElse(
            Transaction transaction, TxnCall<T, X> first, TxnCall<T, X> second) throws X {
        Savepoint savepoint = Savepoint.open(transaction, BlockSettings.DEFAULT);
        T result = null;
        Throwable thrown = null;
        try {
            savepoint.openAlternative();
            result = first.apply(Txn.of(transaction));
        } catch (Throwable t) {
            thrown = t;
        }
        boolean goOn = false;
        try {
            if (transaction.isDoomed()) {
                goOn = savepoint.recoverFromRetry();
                transaction.checkInBlock("orElse"); // throws the signal unless recovered
                savepoint.rollback();
            } else if (thrown != null) {
                savepoint.rollback();
            } else {
                savepoint.merge();
            }
        } catch (VirtualMachineError e) {
            transaction.breakage = e;
            throw e;
        }
        if (goOn) {
            return call(transaction, BlockSettings.DEFAULT, second);
        }
        if (thrown != null) {
            throw Rethrow.asIs(thrown);
        }
        return result;
    }
}
