package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.version.Word;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a block can ask for besides reading and writing. */
public final class Requests {
    static final String IN_RETRY = "while it waited in retry()";

    private Requests() {}

    /** To be thrown by {@code Stm.retry}. */
    public static AttemptSignal retry(Transaction transaction) {
        transaction.checkInBlock("retry()");
        transaction.writes().returnBases(transaction.reads());
        Scope scope = transaction.scope;
        if (scope != null && scope.limit != null && !transaction.irrevocable) {
            if (AttemptEnd.isExpired(transaction)) {
                return transaction.doomLate(IN_RETRY);
            }
            scope.limit.waits();
        }
        if (scope != null && scope.hasAlternative()) {
            return transaction.doom(AbortReason.RETRY);
        }
        if (Joint.isJoint(transaction)) {
            return transaction.doom(AbortReason.NEEDS_TO_BE_ALONE);
        }
        if (transaction.irrevocable) {
            throw new IllegalStateException("retry() in an irrevocable block: it cannot be undone to wait");
        }
        boolean logged = transaction.logsReads && !transaction.reads().isPinned();
        boolean readNothing = transaction.logsReads ? transaction.reads().isEmpty() : !transaction.hasRead;
        boolean timed = transaction.timed || (transaction.timers != null && transaction.timers.isArmed());
        if (readNothing && !timed) {
            throw new IllegalStateException(
                    transaction.writes().isEmpty()
                            ? "retry() in a block that has read nothing and has no deadline: it would wait for ever"
                            : "retry() in a block that has read nothing but its own writes and has no deadline: it would"
                                    + " wait for ever; it has to read what it waits for before it writes that");
        }
        boolean unlogged = !logged && !readNothing;
        if (unlogged) {
            transaction.profile.surprised();
        }
        return transaction.doom(unlogged ? AbortReason.NEEDS_LOG : AbortReason.RETRY);
    }

    /** Whether the attempt has ended with a retry: its block waits once it is left. Not before {@code orElse} has been left. */
    public static boolean isAboutToWait(Transaction transaction) {
        return transaction.isDoomed() && transaction.ending == AbortReason.RETRY;
    }

    /** Whether a retry would make the whole block wait. */
    public static boolean mayWait(Transaction transaction) {
        transaction.checkInBlock("a wait");
        Scope scope = transaction.scope;
        return !transaction.irrevocable && (scope == null || !scope.hasAlternative());
    }

    static Timers timers(Transaction transaction) {
        return Objects.requireNonNull(transaction.timers, "timers");
    }

    /** A timer for a wait that the block may come to; to be asked for whether or not it does. */
    public static int timer(Transaction transaction) {
        transaction.checkInBlock("a timed wait");
        Timers timers = transaction.timers;
        if (timers == null) {
            timers = new Timers();
            transaction.plain = false;
            transaction.timers = timers;
        }
        return timers.next();
    }

    /** Returns if the time is over, counted from the first attempt that came here; else as {@link #retry}. */
    public static void retryUntil(Transaction transaction, int timer, long nanos) {
        transaction.checkInBlock("a timed wait");
        if (nanos > 0 && timers(transaction).arm(timer, nanos)) {
            throw retry(transaction);
        }
    }

    /** Returns once the block cannot be aborted any more. */
    public static void becomeIrrevocable(Transaction transaction, String reason) {
        transaction.checkInBlock("irrevocable(reason)");
        if (transaction.irrevocable) {
            tie(transaction);
            return;
        }
        transaction.plain = false;
        if (Joint.isJoint(transaction)) {
            throw transaction.doom(AbortReason.NEEDS_TO_BE_ALONE);
        }
        if (transaction.irrevocableReason == null) {
            transaction.irrevocableReason = reason;
        }
        try {
            if (transaction.mode != Mode.SERIAL) {
                becomeSerial(transaction);
            } else if (!SerialTurn.seal(transaction)) {
                throw transaction.doom(AbortReason.DEADLINE);
            }
            Commutes.applyAll(transaction);
            tie(transaction);
            reserveWritten(transaction);
        } catch (VirtualMachineError e) {
            transaction.breakage = e; // who knows how far it came
            throw e;
        }
    }

