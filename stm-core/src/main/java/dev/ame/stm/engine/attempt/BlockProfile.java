package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.observe.BlockTally;
import org.jspecify.annotations.Nullable;

/**
 * What a thread has learned of a block: whether it only reads, whether it needs a pinned snapshot when it reads much, whether others
 * want the same location. Advice only: a wrong guess costs a re-execution.
 *
 * <p>A profile is found by the class of the block's body, so a helper or a loop lends one to many kinds of block. So nothing here may
 * cost more than it saves, whatever the mix: how a block begins is guessed from a {@link Belief} only; and what pays for long attempts alone is
 * decided when an attempt has become long ({@link LongReads}), so short ones never pay for it.
 */
final class BlockProfile {
    /**
     * A few runs with a log prove nothing but cost little if they mislead: one more attempt. More of them teach the JIT compiler that
     * the way through the log is the hot one, and every read of the block is slower for good.
     */
    private static final int FEW_RUNS = 2;

    private static final int MAX_PINNED_RUNS = 256;

    /** How long a stay under the serial lock may be. In time, not in runs: it keeps all others from committing. */
    private static final long FIRST_SERIAL_NANOS = 2_000;

    private static final long MAX_SERIAL_NANOS = 2_000_000;

    /** How long a block goes on beginning with a turn after the last conflict. */
    private static final long TURN_NANOS = 5_000_000;

    /** A turn that nobody else wanted so many times in a row is left. */
    private static final int TURNS_FREE = 64;

    /** From so many reads on, an attempt that writes is worth a pin, see {@link LongReads}. */
    static final int MANY_READS = 256;

    private static final int MAX_WATCH_PAUSE = 1 << 10;

    /** Whose profile this is: a hash, so that it keeps no class alive. A collision costs speed only. */
    int key;

    /** That the block only reads. Runs are counted as right when they begin without a log. */
    private long onlyReads = Belief.after(FEW_RUNS);

    /** That an attempt that has become long before it wrote will not write at all; counted likewise. */
    private long longOnlyReads = Belief.after(FEW_RUNS);

    /** Whether the attempt has dropped its log in the middle, for the sake of the second belief. */
    private boolean droppedLog;

    private boolean hasWritten;

    /** Whether it starts in the ordinary way, with a log, and another run that writes would change nothing here. */
    private boolean steady;

    private int pinnedRunsLeft;
    private int pinnedRunsNext = 1;

    /** Whether nothing has shown yet that the last long attempt would have needed a pin that it did without. */
    private boolean didWithoutPin;

    /** Whether it starts serial until {@link #serialUntil}, by {@link System#nanoTime}. */
    private boolean staysSerial;

    private long serialUntil;
    private long serialNext = FIRST_SERIAL_NANOS;

    /** The turn that it begins with until {@link #turnUntil}, by {@link System#nanoTime}; or {@link Turns#NONE}. */
    private int turn;

    private long turnUntil;

    /** That whoever runs this block next wants the location that was lost. */
    private long wantsTurn = Belief.after(1);

    /** How often in a row the turn was free. */
    private int turnsFree;

    /** Whether it has read much and then written. */
    private boolean readsMuch;

    private int watchPause;
    private int nextWatchPause = 1;

    /** Of the block, while somebody listens. */
    @Nullable
    BlockTally tally;

    /** Whether no block has had it yet. */
    boolean isUnused() {
        return key == 0;
    }

    /** Whether it is known to write, and to need nothing special. */
    boolean isSteady() {
        return steady;
    }

    /** Whether a run may have to start with a turn, or serial. */
    boolean wantsSpecialStart() {
        return turn != Turns.NONE || staysSerial;
    }

    boolean hasWritten() {
        return hasWritten;
    }

    // ---------------------------------------------------------------- without a log

    /** Whether the run that is beginning is to do without a log. Not if it is likely to need a pin, which wants to be taken on the way. */
    boolean takeUnloggedRun() {
        if (!Belief.isHeld(onlyReads) || pinnedRunsLeft > 0) {
            return false;
        }
        onlyReads = Belief.right(onlyReads);
        droppedLog = false;
        return true;
    }

    /** Whether an attempt that has logged many reads, and written nothing, is to do without a log from here on. */
    boolean takeLongUnloggedRun() {
        if (!Belief.isHeld(longOnlyReads) && !Belief.isHeld(onlyReads)) {
            return false;
        }
        longOnlyReads = Belief.right(longOnlyReads);
        droppedLog = true;
        return true;
    }

