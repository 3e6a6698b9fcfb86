package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.EngineMode;
import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.observe.BlockLabel;
import dev.ame.stm.engine.observe.BlockRun;
import dev.ame.stm.engine.observe.BlockTally;
import dev.ame.stm.engine.observe.BlockWait;
import dev.ame.stm.engine.observe.Ledger;
import dev.ame.stm.engine.observe.LossCause;
import dev.ame.stm.engine.observe.Observation;
import dev.ame.stm.engine.observe.SerialPhase;
import dev.ame.stm.engine.observe.Watch;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Word;
import dev.ame.stm.engine.wait.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What attempts tell those who {@linkplain Observation listen}. */
final class Observing {
    private static final int MAX_STACK = 32;

    private Observing() {}

    // ---------------------------------------------------------------- blocks

    /** A block is about to begin in the short way; false if it has to go the long one, for somebody wants to see more of it. */
    static boolean enterPlain(Transaction transaction, BlockSettings settings, Class<?> block) {
        return !Observation.isOn() || enterObserved(transaction, settings, block);
    }

    private static boolean enterObserved(Transaction transaction, BlockSettings settings, Class<?> block) {
        BlockTally tally = tally(transaction, settings.name(), block);
        if (Observation.isOfEveryBlock() || Observation.wantsWatch(tally)) {
            return false;
        }
        transaction.ledger.enter(tally);
        return true;
    }

    /** A run of a block begins. */
    static void enter(Transaction transaction, @Nullable String name, Class<?> block) {
        transaction.ledger.enter(tally(transaction, name, block));
    }

    private static BlockTally tally(Transaction transaction, @Nullable String name, Class<?> block) {
        BlockTally known = transaction.profile.tally;
        if (known == null || !known.isCurrent()) {
            known = transaction.ledger.tally(name, block.getName());
            transaction.profile.tally = known;
        }
        return known;
    }

    /** A run of a block goes the long way; answers what those are told who want to hear of every block. */
    static @Nullable BlockRun open(
            Transaction transaction, BlockSettings settings, Class<?> block, boolean alreadyRun) {
        if (!alreadyRun) {
            enter(transaction, settings.name(), block);
        }
        BlockLabel label = transaction.ledger.block();
        if (alreadyRun || label == null || !Observation.isOfEveryBlock()) {
            return null;
        }
        BlockRun run = new BlockRun(label);
        Observation.tell(observer -> observer.began(run));
        return run;
    }

    static void close(BlockRun run, int aborts) {
        run.aborts = aborts;
        Observation.tell(observer -> observer.ended(run));
    }

    /** An attempt that goes the long way has committed. */
    static void committed(Transaction transaction) {
        Ledger ledger = transaction.ledger;
        // Not writes(), which may make room: the end of an attempt must not need any.
        if (transaction.small.isOpen() ? transaction.small.hasWrites() : !transaction.writes.isEmpty()) {
            ledger.updates++;
        } else {
            ledger.readOnlyCommits++;
        }
        if (ledger.began > 0) {
            ledger.ended();
        }
    }

    // ---------------------------------------------------------------- lost attempts

    /** An attempt is about to be undone. Nothing that fails here must get in the way of that. */
    @SuppressWarnings("EmptyCatch") // as said
    static void abandoned(Transaction transaction) {
        try {
            if (transaction.mode != Mode.DOOMED) {
                if (!transaction.speculative) {
                    transaction.ledger.thrown();
                }
            } else if (transaction.ending != AbortReason.RETRY) {
                lost(transaction, cause(transaction));
            }
        } catch (VirtualMachineError e) {
            // It is not told.
        }
    }

    private static LossCause cause(Transaction transaction) {
        AbortReason why = transaction.ending;
        if (why == AbortReason.CONFLICT) {
            return transaction.speculative ? LossCause.STALE_SPECULATION : LossCause.CONFLICT;
        } else if (why == AbortReason.NEEDS_PIN) {
            return LossCause.SNAPSHOT;
        } else if (why == AbortReason.NEEDS_UPDATE || why == AbortReason.NEEDS_LOG) {
            return LossCause.WRONG_GUESS;
        } else if (why == AbortReason.NEEDS_SERIAL) {
            return LossCause.IRREVOCABLE;
        } else if (why == AbortReason.NEEDS_TO_BE_ALONE) {
            return LossCause.SPLIT;
        } else {
            return why == AbortReason.CHAOS ? LossCause.CHAOS : LossCause.OTHER;
        }
    }

    private static void lost(Transaction transaction, LossCause cause) {
        Ledger ledger = transaction.ledger;
        long nanos = ledger.countLost(cause);
        BlockLabel block = ledger.block();
        if (Observation.isOn() && block != null) {
            if (transaction.speculative) {
                ledger.uncount();
            }
            int outer = Commutes.enterFunction(transaction); // inquiries may be code of users
            try {
                LostAttemptReport.tell(transaction, block, cause, nanos);
            } finally {
                transaction.mode = outer;
            }
        }
    }

