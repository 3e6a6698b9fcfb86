package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.Participant;
import dev.ame.stm.engine.commit.Wakeups;
import dev.ame.stm.engine.observe.BlockWait;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stm.engine.version.SmallSet;
import dev.ame.stm.engine.version.Word;
import dev.ame.stm.engine.wait.Waiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an attempt ends: it commits, or it is abandoned, and either way nothing of it is left behind. */
public final class AttemptEnd {
    private AttemptEnd() {}

    /**
     * Commits and ends the attempt, hooks included. On false it is doomed. Throws what the block's own code throws, from
     * a hook before the commit or a pending function; then it still is as it was.
     */
    public static boolean tryCommit(Transaction transaction) {
        return transaction.plain ? PlainEnd.tryCommit(transaction) : tryCommitAny(transaction);
    }

    static boolean tryCommitAny(Transaction transaction) {
        Scope scope = transaction.scope;
        boolean ordinary = scope == null && !transaction.timed && transaction.breakage == null;
        if (!ordinary && !mayCommit(transaction)) {
            return false;
        }
        if (transaction.mode == Mode.DOOMED || (Attempts.CHAOS && chaosIsDue(transaction))) {
            return false;
        }
        if (transaction.writes().isEmpty()) {
            Participant participant = participant(transaction);
            if (participant != null && !participant.prepare()) {
                transaction.doom(AbortReason.CONFLICT);
                return false;
            }
            if (transaction.mode == Mode.UPDATE) {
                transaction.profile.ranReadOnly(transaction.reads().size() >= LongReads.LONG);
            } else if (transaction.mode == Mode.PINNED && transaction.attempt > 1) {
                transaction.profile.ranReadOnly(true); // one that needed a pin
            }
        } else if (!commitWrites(transaction)) {
            transaction.late = "while it waited to commit";
            transaction.doom(isExpired(transaction) ? AbortReason.DEADLINE : AbortReason.CONFLICT);
            return false;
        }
        endCommitted(transaction);
        return true;
    }

    /** Ends an attempt whose commit is decided, and runs its hooks. */
    public static void endCommitted(Transaction transaction) {
        Scope scope = transaction.scope;
        if (scope != null && scope.participant != null) {
            scope.participant.committed();
            scope.participant = null;
        }
        Observing.committed(transaction);
        end(transaction, false);
        transaction.timers = null;
        if (scope == null && transaction.cleanup == null) {
            return;
        }
        try {
            transaction.reset(); // so that blocks in hooks do not inherit this one's options
            if (transaction.cleanup != null) {
                Cleanup.runHere(transaction);
            }
            if (scope != null) {
                runAside(scope.undone);
                runAfterCommit(transaction, scope);
            }
        } catch (VirtualMachineError e) {
            transaction.scope = scope; // so that what is left of it is done when there is stack again
            transaction.publication.committed = true;
            throw e;
        }
    }

    /** Blocks in hooks are not run with a transaction of another thread, since handles go by that. */
    private static void runAfterCommit(Transaction transaction, Scope scope) {
        if (transaction.foreign) {
            runAside(scope.afterCommit);
        } else {
            HookRunner.runAll(scope.afterCommit);
        }
    }

    private static boolean mayCommit(Transaction transaction) {
        runBeforeCommit(transaction);
        if (transaction.breakage != null) {
            transaction.doom(AbortReason.BROKEN);
        } else if (isExpired(transaction)) {
            transaction.late = "before it came to its end";
            transaction.doom(AbortReason.DEADLINE);
        }
        return transaction.mode != Mode.DOOMED;
    }

    /** Whether the time of a block that can still be undone is over. */
    static boolean isExpired(Transaction transaction) {
        return transaction.timed && !transaction.irrevocable && System.nanoTime() - transaction.deadline >= 0;
    }

    static void runBeforeCommit(Transaction transaction) {
        Scope scope = transaction.scope;
        // By index: a hook may register another. Each is run once, also if one before it has thrown.
        while (scope != null && transaction.mode != Mode.DOOMED && scope.beforeCommitRun < scope.beforeCommit.size()) {
            scope.beforeCommit.get(scope.beforeCommitRun++).run();
        }
    }

    private static boolean chaosIsDue(Transaction transaction) {
        if (transaction.chaosIn >= 0 && transaction.mode != Mode.SERIAL) {
            transaction.doom(AbortReason.CHAOS);
            return true;
        }
        return false;
    }

