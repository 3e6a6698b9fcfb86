package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.EngineMode;
import dev.ame.stm.engine.observe.BlockRun;
import dev.ame.stm.engine.observe.Observation;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The attempts of one run of an outermost block: how many there were, and how the next one is to be run. */
public final class Attempts {
    static final boolean CHAOS = EngineMode.CHAOS > 0;

    /** Whether the process is set up so that no block has an ordinary first attempt. */
    static final boolean NEVER_PLAIN = CHAOS || EngineMode.SERIAL;

    private static final int CHAOS_RANGE = 16;
    private static final int SPIN_UNIT = 8;
    private static final int MAX_SPIN_DOUBLINGS = 8;
    private static final int YIELD_AFTER = 4;

    /** After so many conflicts an attempt first takes the turn of the location that was lost. */
    private static final int TURN_AFTER = 2;

    /** How long it waits for that; doubled with each further conflict, a few times. */
    private static final long TURN_WAIT_NANOS = 4_000_000;

    private static final int MAX_TURN_DOUBLINGS = 1;

    /** What is to be done after an attempt that did not end its block. */
    public enum RetryDecision {
        AGAIN,
        WAIT,
        DEADLINE,
        TOO_MANY,
        NOT_TOGETHER,
        BROKEN
    }

    private final Transaction transaction;
    private BlockSettings settings = BlockSettings.DEFAULT;
    private BlockProfile profile;
    private Class<?> blockClass = Object.class;
    private boolean inUse;
    private boolean timed;
    private long deadline;
    private int number;
    private int conflicts;
    private boolean logged;
    private boolean mayPin;
    private boolean pinned;
    private boolean serial;
    private boolean chaosDone;

    /** For those who want to hear of every block. */
    private @Nullable BlockRun run;

    /** The turn that the next attempt takes. */
    private int turn;

    private Attempts(Transaction transaction) {
        this.transaction = transaction;
        this.profile = transaction.profile;
    }

    /**
     * The attempts of a block that is beginning, or whose first attempt has been run by {@link Transaction#beginPlain}.
     * Made once for each thread, but for blocks in hooks of others.
     */
    public static Attempts open(Transaction transaction, BlockSettings settings, Class<?> block, boolean alreadyRun) {
        Attempts attempts = transaction.attempts;
        if (attempts == null) {
            attempts = new Attempts(transaction);
            transaction.attempts = attempts;
        } else if (attempts.inUse) {
            attempts = new Attempts(transaction);
        }
        attempts.start(settings, block, alreadyRun);
        return attempts;
    }

    private void start(BlockSettings how, Class<?> block, boolean alreadyRun) {
        inUse = true;
        settings = how;
        blockClass = block;
        profile = transaction.selectProfile(how.profileKey(block));
        timed = how.deadlineNanos() != BlockSettings.NO_DEADLINE;
        deadline = timed ? System.nanoTime() + how.deadlineNanos() : 0;
        number = (alreadyRun ? 1 : 0) + transaction.attemptsBefore;
        transaction.attemptsBefore = 0;
        conflicts = 0;
        logged = false;
        mayPin = true;
        pinned = how.readOnly();
        serial = !alreadyRun && (EngineMode.SERIAL || how.irrevocable() || profile.takeSerialRun());
        chaosDone = false;
        turn = alreadyRun ? Turns.NONE : profile.takeTurn();
        if (Observation.isOn()) {
            run = Observing.open(transaction, how, block, alreadyRun);
        }
    }

    @Nullable
    String name() {
        return settings.name();
    }

    /** The class of the block's body. */
    Class<?> blockClass() {
        return blockClass;
    }

    BlockSettings settings() {
        return settings;
    }

    public int conflicts() {
        return conflicts;
    }

