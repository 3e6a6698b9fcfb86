package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.SerialLock;

/** A transaction's turn with the serial lock, sound also where an earlier one ran out of stack half way. */
final class SerialTurn {
    private SerialTurn() {}

    /** False if the deadline passed before the lock was free. */
    static boolean acquire(Transaction transaction) {
        if (isHeld(transaction)) {
            release(transaction); // an earlier call got it, and then ran out of stack
        } else if (SerialLock.isMine()) {
            return true; // a hook of an undone nested block, while the block that encloses it is serial
        }
        SerialLock.Hold mine = new SerialLock.Hold();
        transaction.hold = mine; // before it is used, so that it can be given up as lost at any time
        return SerialLock.acquire(mine, transaction.timed, transaction.deadline);
    }

    /** Whether this transaction has the lock, and has not given it up as lost. */
    static boolean isHeld(Transaction transaction) {
        return transaction.hold != null && SerialLock.isHeldBy(transaction.hold);
    }

    static void release(Transaction transaction) {
        SerialLock.Hold mine = transaction.hold;
        if (mine != null) {
            SerialLock.release(mine);
            transaction.hold = null;
        }
    }
}