    private static boolean commitWrites(Transaction transaction) {
        boolean serial = transaction.mode == Mode.SERIAL;
        if (serial && !SerialTurn.seal(transaction)) {
            return false; // its time was over, and somebody else has the lock
        }
        boolean committed;
        if (transaction.writes().hasFunctions() || transaction.reads().hasInquiries()) {
            int outer = Commutes.enterFunction(transaction);
            try {
                committed = commitLogs(transaction, serial);
            } finally {
                transaction.mode = outer;
            }
        } else {
            committed = commitLogs(transaction, serial);
        }
        if (committed) {
            learn(transaction, !serial);
        }
        return committed;
    }

    private static void learn(Transaction transaction, boolean optimistic) {
        BlockProfile profile = transaction.profile;
        int logged = transaction.reads().size();
        if (logged >= LongReads.LONG) {
            profile.ranLongWriting();
        }
        if (transaction.reads().isPinned()) {
            profile.watchedWell();
        } else if (logged >= BlockProfile.MANY_READS) {
            profile.readMuch();
        }
        profile.ranWriting(optimistic, transaction.attempt == 1);
    }

    private static boolean commitLogs(Transaction transaction, boolean serial) {
        transaction.reads().validateFor(transaction.snapshot);
        return transaction.protocol.commit(
                transaction.writes(),
                transaction.reads(),
                serial,
                transaction.timed,
                transaction.deadline,
                participant(transaction));
    }

    /** Who may still refuse the commit. What cannot be undone commits in any case, and the participant hears of it. */
    private static @Nullable Participant participant(Transaction transaction) {
        Scope scope = transaction.scope;
        Participant participant = scope == null ? null : scope.participant;
        if (participant != null && transaction.irrevocable) {
            participant.prepare();
            return null;
        }
        return participant;
    }

    /**
     * Decides about an attempt that did not simply commit.
     *
     * @param thrown what left the block or its commit; null if the commit answered no
     * @return {@link AbortReason#NONE} if the block is over, committed or rolled back, and {@code thrown} is its outcome; else
     *     why it must be run again, with the attempt still to be {@linkplain #abandon abandoned}
     */
    public static AbortReason conclude(Transaction transaction, @Nullable Throwable thrown, BlockSettings settings) {
        if (transaction.breakage != null) {
            transaction.doom(AbortReason.BROKEN);
            return AbortReason.BROKEN;
        }
        if (transaction.mode != Mode.DOOMED && thrown != null) {
            if (transaction.irrevocable || settings.commitsOn(thrown)) {
                return commitDespite(transaction, thrown);
            }
            if (transaction.mode != Mode.UPDATE || Reading.extend(transaction)) {
                abandon(transaction, false);
                return AbortReason.NONE;
            }
            transaction.doom(AbortReason.CONFLICT);
        }
        return transaction.ending;
    }

    private static AbortReason commitDespite(Transaction transaction, Throwable thrown) {
        while (true) {
            boolean hooksLeft = transaction.scope != null
                    && transaction.scope.beforeCommitRun < transaction.scope.beforeCommit.size();
            try {
                return tryCommit(transaction) ? AbortReason.NONE : transaction.ending;
            } catch (Throwable t) {
                if (transaction.publication.committed) {
                    endCommitted(transaction);
                    return AbortReason.NONE;
                }
                if (transaction.mode == Mode.DOOMED) {
                    return transaction.ending;
                }
                if (transaction.irrevocable && hooksLeft) {
                    // A hook cannot veto what cannot be undone; those after it are still run.
                    suppress(t, thrown);
                } else {
                    abandon(transaction, false);
                    suppress(thrown, t);
                    throw Rethrow.asIs(t); // what the caller must know: nothing was committed
                }
            }
        }
    }

    private static void suppress(Throwable minor, Throwable major) {
        if (minor != major) {
            major.addSuppressed(minor);
        }
    }

    /** Undoes everything and ends the attempt; what it read stays known if a wait is to follow. */
    public static void abandon(Transaction transaction, boolean keepReads) {
        Scope scope = transaction.scope;
        transaction.aborts++;
        Observing.abandoned(transaction);
        if (keepReads && SerialTurn.isHeld(transaction)) {
            transaction.snapshot = Clock.tick(); // covers what it has read; whatever comes now is a change
            // Also a commit that has read the clock before: it finds the gate closed, as long as it is waited for.
            transaction.reads().settle();
        }
        end(transaction, keepReads);
        try {
            runHooksAfterRollback(scope);
        } catch (VirtualMachineError e) {
            transaction.scope = scope; // as in endCommitted
            throw e;
        }
        if (!keepReads) {
            Cleanup.runAside(transaction);
        }
    }

