package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.SerialLock;
import dev.ame.stm.engine.observe.Observation;
import dev.ame.stm.engine.observe.SerialPhase;
import dev.ame.stm.engine.version.Location;

/** A transaction's turn with the serial lock, sound also where an earlier one ran out of stack half way. */
final class SerialTurn {
    private SerialTurn() {}

    /**
     * False if the deadline passed before the lock was free.
     *
     * @param mayExpire whether the attempt can lose the lock when its deadline passes, since it can be undone
     */
    static boolean acquire(Transaction transaction, boolean mayExpire) {
        if (isHeld(transaction)) {
            release(transaction); // an earlier call got it, and then ran out of stack
        } else if (SerialLock.isMine()) {
            return true; // a hook of an undone nested block, while the block that encloses it is serial
        }
        SerialLock.Hold mine = new SerialLock.Hold(transaction.blockName());
        if (mayExpire && transaction.timed) {
            mine.expireAt(transaction.deadline);
        }
        transaction.hold = mine; // before it is used, so that it can be given up as lost at any time
        if (!Observation.isOn()) {
            boolean taken = SerialLock.acquire(mine, transaction.timed, transaction.deadline);
            transaction.ledger.serialPhases += taken ? 1 : 0;
            return taken;
        }
        SerialPhase waitedFor = Observation.serialNow();
        long began = System.nanoTime();
        boolean taken = SerialLock.acquire(mine, transaction.timed, transaction.deadline);
        transaction.ledger.serialPhases += taken ? 1 : 0;
        Observation.waitedForSerial(transaction.ledger, waitedFor, System.nanoTime() - began);
        if (taken) {
            Observing.serialBegan(transaction);
        }
        return taken;
    }

    /** Whether this transaction has the lock, and has not given it up as lost. */
    static boolean isHeld(Transaction transaction) {
        return transaction.hold != null && SerialLock.isHeldBy(transaction.hold);
    }

    /** Whether the lock may be taken from this attempt when its time is over. */
    static boolean mayExpire(Transaction transaction) {
        return transaction.hold != null && transaction.hold.mayExpire();
    }

    /**
     * To be called by a serial attempt after it has read something. If others have the lock now, what was read may be from
     * one of them. They took the lock before they could commit, so whoever has read from them finds the hold expired.
     */
    static void requireHeld(Transaction transaction) {
        if (transaction.hold != null && transaction.hold.isExpired()) {
            transaction.late = "while it ran alone and others waited for it";
            throw transaction.doom(AbortReason.DEADLINE);
        }
    }

    /** From here on the lock cannot be taken from the attempt. False if it was: then the attempt cannot commit. */
    static boolean seal(Transaction transaction) {
        return transaction.hold == null || transaction.hold.seal();
    }

    /** If the attempt is irrevocable, makes those who begin from now on and read the location wait for its end. */
    static void reserve(Transaction transaction, Location location) {
        if (transaction.irrevocable && transaction.hold != null) {
            transaction.hold.reserve(location);
        }
    }

    static void release(Transaction transaction) {
        SerialLock.Hold mine = transaction.hold;
        if (mine != null) {
            SerialLock.release(mine);
            transaction.hold = null;
            if (transaction.ledger.phase != null) {
                Observation.serialEnded(transaction.ledger);
            }
        }
    }
}
