package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.CommitProtocol;
import dev.ame.stm.engine.commit.Lookout;
import dev.ame.stm.engine.commit.SerialLock;
import dev.ame.stm.engine.commit.Wakeups;
import dev.ame.stm.engine.observe.BlockWait;
import dev.ame.stm.engine.observe.LastWriters;
import dev.ame.stm.engine.observe.Ledger;
import dev.ame.stm.engine.observe.Ledgers;
import dev.ame.stm.engine.observe.LossCause;
import dev.ame.stm.engine.observe.Observation;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.Locking;
import dev.ame.stm.engine.version.Past;
import dev.ame.stm.engine.version.Pending;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stm.engine.version.Publication;
import dev.ame.stm.engine.version.Reservations;
import dev.ame.stm.engine.version.Single;
import dev.ame.stm.engine.version.Word;
import dev.ame.stm.engine.wait.WaitTable;
import dev.ame.stm.engine.wait.Waiter;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.BackoffIdleStrategy;

/**
 * Initializes the engine's classes, and those of others that it needs in a tight place, when the first box or block is
 * used. A class whose initialization runs out of stack can never be used again, and one that is initialized by a virtual
 * thread pins it.
 */
public final class EngineStart {
    private static final List<Class<?>> CLASSES = List.of(
            Clock.class,
            Locations.class,
            Locking.class,
            Past.class,
            Pending.class,
            Word.class,
            Pins.class,
            Publication.class,
            Publication.Result.class,
            Single.class,
            Waiter.class,
            WaitTable.class,
            Reservations.class,
            SerialLock.class,
            SerialLock.Hold.class,
            SerialTurn.class,
            Wakeups.class,
            Lookout.class,
            CommitProtocol.class,
            Ledger.class,
            Ledgers.class,
            Observation.class,
            Observing.class,
            LossCause.class,
            LastWriters.class,
            BlockWait.class,
            BlockWait.End.class,
            AttemptSignal.class,
            AbortReason.class,
            Transaction.class,
            Attempts.class,
            Attempts.RetryDecision.class,
            Turns.class,
            Belief.class,
            BlockProfile.class,
            LongReads.class,
            Attempts.RetryDecision.class,
            Profiles.class,
            Beginning.class,
            Reading.class,
            Writing.class,
            PlainEnd.class,
            AttemptEnd.class,
            Orphans.class,
            Outside.class,
            Requests.class,
            Commutes.class,
            Rethrow.class,
            Scope.class,
            Savepoint.class,
            Speculation.class,
            Speculation.State.class,
            Sums.class,
            HookRunner.class,
            BackoffIdleStrategy.class,
            LockSupport.class,
            ConcurrentLinkedQueue.class,
            ConcurrentHashMap.class);

    static {
        ThreadLocalRandom.current();
        try {
            for (Class<?> type : CLASSES) {
                Class.forName(type.getName(), true, type.getClassLoader());
            }
        } catch (ClassNotFoundException e) {
            throw new ExceptionInInitializerError(e);
        }
        Transaction.current();
    }

    private EngineStart() {}

    /** Returns once everything is initialized. */
    public static void ensure() {
        // The static initializer does it.
    }
}