    static void runHooksAfterRollback(@Nullable Scope scope) {
        if (scope != null) {
            runAside(scope.undone);
            runAside(scope.afterRollback);
        }
    }

    /** Parks until something that the abandoned attempt has read changes. */
    public static Waiter.Outcome awaitChange(Transaction transaction) {
        int outer = Commutes.enterFunction(transaction); // the last look may ask code of users
        BlockWait wait = null;
        BlockWait.End end = BlockWait.End.WOKEN;
        try {
            wait = Observing.waitBegan(transaction);
            Clock.signal(Clock.WAITER);
            transaction.waiting = true;
            transaction.late = Requests.IN_RETRY;
            transaction.reads().validateFor(transaction.snapshot);
            transaction.writes().discard();
            transaction.small = SmallSet.NONE;
            Timers timers = transaction.timers;
            if (timers == null || !timers.isArmed()) {
                Waiter.Outcome outcome =
                        Wakeups.await(transaction.reads(), transaction.blockTimed, transaction.blockDeadline);
                end = Observing.end(outcome);
                return outcome;
            }
            boolean timerFirst = !transaction.blockTimed || timers.earliest() - transaction.blockDeadline < 0;
            long until = timerFirst ? timers.earliest() : transaction.blockDeadline;
            Waiter.Outcome outcome = Wakeups.await(transaction.reads(), true, until);
            end = Observing.end(outcome);
            return outcome == Waiter.Outcome.TIMED_OUT && timerFirst ? Waiter.Outcome.CHANGED : outcome;
        } finally {
            transaction.mode = outer;
            lowerSignal(transaction);
            transaction.reads().clear();
            Observing.waitEnded(transaction, wait, end);
            Cleanup.runAside(transaction);
        }
    }

    private static void lowerSignal(Transaction transaction) {
        if (transaction.waiting) {
            Clock.signal(-Clock.WAITER);
            transaction.waiting = false;
        }
    }

    static void end(Transaction transaction, boolean keepReads) {
        transaction.freeSnapshot = Word.NONE;
        transaction.logSnapshot = Word.NONE;
        transaction.mayWrite = false;
        transaction.plain = false;
        if (transaction.watch != null) {
            transaction.watch = null;
        }
        if (transaction.turn != Turns.NONE) {
            giveTurnBack(transaction);
        }
        if (transaction.mode >= Mode.PINNED || transaction.pin != null) {
            endUncommonMode(transaction);
        }
        if (!keepReads) {
            transaction.reads.clear();
        }
        if (transaction.small.isOpen()) {
            transaction.small.clear();
        }
        // After everything that may run out of stack: as long as it is known that the commit was decided, this is done
        // again.
        if (!transaction.writes.isClean()) {
            transaction.writes.clear();
        }
        transaction.publication.committed = false;
        if (transaction.scope != null) {
            transaction.scope = null;
        }
        transaction.mode = transaction.orphans == null ? Mode.IDLE : Mode.ORPHANED;
    }

    /** While it is still known what the attempt has touched. Twice if the stack is full, which does no harm. */
    private static void giveTurnBack(Transaction transaction) {
        int turn = transaction.turn;
        Turns.giveBack(turn, transaction.id);
        transaction.profile.usedTurn(Turns.covers(turn, transaction.writes(), transaction.reads()));
        transaction.turn = Turns.NONE;
    }

    private static void endUncommonMode(Transaction transaction) {
        transaction.ending = AbortReason.NONE;
        transaction.irrevocable = false;
        transaction.ties = 0;
        transaction.breakage = null;
        if (transaction.reads().isPinned() && !transaction.publication.committed) {
            transaction.profile.watchedInVain();
        }
        lowerSignal(transaction);
        SerialTurn.release(transaction);
        releasePin(transaction);
    }

    static void releasePin(Transaction transaction) {
        Pin claimed = transaction.pin;
        if (claimed != null) {
            Pins.release(claimed);
            transaction.writes().pin = null;
            transaction.pin = null; // last, so that a release that failed half way is taken up again
        }
    }

    /** Runs hooks as if outside any block, with a transaction of their own, and nothing of this one touched. */
    static void runAside(List<Runnable> undone) {
        if (!undone.isEmpty()) {
            runAside(() -> HookRunner.runAll(undone));
        }
    }

    /** Runs something that throws nothing, likewise. */
    static void runAside(Runnable action) {
        Transaction own = new Transaction(Thread.currentThread());
        Bindings.runWith(own, () -> {
            action.run();
            own.isIdle(); // ends an orphan
        });
    }
}