    /** Starts the next attempt. False if the deadline passed before it could start. */
    public boolean begin() {
        number++;
        boolean observed = Observation.isOn();
        if (observed && number > 1) {
            transaction.ledger.beginAgain();
        }
        boolean serialNow = serial || conflicts >= settings.serialAfter();
        boolean chaosNow = CHAOS
                && !serialNow
                && !chaosDone
                && settings != BlockSettings.SINGLE
                && ThreadLocalRandom.current().nextDouble() < EngineMode.CHAOS;
        int chaosAfter = chaosNow ? ThreadLocalRandom.current().nextInt(CHAOS_RANGE) : -1;
        transaction.prepare(number, conflicts, timed, deadline, settings.readOnly(), chaosAfter);
        transaction.forbiddenBy = settings.readOnly() ? settings : null;
        if (serialNow) {
            transaction.late = "while it waited to run alone";
            boolean began = Beginning.serial(transaction, logged, settings.irrevocable());
            if (began && observed) {
                Observing.watch(transaction);
            }
            return began;
        }
        if (turn != Turns.NONE && !awaitTurn()) {
            return false;
        }
        if (pinned) {
            boolean mayWrite = logged || (!settings.readOnly() && profile.hasWritten());
            transaction.late = "while it waited for an irrevocable block to end";
            return Beginning.pinned(transaction, mayWrite);
        } else {
            Beginning.optimistic(transaction, logged || !profile.takeUnloggedRun(), mayPin);
        }
        if (turn != Turns.NONE) {
            transaction.plain = false; // the short end gives no turn back
        }
        if (observed) {
            Observing.watch(transaction);
        }
        return true;
    }

    /** False if the deadline passed meanwhile. */
    private boolean awaitTurn() {
        long wait = TURN_WAIT_NANOS << Math.min(Math.max(0, conflicts - TURN_AFTER), MAX_TURN_DOUBLINGS);
        if (timed) {
            wait = Math.min(wait, deadline - System.nanoTime());
        }
        transaction.turn = turn; // before it is taken: so it is given back whatever happens
        long began = Observation.isOn() ? System.nanoTime() : 0;
        profile.hadTurn(Turns.take(turn, transaction.id, wait));
        if (began != 0) {
            Observation.waitedForTurn(transaction.ledger, System.nanoTime() - began);
        }
        transaction.late = "while it waited for others that use the same box";
        return !timed || System.nanoTime() - deadline < 0;
    }

    /** Digests the end of an attempt. */
    public RetryDecision after(AbortReason why) {
        // No switch: that would take a class of its own, which has to be initialized while there may be no stack for
        // it.
        if (why == AbortReason.RETRY) {
            logged = true;
            return RetryDecision.WAIT;
        } else if (why == AbortReason.DEADLINE || why == AbortReason.NESTED_DEADLINE) {
            return RetryDecision.DEADLINE;
        } else if (why == AbortReason.NEEDS_TO_BE_ALONE) {
            return RetryDecision.NOT_TOGETHER;
        } else if (why == AbortReason.BROKEN) {
            return RetryDecision.BROKEN;
        }
        if (why == AbortReason.NEEDS_LOG) {
            logged = true;
        } else if (why == AbortReason.NEEDS_UPDATE) {
            logged = true;
            mayPin = false;
            pinned = false;
        } else if (why == AbortReason.NEEDS_PIN) {
            // No conflict: a block that only reads gets through whatever maxAttempts says.
            pinned = true;
            profile.neededPin();
        } else if (why == AbortReason.NEEDS_SERIAL) {
            serial = true;
        } else if (why == AbortReason.CHAOS) {
            chaosDone = true;
        } else {
            countConflict();
        }
        if (conflicts >= settings.maxAttempts()) {
            return RetryDecision.TOO_MANY;
        }
        if (timed && System.nanoTime() - deadline >= 0) {
            transaction.late = "before it could be run again";
            return RetryDecision.DEADLINE;
        }
        return RetryDecision.AGAIN;
    }

    private void countConflict() {
        conflicts++;
        int lost = takeLost();
        if (lost != 0 && conflicts >= TURN_AFTER) {
            turn = Turns.ofHash(lost);
            profile.neededTurn(turn);
        }
        if (conflicts == settings.serialAfter()) {
            profile.neededSerial();
        }
    }

    /** The hash of the location that made the last attempt lose, if that is known; else 0. */
    private int takeLost() {
        int hash = transaction.reads.lost != 0 ? transaction.reads.lost : transaction.publication.lost;
        transaction.reads.lost = 0;
        transaction.publication.lost = 0;
        return hash;
    }

    /** Lets the block that won go on: a short random pause that grows, then the rest of the time slice. */
    public void pause() {
        if (conflicts > YIELD_AFTER) {
            Thread.yield();
        }
        int most = SPIN_UNIT << Math.min(conflicts, MAX_SPIN_DOUBLINGS);
        for (int spins = ThreadLocalRandom.current().nextInt(most); spins > 0; spins--) {
            Thread.onSpinWait();
        }
    }

    public void finish() {
        inUse = false;
        settings = BlockSettings.DEFAULT;
        blockClass = Object.class;
        if (run != null) {
            Observing.close(run, conflicts);
            run = null;
        }
        transaction.irrevocableReason = null;
        transaction.reset();
    }
}
