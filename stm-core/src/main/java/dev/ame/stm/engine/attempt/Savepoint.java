package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.Draft;
import dev.ame.stm.engine.log.Mark;
import dev.ame.stm.engine.version.Stamps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a nested block: what it goes back to if it is undone. What it has read still counts then, since the
 * undoing may be due to it.
 */
public final class Savepoint {
    private final Transaction transaction;
    private final Mark writes;
    private final Draft.Mark @Nullable [] drafts;
    private final Scope.@Nullable Mark scope;
    private final boolean writesForbidden;
    private final @Nullable BlockSettings forbiddenBy;
    private final boolean timed;
    private final long deadline;

    private Savepoint(Transaction transaction) {
        this.transaction = transaction;
        transaction.plain = false;
        writesForbidden = transaction.writesForbidden;
        forbiddenBy = transaction.forbiddenBy;
        timed = transaction.timed;
        deadline = transaction.deadline;
        scope = transaction.scope == null ? null : transaction.scope.enter();
        drafts = transaction.reads.markDrafts();
        writes = transaction.writes.mark();
    }

    public static Savepoint open(Transaction transaction, BlockSettings settings) {
        transaction.checkInBlock("a nested block");
        Savepoint savepoint = new Savepoint(transaction);
        if (settings.readOnly()) {
            transaction.writesForbidden = true;
            transaction.forbiddenBy = settings;
            transaction.mayWrite = false;
        }
        return savepoint;
    }

    /** Closes the nested block, keeping what it did. */
    public void merge() {
        transaction.writes.merge(writes);
        close();
    }

    /** Closes the nested block, undoing what it wrote. If this fails, the attempt must not go on. */
    public void rollback() {
        transaction.writes.rollback(writes, transaction.reads);
        boolean undrafted = rollbackDrafts();
        Scope present = transaction.scope;
        List<Runnable> undone = present == null ? List.of() : present.undo(scope == null ? Scope.NOTHING : scope);
        close();
        if (transaction.irrevocable) {
            Commutes.applyAll(transaction); // functions that were pending before the nested block are so again
        }
        if (present != null && SerialTurn.isHeld(transaction)) {
            present.undone.addAll(undone);
        } else {
            AttemptEnd.runAside(transaction, undone);
        }
        if (!undrafted) {
            throw transaction.doom(Ending.CONFLICT);
        }
    }

    /** Makes changes again on a base that has moved meanwhile, which is code of users. */
    private boolean rollbackDrafts() {
        if (!transaction.reads.hasInquiries()) {
            return true;
        }
        int outer = Commutes.enterFunction(transaction);
        try {
            return transaction.reads.rollbackDrafts(drafts);
        } finally {
            transaction.mode = outer;
        }
    }

    private void close() {
        if (transaction.scope != null) {
            transaction.scope.leave(scope == null ? Scope.NOTHING : scope);
        }
        transaction.timed = timed;
        transaction.deadline = deadline;
        transaction.writesForbidden = writesForbidden;
        transaction.forbiddenBy = forbiddenBy;
        transaction.mayWrite = transaction.mode == Mode.UPDATE && !writesForbidden;
    }

    /** A nested block's own deadline, if it is earlier. Runs on if the attempt that set it first ended within it. */
    public void limit(BlockSettings by, long nestedDeadline) {
        Scope limits = transaction.scopeForWriting();
        int index = ++limits.limits;
        boolean carried = by == transaction.carriedBy && index == transaction.carriedAt;
        long at = carried ? transaction.carriedDeadline : nestedDeadline;
        if (!transaction.timed || at - transaction.deadline < 0) {
            transaction.timed = true;
            transaction.deadline = at;
            limits.limitedBy = by;
            limits.limitedAt = index;
        }
    }

    public boolean isExpired() {
        return AttemptEnd.isExpired(transaction);
    }

    /** Says that until this level is closed {@code retry} has an alternative. */
    public void openAlternative() {
        transaction.scopeForWriting().alternatives++;
    }

    /** Makes an attempt that ended with {@code retry} go on, for the other branch; false if it ended otherwise. */
    public boolean recoverFromRetry() {
        if (transaction.mode != Mode.DOOMED || transaction.ending != Ending.RETRY) {
            return false;
        }
        transaction.ending = Ending.NONE;
        transaction.mode = transaction.modeBeforeDoom;
        transaction.freeSnapshot = switch (transaction.mode) {
            case Mode.LIGHT -> transaction.snapshot;
            case Mode.PINNED -> transaction.logsReads ? Stamps.NONE : transaction.snapshot;
            case Mode.SERIAL -> transaction.writes.isEmpty() && !transaction.logsReads ? Stamps.LATEST : Stamps.NONE;
            default -> Stamps.NONE;
        };
        return true;
    }
}
