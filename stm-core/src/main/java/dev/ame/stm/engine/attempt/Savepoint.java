package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.Draft;
import dev.ame.stm.engine.log.Mark;
import dev.ame.stm.engine.version.Word;
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
    private final int ties;

    /** The timer of the nested block's own deadline. */
    private int timer = -1;

    private Savepoint(Transaction transaction) {
        this.transaction = transaction;
        transaction.plain = false;
        writesForbidden = transaction.writesForbidden;
        forbiddenBy = transaction.forbiddenBy;
        timed = transaction.timed;
        deadline = transaction.deadline;
        ties = transaction.ties;
        scope = transaction.scope == null ? null : transaction.scope.enter();
        drafts = transaction.reads().markDrafts();
        writes = transaction.writes().mark();
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
        transaction.writes().merge(writes);
        close();
    }

    /**
     * Closes the nested block, undoing what it wrote; unless it is tied, then what it wrote is kept. If this fails, the attempt
     * must not go on.
     */
    public void rollback() {
        if (isTied()) {
            merge();
            return;
        }
        transaction.writes().rollback(writes, transaction.reads());
        boolean undrafted = rollbackDrafts();
        Scope present = transaction.scope;
        if (present != null) {
            present.undo(scope == null ? Scope.NOTHING : scope);
        }
        close();
        if (transaction.irrevocable) {
            Commutes.applyAll(transaction); // functions that were pending before the nested block are so again
        }
        if (present != null && !SerialTurn.isHeld(transaction)) {
            AttemptEnd.runAside(present.undone);
        }
        if (!undrafted) {
            throw transaction.doom(AbortReason.CONFLICT);
        }
    }

    /** Makes changes again on a base that has moved meanwhile, which is code of users. */
    private boolean rollbackDrafts() {
        if (!transaction.reads().hasInquiries()) {
            return true;
        }
        int outer = Commutes.enterFunction(transaction);
        try {
            return transaction.reads().rollbackDrafts(drafts);
        } finally {
            transaction.mode = outer;
        }
    }

    /** Whether this nested block, or one inside it, has asked to be irrevocable. */
    public boolean isTied() {
        return transaction.ties > ties;
    }

    private void close() {
        if (timer >= 0) {
            Requests.timers(transaction).pause(timer);
        }
        if (transaction.scope != null) {
            transaction.scope.leave(scope == null ? Scope.NOTHING : scope);
        }
        transaction.timed = timed;
        transaction.deadline = deadline;
        transaction.writesForbidden = writesForbidden;
        transaction.forbiddenBy = forbiddenBy;
        transaction.mayWrite = transaction.mode == Mode.UPDATE && !writesForbidden && transaction.watch == null;
    }

    /**
     * Begins the nested block's own deadline, or goes on with it if an attempt before this one has come here.
     *
     * @return false if it has passed already
     */
    public boolean limit(long nanos) {
        int index = Requests.timer(transaction);
        Timers timers = Requests.timers(transaction);
        long end = timers.resume(index, nanos);
        timer = index;
        if (!transaction.irrevocable && end - System.nanoTime() <= 0) {
            transaction.late = timers.hasWaited(index) ? Requests.IN_RETRY : "while it was run again";
            return false;
        }
        if (!transaction.timed || end - transaction.deadline < 0) {
            transaction.timed = true;
            transaction.deadline = end;
            transaction.scopeForWriting().limit = this;
        }
        return true;
    }

    /** Whether the nested block has come to its end too late. */
    public boolean isLate() {
        if (timer >= 0
                && !transaction.irrevocable
                && Requests.timers(transaction).isOver(timer)) {
            transaction.late = "before it came to its end";
            return true;
        }
        return false;
    }

    /** To be called by a retry in this nested block. */
    void waits() {
        Requests.timers(transaction).note(timer);
    }

    /** Says that until this level is closed {@code retry} has an alternative. */
    public void openAlternative() {
        transaction.scopeForWriting().alternatives++;
    }

    /** Makes an attempt that ended with {@code retry} go on, for the other branch; false if it ended otherwise. */
    public boolean recoverFromRetry() {
        return recoverFrom(AbortReason.RETRY);
    }

    /** Makes an attempt go on whose nested block, this one, has ended because its deadline passed; false if it ended otherwise. */
    public boolean recoverFromDeadline() {
        Scope present = transaction.scope;
        return present != null && present.limit == this && recoverFrom(AbortReason.NESTED_DEADLINE);
    }

    private boolean recoverFrom(AbortReason why) {
        if (transaction.mode != Mode.DOOMED || transaction.ending != why) {
            return false;
        }
        transaction.ending = AbortReason.NONE;
        transaction.mode = transaction.modeBeforeDoom;
        transaction.freeSnapshot = switch (transaction.mode) {
            case Mode.LIGHT -> transaction.snapshot;
            case Mode.PINNED -> transaction.logsReads ? Word.NONE : transaction.snapshot;
            case Mode.SERIAL -> readsFreely(transaction) ? Word.LATEST : Word.NONE;
            default -> Word.NONE;
        };
        return true;
    }

    private static boolean readsFreely(Transaction transaction) {
        return transaction.writes().isEmpty() && !transaction.logsReads && !SerialTurn.mayExpire(transaction);
    }
}
