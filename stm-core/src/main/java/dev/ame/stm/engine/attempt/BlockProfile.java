package dev.ame.stm.engine.attempt;

/**
 * What a thread has learned of a block: whether it only reads, whether it needs a pinned snapshot, whether it is so
 * contended that it had better run serially at once. Advice only: a wrong guess costs a re-execution.
 */
final class BlockProfile {
    /**
     * A few runs with a log prove nothing but cost little if they mislead: one more attempt. More of them teach the JIT compiler that
     * the way through the log is the hot one, and every read of the block is slower for good.
     */
    private static final int FIRST_STREAK = 2;

    private static final int STREAK_GROWTH = 16;
    private static final int MAX_PINNED_RUNS = 256;

    /** How long a stay under the serial lock may be. In time, not in runs: it keeps all others from committing. */
    private static final long FIRST_SERIAL_NANOS = 2_000;

    private static final long MAX_SERIAL_NANOS = 2_000_000;

    /** How long a block goes on beginning with a turn after the last conflict. */
    private static final long TURN_NANOS = 5_000_000;

    /** A turn that nobody else wanted so many times in a row is left. */
    private static final int TURNS_FREE = 64;

    /** From so many reads on, a block that writes is worth a pin, see {@link dev.ame.stm.engine.log.Watch}. */
    static final int MANY_READS = 256;

    private static final int MAX_WATCH_PAUSE = 1 << 10;

    /** Whose profile this is: a hash, so that it keeps no class alive. A collision costs speed only. */
    int key;

    /** Runs without a write since the last run with one, up to {@code streakNeeded}. */
    private int readOnlyStreak;

    private int streakNeeded = FIRST_STREAK;
    private boolean hasWritten;

    /** Whether it starts in the ordinary way, with a log, and another run that writes would change nothing here. */
    private boolean steady;

    private boolean hasWaited;
    private int pinnedRunsLeft;
    private int pinnedRunsNext = 1;

    /** Whether it starts serial until {@link #serialUntil}, by {@link System#nanoTime}. */
    private boolean staysSerial;

    private long serialUntil;
    private long serialNext = FIRST_SERIAL_NANOS;

    /** The turn that it begins with until {@link #turnUntil}, by {@link System#nanoTime}; or {@link Turns#NONE}. */
    private int turn;

    private long turnUntil;

    /** How often in a row the turn was free. */
    private int turnsFree;

    /** 1 if the block reads much and then writes, else 0. */
    private int readsMuch;

    private int watchPause;
    private int nextWatchPause = 1;

    void reset(int newKey) {
        key = newKey;
        readOnlyStreak = 0;
        streakNeeded = FIRST_STREAK;
        hasWritten = false;
        steady = false;
        hasWaited = false;
        pinnedRunsLeft = 0;
        pinnedRunsNext = 1;
        staysSerial = false;
        serialNext = FIRST_SERIAL_NANOS;
        turn = Turns.NONE;
        readsMuch = 0;
        watchPause = 0;
        nextWatchPause = 1;
    }

    /** Whether no block has had it yet. */
    boolean isUnused() {
        return key == 0;
    }

    /** The block has only read for so long that its reads need not be logged. */
    boolean onlyReads() {
        return readOnlyStreak == streakNeeded;
    }

    /** Whether it is known to write, and to need nothing special. */
    boolean isSteady() {
        return steady;
    }

    /** Whether a run may have to start pinned, watching or serial. */
    boolean wantsSpecialStart() {
        return (pinnedRunsLeft | readsMuch | turn) != 0 || staysSerial;
    }

    boolean hasWritten() {
        return hasWritten;
    }

    void ranReadOnly() {
        if (!hasWaited && readOnlyStreak < streakNeeded) {
            readOnlyStreak++;
            steady = false;
        }
    }

    /** @param atOnce whether the first attempt committed: if not, a block that was serial of late goes back to that */
    void ranWriting(boolean optimistically, boolean atOnce) {
        if (steady) {
            return;
        }
        readOnlyStreak = 0;
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

    /** It was thought to only read. Each such surprise makes the next belief much harder to gain. */
    void surprised() {
        readOnlyStreak = 0;
        streakNeeded = (int) Math.min((long) streakNeeded * STREAK_GROWTH, Integer.MAX_VALUE);
    }

    void waited() {
        hasWaited = true;
        readOnlyStreak = 0;
    }

    boolean takePinnedRun() {
        if (pinnedRunsLeft == 0) {
            return false;
        }
        pinnedRunsLeft--;
        return true;
    }

    void neededPin() {
        steady = false;
        pinnedRunsLeft = pinnedRunsNext;
        pinnedRunsNext = Math.min(pinnedRunsNext * 2, MAX_PINNED_RUNS);
    }

    void readMuch() {
        steady = false;
        readsMuch = 1;
    }

    boolean takeWatchingRun() {
        if (readsMuch == 0) {
            return false;
        }
        if (watchPause > 0) {
            watchPause--;
            return false;
        }
        return true;
    }

    void watchedWell() {
        nextWatchPause = Math.max(1, nextWatchPause / 2);
    }

    /** Watching did not go well: leave it for a while, longer each time in a row. */
    void watchedInVain() {
        watchPause = nextWatchPause;
        nextWatchPause = Math.min(nextWatchPause * 2, MAX_WATCH_PAUSE);
    }

    /** The turn to begin with. */
    int takeTurn() {
        if (turn != Turns.NONE && System.nanoTime() - turnUntil >= 0) {
            turn = Turns.NONE;
        }
        return turn;
    }

    void turnWasFree() {
        if (++turnsFree >= TURNS_FREE) {
            turn = Turns.NONE;
        }
    }

    void turnWasTaken() {
        turnsFree = 0;
    }

    /** Others wanted the same location: begin with its turn for a while. */
    void neededTurn(int needed) {
        steady = false;
        turn = needed;
        turnUntil = System.nanoTime() + TURN_NANOS;
        turnsFree = 0;
    }

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