    // ---------------------------------------------------------------- watching

    /** An attempt has just begun: it is watched, if it is one of a block of which somebody wants to know where it reads and writes. */
    static void watch(Transaction transaction) {
        BlockLabel block = transaction.ledger.block();
        BlockTally tally = transaction.profile.tally;
        if (block == null || tally == null || !isWatchable(transaction.mode) || !Observation.takesWatch(tally)) {
            return;
        }
        transaction.watch = new Watch(block);
        transaction.plain = false;
        transaction.mayWrite = false;
        transaction.logSnapshot = Word.NONE;
        transaction.freeSnapshot = Word.NONE;
    }

    private static boolean isWatchable(int mode) {
        return mode == Mode.UPDATE || mode == Mode.SERIAL;
    }

    static void asked(Transaction transaction, Inquiry inquiry) {
        Watch watch = transaction.watch;
        if (watch != null) {
            watch.ask(inquiry);
        }
    }

    // ---------------------------------------------------------------- running alone

    /** An attempt has just begun to run alone. */
    static void serialBegan(Transaction transaction) {
        BlockLabel block = transaction.ledger.block();
        if (block == null) {
            return;
        }
        Attempts attempts = transaction.attempts;
        BlockSettings settings = attempts == null ? BlockSettings.DEFAULT : attempts.settings();
        int aborts = attempts == null ? 0 : attempts.conflicts();
        String reason = transaction.irrevocableReason;
        SerialPhase.Kind kind = SerialPhase.Kind.IRREVOCABLE;
        if (reason == null) {
            if (settings.irrevocable()) {
                reason = "declared irrevocable";
            } else if (EngineMode.SERIAL) {
                kind = SerialPhase.Kind.OPTION;
                reason = "ame.mode";
            } else if (attempts != null
                    && settings.serialAfter() <= 1
                    && Joint.Iterations.class.isAssignableFrom(attempts.blockClass())) {
                kind = SerialPhase.Kind.ORDER;
                reason = "its turn in an ordered loop";
            } else if (settings.serialAfter() == 0) {
                kind = SerialPhase.Kind.OPTION;
                reason = "serialAfter(0)";
            } else if (aborts > 0) {
                kind = SerialPhase.Kind.CONFLICTS;
                reason = "lost " + aborts + (aborts == 1 ? " attempt" : " attempts");
            } else {
                kind = SerialPhase.Kind.BACK_OFF;
                reason = "its blocks have lost too many attempts lately";
            }
        }
        SerialPhase phase = new SerialPhase(block, kind, reason, aborts, System.nanoTime(), stack());
        Observation.serialBegan(transaction.ledger, phase);
    }

    private static List<StackTraceElement> stack() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !Watch.isLibrary(frame.getClassName()))
                        .limit(MAX_STACK)
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .toList());
    }

    // ---------------------------------------------------------------- waiting

    /** A block is about to park in retry, until something in its log of reads changes. */
    static BlockWait waitBegan(Transaction transaction) {
        ReadLog reads = transaction.reads();
        List<Location> places = new ArrayList<>(Math.min(reads.size(), BlockWait.MAX_PLACES));
        for (int i = 0; i < reads.size() && i < BlockWait.MAX_PLACES; i++) {
            places.add(reads.location(i));
        }
        Attempts attempts = transaction.attempts;
        BlockLabel block = transaction.ledger.block();
        Class<?> body = attempts == null ? Object.class : attempts.blockClass();
        BlockWait wait = new BlockWait(
                Thread.currentThread(),
                transaction.blockName(),
                block == null ? body.getName() : block.className,
                System.nanoTime(),
                places,
                reads.size() - places.size());
        transaction.ledger.waiting = wait;
        transaction.ledger.waits++;
        if (Observation.isOn()) {
            Observation.tell(observer -> observer.waitBegan(wait));
        }
        return wait;
    }

    static BlockWait.End end(Waiter.Outcome outcome) {
        return outcome == Waiter.Outcome.CHANGED
                ? BlockWait.End.WOKEN
                : outcome == Waiter.Outcome.TIMED_OUT ? BlockWait.End.TIMED_OUT : BlockWait.End.INTERRUPTED;
    }

    /** @param wait null if there was no room to say that it began */
    static void waitEnded(Transaction transaction, @Nullable BlockWait wait, BlockWait.End end) {
        Ledger ledger = transaction.ledger;
        ledger.waiting = null;
        if (wait == null) {
            return;
        }
        if (end == BlockWait.End.WOKEN) {
            ledger.wakeUps++;
        } else if (end == BlockWait.End.TIMED_OUT) {
            ledger.timeouts++;
        }
        if (Observation.isOn()) {
            Observation.waitEnded(ledger, wait, end);
        }
    }
}
