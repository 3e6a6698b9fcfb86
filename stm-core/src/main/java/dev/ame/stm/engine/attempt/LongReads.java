package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stm.engine.version.Reservations;
import dev.ame.stm.engine.version.Word;

/**
 * What becomes of an attempt that turns out to be long. It begins with a log, as every attempt does that may write. When the log is
 * full after many reads, and nothing is written yet, the attempt can go on without: in LIGHT or PINNED mode if such attempts only read,
 * watching if they write in the end. So nobody has to guess beforehand that an attempt will be long, and short ones take no
 * pin because others of their kind were long.
 */
final class LongReads {
    /** Reads that make an attempt long. Noticed when the log is full, at 32 or 128. */
    static final int LONG = 32;

    /** From so many on a pin pays for an attempt that is likely to write. */
    private static final int WATCH_FROM = 128;

    private LongReads() {}

    /** Notes a read at which to stop and think; false if the attempt has changed its mode, and must read again. */
    static boolean note(Transaction transaction, Location location, long word) {
        ReadLog reads = transaction.reads();
        int size = reads.size();
        if (size >= LONG && mayChange(transaction)) {
            BlockProfile profile = transaction.profile;
            if (profile.takeLongUnloggedRun()) {
                boolean pinned = profile.takePinnedRun() && !Reservations.isAnyActive();
                leaveLog(transaction, pinned);
                return false;
            } else if (size >= WATCH_FROM && profile.takeWatchingRun()) {
                watch(transaction);
                return false;
            }
        }
        reads.add(location, word);
        return true;
    }

    /**
     * Whether nothing depends on the log but consistency. Not in a later attempt: that may have been told to keep a log. Not in an
     * attempt whose reads have to be current at a later time, which may not pin.
     */
    private static boolean mayChange(Transaction transaction) {
        return transaction.attempt == 1
                && transaction.mode == Mode.UPDATE
                && transaction.mayPin
                && transaction.writes().isEmpty()
                && transaction.cleanup == null
                && !transaction.reads().isPinned()
                && !transaction.reads().hasInquiries()
                && !Attempts.CHAOS;
    }

    /**
     * Goes on in a snapshot that covers all that has been committed so far; without that, the next box that was written a moment ago would
     * not fit it. As in an extension, what was read must still be current after the clock was read. A pinned snapshot is published;
     * not beside an irrevocable block that has written something, which it would have to wait for.
     */
    private static void leaveLog(Transaction transaction, boolean pinned) {
        transaction.plain &= !pinned;
        long snapshot = pinned ? Pins.fix(Beginning.claimPin(transaction)) : Clock.tick();
        transaction.reads().validateFor(transaction.snapshot);
        if (!transaction.reads().isCurrent()) {
            throw transaction.doom(AbortReason.NEEDS_PIN);
        }
        transaction.reads().clear();
        transaction.snapshot = snapshot;
        transaction.hasRead = true;
        transaction.logsReads = false;
        transaction.mayWrite = false;
        transaction.logSnapshot = Word.NONE;
        transaction.freeSnapshot = snapshot;
        transaction.mode = pinned ? Mode.PINNED : Mode.LIGHT;
    }

    /** Likewise; but what was logged stays in the log, and is looked at in the commit if the pin was told of something. */
    private static void watch(Transaction transaction) {
        Pin pin = Beginning.claimPin(transaction);
        transaction.watchesBeside = Reservations.isAnyActive();
        long snapshot = Pins.fix(pin);
        transaction.plain = false;
        transaction.mayPin = false;
        transaction.reads().validateFor(transaction.snapshot);
        if (!transaction.reads().isCurrent()) {
            throw transaction.doom(AbortReason.CONFLICT);
        }
        transaction.reads().follow(pin);
        transaction.writes().pin = pin;
        transaction.snapshot = snapshot;
        transaction.logSnapshot = snapshot;
    }
}