    /** Whether such an attempt is to go on with a pinned snapshot. */
    boolean takePinnedRun() {
        if (pinnedRunsLeft > 0) {
            pinnedRunsLeft--;
            didWithoutPin = false;
            return true;
        }
        if (didWithoutPin) {
            pinnedRunsNext = Math.max(1, pinnedRunsNext / 2);
        }
        didWithoutPin = true;
        return false;
    }

    /** What was read could not be kept consistent without a pin. */
    void neededPin() {
        steady = false;
        didWithoutPin = false;
        pinnedRunsLeft = pinnedRunsNext;
        pinnedRunsNext = Math.min(pinnedRunsNext * 2, MAX_PINNED_RUNS);
    }

    /** An attempt with a log has committed without a write. */
    void ranReadOnly(boolean isLong) {
        steady = false;
        onlyReads = Belief.right(onlyReads);
        if (isLong) {
            longOnlyReads = Belief.right(longOnlyReads);
        } else if (pinnedRunsLeft > 0) {
            pinnedRunsLeft--; // a pin is for long attempts
        }
    }

    /** An attempt without a log writes, or has called {@code retry}, for which it needs one. */
    void surprised() {
        steady = false;
        if (droppedLog) {
            longOnlyReads = Belief.wrong(longOnlyReads, FEW_RUNS);
        }
        onlyReads = Belief.wrong(onlyReads, FEW_RUNS);
    }

    // ---------------------------------------------------------------- writing

    /** @param atOnce whether the first attempt committed: if not, a block that was serial of late goes back to that */
    void ranWriting(boolean optimistically, boolean atOnce) {
        if (steady) {
            return;
        }
        onlyReads = Belief.wrong(onlyReads, FEW_RUNS);
        hasWritten = true;
        if (optimistically && serialNext != FIRST_SERIAL_NANOS) {
            if (atOnce) {
                serialNext = Math.max(FIRST_SERIAL_NANOS, serialNext / 2);
            } else {
                staySerial();
            }
        }
        steady = serialNext == FIRST_SERIAL_NANOS && !wantsSpecialStart();
    }

    /** A long attempt has written. */
    void ranLongWriting() {
        longOnlyReads = Belief.wrong(longOnlyReads, FEW_RUNS);
    }

    /** An attempt has committed that has read much, noted all of it, and written. */
    void readMuch() {
        readsMuch = true;
    }

    /** Whether an attempt that has logged many reads, and written nothing, is to watch from here on. */
    boolean takeWatchingRun() {
        if (readsMuch && watchPause > 0) {
            watchPause--;
            return false;
        }
        return readsMuch;
    }

    void watchedWell() {
        nextWatchPause = Math.max(1, nextWatchPause / 2);
    }

    /** Watching did not go well: leave it for a while, longer each time in a row. */
    void watchedInVain() {
        watchPause = nextWatchPause;
        nextWatchPause = Math.min(nextWatchPause * 2, MAX_WATCH_PAUSE);
    }

    // ---------------------------------------------------------------- conflicts

    /** The turn to begin with. */
    int takeTurn() {
        if (turn != Turns.NONE && System.nanoTime() - turnUntil >= 0) {
            turn = Turns.NONE;
        }
        return turn;
    }

    /** Others wanted the same location: begin with its turn for a while, if that has been a good guess so far. */
    void neededTurn(int needed) {
        wantsTurn = Belief.right(wantsTurn);
        if (Belief.isHeld(wantsTurn)) {
            steady = false;
            turn = needed;
            turnUntil = System.nanoTime() + TURN_NANOS;
            turnsFree = 0;
        }
    }

    /** @param free whether it was when it was taken */
    void hadTurn(boolean free) {
        turnsFree = free ? turnsFree + 1 : 0;
        if (turnsFree >= TURNS_FREE) {
            turn = Turns.NONE;
        }
    }

    /** @param used whether the attempt has touched what the turn stands for: if not, it was another kind of block */
    void usedTurn(boolean used) {
        if (used) {
            wantsTurn = Belief.right(wantsTurn);
        } else {
            wantsTurn = Belief.wrong(wantsTurn, 1);
            turn = Turns.NONE;
        }
    }

    /** Whether to run under the serial lock at once. */
    boolean takeSerialRun() {
        if (staysSerial && System.nanoTime() - serialUntil >= 0) {
            staysSerial = false;
        }
        return staysSerial;
    }

    /** Conflicts have driven the block to the serial lock: stay there for a while, longer each time in a row. */
    void neededSerial() {
        steady = false;
        staySerial();
        serialNext = Math.min(serialNext * 4, MAX_SERIAL_NANOS);
    }

    private void staySerial() {
        staysSerial = true;
        serialUntil = System.nanoTime() + serialNext;
    }
}
