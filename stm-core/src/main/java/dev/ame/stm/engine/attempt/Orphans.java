package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.version.Pins;

/** Transactions that a thread has left behind in the middle of an attempt, because it had no stack to end it. */
final class Orphans {
    private Orphans() {}

    /** Ends what a thread has left behind for want of stack; what it has no stack for now either is left behind again. */
    static boolean end(Transaction transaction) {
        Scope orphaned = transaction.publication.committed ? null : transaction.scope;
        try {
            transaction.attempts = null;
            if (transaction.publication.committed) {
                AttemptEnd.endCommitted(transaction);
            } else {
                AttemptEnd.end(transaction, false);
                transaction.reset();
                AttemptEnd.runHooksAfterRollback(orphaned);
                Cleanup.runAside(transaction);
            }
            Pins.releaseLost();
            endStandIns(transaction);
        } catch (VirtualMachineError e) {
            if (orphaned != null) {
                transaction.scope = orphaned;
            }
            transaction.mode = Mode.ORPHANED;
            transaction.place[0] = transaction;
            throw e;
        }
        transaction.mode = Mode.IDLE;
        transaction.place[0] = transaction.self;
        return true;
    }

    /** Ends what has been left behind of those that have stood in for this one. */
    private static void endStandIns(Transaction transaction) {
        Transaction orphan;
        while ((orphan = transaction.orphans) != null) {
            Transaction inner = orphan;
            transaction.orphans = inner.nextOrphan; // if it is left behind once more, it is put back
            Bindings.runWith(inner, () -> end(inner));
        }
    }
}
