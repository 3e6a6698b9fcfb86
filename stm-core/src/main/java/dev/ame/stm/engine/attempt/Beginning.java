package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stm.engine.version.Reservations;
import dev.ame.stm.engine.version.Word;

/** How attempts begin, but for the plain ones of {@link Transaction#beginPlain}. */
final class Beginning {
    private Beginning() {}

    /** @param logged false for a block that is believed to only read */
    static void optimistic(Transaction transaction, boolean logged, boolean mayPin) {
        long now = Clock.now();
        transaction.snapshot = now;
        transaction.mayPin = mayPin;
        transaction.logsReads = logged;
        boolean limited = transaction.timed || transaction.writesForbidden || transaction.timers != null;
        transaction.plain = !limited && transaction.orphans == null && !Attempts.CHAOS;
        if (logged) {
            transaction.mayWrite = !transaction.writesForbidden;
            transaction.logSnapshot = Attempts.CHAOS ? Word.NONE : Word.LATEST;
            transaction.mode = Mode.UPDATE;
        } else {
            transaction.hasRead = false;
            transaction.freeSnapshot = now;
            transaction.mode = Mode.LIGHT;
        }
    }

    /**
     * For a block that only reads. Its snapshot must cover what an irrevocable block may have told this thread of, so it waits for the
     * end of one that is running and has written something. False if the deadline passed first.
     *
     * @param logged for one that is known to write now and then, so that it can go on if it does
     */
    static boolean pinned(Transaction transaction, boolean logged) {
        if (!Reservations.awaitActive(transaction.timed, transaction.deadline)) {
            return false;
        }
        Pin pin = claimPin(transaction);
        transaction.snapshot = Pins.fix(pin);
        transaction.hasRead = false;
        transaction.logsReads = logged;
        transaction.freeSnapshot = logged ? Word.NONE : transaction.snapshot;
        transaction.mode = Mode.PINNED;
        return true;
    }

    /**
     * For a block that nobody can come in between of. False if the deadline passed before the lock was free.
     *
     * @param logged whether what is read has to be known, for a wait
     * @param forGood whether the block cannot be undone
     */
    static boolean serial(Transaction transaction, boolean logged, boolean forGood) {
        if (!SerialTurn.acquire(transaction, !forGood)) {
            return false;
        }
        transaction.serialRuns++;
        transaction.hasRead = false;
        transaction.logsReads = logged;
        transaction.irrevocable = forGood;
        transaction.freeSnapshot = logged || SerialTurn.mayExpire(transaction) ? Word.NONE : Word.LATEST;
        transaction.mode = Mode.SERIAL;
        return true;
    }

    static Pin claimPin(Transaction transaction) {
        Pin preferred = transaction.preferredPin;
        Pin pin = Pins.claim(preferred);
        transaction.pin = pin;
        if (pin != preferred) {
            transaction.preferredPin = pin;
        }
        return pin;
    }
}
