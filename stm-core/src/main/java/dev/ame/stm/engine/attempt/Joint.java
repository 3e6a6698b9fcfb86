package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.Participant;
import dev.ame.stm.engine.observe.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Several blocks in one attempt, one after another: it commits all of them or none. To save the cost of a commit each.
 * None of them may notice the others, so one that wants to wait, or to become irrevocable, ends the attempt, and each
 * must be run alone.
 */
public final class Joint {
    private Joint() {}

    /** A block that stands for iterations of a loop. */
    public interface Iterations {}

    /** Says that the attempt that has just begun is shared. */
    public static void begin(Transaction transaction) {
        transaction.scopeForWriting().joint = true;
    }

    /** Says for reports which iterations of a loop the attempt runs. */
    public static void tellIterations(
            Transaction transaction, @Nullable String name, Class<?> body, long first, int count) {
        if (Observation.isOn()) {
            transaction.profile.tally = transaction.ledger.runIterations(name, body, first, count);
        }
    }

    /** Whether the attempt is shared. */
    public static boolean isJoint(Transaction transaction) {
        Scope scope = transaction.scope;
        return scope != null && scope.joint;
    }

    /** Ends one of the blocks: runs its hooks before the commit, forgets its locals. Throws what a hook throws. */
    public static void endOne(Transaction transaction) {
        transaction.checkInBlock("the end of an iteration");
        Scope scope = transaction.scopeForWriting();
        if (scope.beforeCommitRun < scope.beforeCommit.size()) {
            AttemptEnd.runBeforeCommit(transaction);
            transaction.checkInBlock("the end of an iteration");
        }
        scope.locals = null;
        scope.defersWork = false;
    }

    /** Gives somebody a say in whether the attempt commits. To be called in each attempt, before anything else is done. */
    public static void admit(Transaction transaction, Participant participant) {
        transaction.plain = false;
        transaction.scopeForWriting().participant = participant;
    }

    /** Ends the attempt if it is shared: its blocks are then run alone. For what is about to wait for another thread. */
    public static void requireAlone(Transaction transaction) {
        transaction.checkInBlock("a wait for a task");
        if (isJoint(transaction)) {
            throw transaction.doom(AbortReason.NEEDS_TO_BE_ALONE);
        }
    }

    /** What the attempt loop throws when the blocks of an attempt have to be run alone. */
    public static AttemptSignal notTogether() {
        return AttemptSignal.INSTANCE;
    }
}
