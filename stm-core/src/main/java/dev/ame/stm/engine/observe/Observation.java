package dev.ame.stm.engine.observe;

import dev.ame.stm.engine.version.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who listens. The engine asks {@link #isOn}, a plain read, where a block begins, and where it has time anyway; commits learn it from a bit of the
 * clock's signals, which they read anyway. So with nobody listening there is no cost to speak of.
 */
public final class Observation {
    private static final Observer[] NOBODY = {};

    /** What takes less is no wait: the lock was free. */
    private static final long LEAST_WAIT = 1_000;

    /** Plain: that a thread sees it some moments late does no harm. */
    private static boolean on;

    private static boolean everyBlock;
    private static volatile Observer[] observers = NOBODY;
    private static volatile int epoch;

    /** The phase of the block that runs alone now, or has run alone last. Racy: for reports. */
    private static volatile @Nullable SerialPhase serialNow;

    private Observation() {}

    public static boolean isOn() {
        return on;
    }

    /** Whether somebody wants to hear of every block. */
    public static boolean isOfEveryBlock() {
        return everyBlock;
    }

    /** Changes whenever somebody begins to listen, and nobody did before. */
    public static int epoch() {
        return epoch;
    }

    /** From now on the observer is told. */
    public static synchronized void add(Observer observer) {
        List<Observer> all = new ArrayList<>(List.of(observers));
        if (all.isEmpty()) {
            epoch++;
            Labels.clear();
            Ledgers.startAnew();
            LastWriters.open();
        }
        all.add(observer);
        set(all);
    }

    /** From now on it is not, but for what is under way. */
    public static synchronized void remove(Observer observer) {
        List<Observer> all = new ArrayList<>(List.of(observers));
        all.remove(observer);
        set(all);
        if (all.isEmpty()) {
            LastWriters.close();
            serialNow = null;
        }
    }

    private static void set(List<Observer> all) {
        observers = all.toArray(NOBODY);
        everyBlock = all.stream().anyMatch(Observer::wantsEveryBlock);
        on = !all.isEmpty();
        Clock.observe(on);
    }

    /** Tells all of them. What one throws is lost: it must not get into a block. */
    @SuppressWarnings("EmptyCatch") // there is nobody to tell
    public static void tell(Consumer<Observer> what) {
        for (Observer observer : observers) {
            try {
                what.accept(observer);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                // As said above.
            }
        }
    }

    // ---------------------------------------------------------------- notes of the engine

    /** A block has begun to run alone. */
    public static void serialBegan(Ledger ledger, SerialPhase phase) {
        ledger.phase = phase;
        serialNow = phase;
        tell(observer -> observer.serialBegan(phase));
    }

    /** It has ended. */
    public static void serialEnded(Ledger ledger) {
        SerialPhase phase = ledger.phase;
        if (phase != null) {
            ledger.phase = null;
            long nanos = System.nanoTime() - phase.began();
            ledger.serialNanos += nanos;
            tell(observer -> observer.serialEnded(phase, nanos));
        }
    }

    /** Who runs alone now; for those who are about to wait for its end. */
    public static @Nullable SerialPhase serialNow() {
        return serialNow;
    }

    /** A block has waited for another one that ran alone. */
    public static void waitedForSerial(Ledger ledger, @Nullable SerialPhase held, long nanos) {
        BlockLabel block = ledger.block();
        if (block != null && nanos >= LEAST_WAIT) {
            ledger.serialWaitNanos += nanos;
            if (ledger.began > 0) {
                ledger.began += nanos; // a wait is no work
            }
            tell(observer -> observer.waitedForSerial(block, held, nanos));
        }
    }

    /** A block has waited for others that want the same location. */
    public static void waitedForTurn(Ledger ledger, long nanos) {
        BlockLabel block = ledger.block();
        if (block != null && nanos >= LEAST_WAIT) {
            ledger.turnWaitNanos += nanos;
            tell(observer -> observer.waitedForTurn(block, nanos));
        }
    }

    public static void waitEnded(Ledger ledger, BlockWait wait, BlockWait.End end) {
        long nanos = System.nanoTime() - wait.began();
        ledger.retryNanos += nanos;
        tell(observer -> observer.waitEnded(wait, end, nanos));
    }

    /** An attempt was lost; has the next ones of both sides watched. */
    public static void lost(LostAttempt attempt) {
        if (attempt.cause() == LossCause.CONFLICT
                || attempt.cause() == LossCause.STALE_SPECULATION
                || attempt.cause() == LossCause.SNAPSHOT
                || attempt.cause() == LossCause.GAVE_WAY) {
            attempt.block().watchNext();
            for (Change change : attempt.changes()) {
                BlockLabel winner = change.winner();
                if (winner != null) {
                    winner.watchNext();
                }
            }
        }
        tell(observer -> observer.lost(attempt));
    }

    /** Whether the attempt of this ledger's block that is about to begin is to be watched. */
    public static boolean takesWatch(BlockTally tally) {
        return tally.block.takeWatch();
    }

    public static boolean wantsWatch(BlockTally tally) {
        return tally.block.wanted > 0;
    }
}