    /** From here on nothing can undo the attempt, nor any level of nesting that is open now. */
    private static void tie(Transaction transaction) {
        transaction.chaosIn = -1;
        transaction.irrevocable = true;
        transaction.ties++;
        if (transaction.scope != null) {
            transaction.scope.tiedAlternatives = transaction.scope.alternatives;
        }
    }

    private static void reserveWritten(Transaction transaction) {
        for (int i = 0; i < transaction.writes().size(); i++) {
            SerialTurn.reserve(transaction, transaction.writes().locationAt(i));
        }
    }

    private static void becomeSerial(Transaction transaction) {
        if (transaction.reads().isPinned() || (!transaction.logsReads && transaction.hasRead)) {
            throw transaction.doom(AbortReason.NEEDS_SERIAL);
        }
        if (!SerialTurn.acquire(transaction, false)) {
            throw transaction.doomLate("while it waited to become irrevocable");
        }
        // The gate is closed: what is current now stays current.
        if (!Reading.extend(transaction)) {
            throw transaction.doom(AbortReason.NEEDS_SERIAL);
        }
        AttemptEnd.releasePin(transaction);
        transaction.watch = null;
        transaction.serialRuns++;
        transaction.hasRead = !transaction.reads().isEmpty();
        transaction.logsReads = false;
        transaction.mayWrite = false;
        transaction.logSnapshot = Word.NONE;
        transaction.freeSnapshot = transaction.writes().isEmpty() ? Word.LATEST : Word.NONE;
        transaction.mode = Mode.SERIAL;
    }

    /** Notes that the block has submitted work that begins only when it has committed. */
    public static void deferWork(Transaction transaction) {
        transaction.checkInBlock("the submission of a task");
        transaction.scopeForWriting().defersWork = true;
    }

    /** Whether the block has, so that it must not wait for that work. */
    public static boolean defersWork(Transaction transaction) {
        return transaction.scope != null && transaction.scope.defersWork && !transaction.isIdle();
    }

    public static void beforeCommit(Transaction transaction, Runnable hook) {
        transaction.checkInBlock("beforeCommit(hook)");
        transaction.scopeForWriting().beforeCommit.add(hook);
    }

    public static void afterCommit(Transaction transaction, Runnable hook) {
        transaction.checkInBlock("afterCommit(hook)");
        transaction.scopeForWriting().afterCommit.add(hook);
    }

    public static void afterRollback(Transaction transaction, Runnable hook) {
        transaction.checkInBlock("afterRollback(hook)");
        transaction.scopeForWriting().afterRollback.add(hook);
    }

    /** The entry of a per-block value, or null. */
    public static @Nullable Locals local(Transaction transaction, Object key) {
        transaction.checkInBlock("TxnLocal.get()");
        Scope scope = transaction.scope;
        return scope == null ? null : Locals.find(scope.locals, key);
    }

    public static void setLocal(Transaction transaction, Object key, @Nullable Object value) {
        transaction.checkInBlock("TxnLocal.set(value)");
        Scope scope = transaction.scopeForWriting();
        scope.locals = Locals.with(scope.locals, key, value, scope.localsFloor);
    }

    /** Strikes when the count that was drawn has run down. */
    static void chaos(Transaction transaction) {
        int left = transaction.chaosIn;
        if (left >= 0 && transaction.mode != Mode.DOOMED && transaction.mode != Mode.SERIAL && !transaction.isIdle()) {
            transaction.chaosIn = left - 1;
            if (left == 0) {
                throw transaction.doom(AbortReason.CHAOS);
            }
        }
    }
}
