package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Word;
import org.jspecify.annotations.Nullable;

/** Writing, where it takes more than a small attempt needs. */
final class Writing {
    private Writing() {}

    /** Returns if the attempt may write now: the location, if there is one. */
    static void prepare(Transaction transaction, @Nullable Location location) {
        transaction.checkInBlock("a write");
        if (Attempts.CHAOS) {
            Requests.chaos(transaction);
        }
        if (transaction.watch != null && location != null) {
            transaction.watch.write(location);
        }
        if (transaction.writesForbidden) {
            throw new IllegalStateException(refusal(transaction, location));
        }
        if (transaction.mode == Mode.SERIAL) {
            transaction.freeSnapshot = Word.NONE;
            if (location != null) {
                SerialTurn.reserve(transaction, location);
            }
        } else if (transaction.mode != Mode.UPDATE) {
            turnIntoUpdate(transaction);
        } else {
            transaction.mayWrite = transaction.watch == null; // it was taken away for the time of a function
        }
    }

    private static String refusal(Transaction transaction, @Nullable Location location) {
        BlockSettings block = transaction.forbiddenBy;
        String name = block == null ? null : block.name();
        return "a write" + (location == null ? "" : " of " + Locations.describe(location)) + " in "
                + (name == null ? "a read-only block" : "read-only block \"" + name + '"');
    }

    /** The block was believed to only read. Unless what it has read is known, and current, it must start again. */
    private static void turnIntoUpdate(Transaction transaction) {
        boolean logged = transaction.logsReads;
        if (!logged) {
            transaction.profile.surprised();
        }
        if (logged ? !Reading.extend(transaction) : transaction.hasRead) {
            throw transaction.doom(AbortReason.NEEDS_UPDATE);
        }
        AttemptEnd.releasePin(transaction);
        transaction.mode = Mode.UPDATE;
        transaction.mayWrite = transaction.watch == null;
        transaction.logsReads = true;
        transaction.freeSnapshot = Word.NONE;
    }

    /** Notes a write in the log, where an earlier one of the location may be. */
    static void log(Transaction transaction, LongLocation location, long value) {
        WriteLog writes = transaction.writes();
        int index = writes.find(location);
        if (index < 0) {
            writes.add(location, value, transaction.mode == Mode.UPDATE ? transaction.reads : null);
        } else {
            writes.replace(index, value, null);
        }
    }

    /** As {@link #log(Transaction, LongLocation, long)}. */
    static void log(Transaction transaction, ObjectLocation location, @Nullable Object value) {
        WriteLog writes = transaction.writes();
        int index = writes.find(location);
        if (index < 0) {
            writes.add(location, value, transaction.mode == Mode.UPDATE ? transaction.reads : null);
        } else {
            writes.replace(index, value, null);
        }
    }
}
