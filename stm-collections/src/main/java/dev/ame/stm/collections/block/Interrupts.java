package dev.ame.stm.collections.block;

import dev.ame.stm.TransactionInterruptedException;

/** Turns the checked exception of an interrupted wait into the one that blocks use. */
public final class Interrupts {
    private Interrupts() {}

    /**
     * The unchecked form of an interrupt; sets the thread's interrupt flag again.
     *
     * @param interrupt what the wait threw, having cleared the flag
     * @return the exception to throw
     */
    public static TransactionInterruptedException unchecked(InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        TransactionInterruptedException exception =
                new TransactionInterruptedException("interrupted while it waited outside a block");
        exception.initCause(interrupt);
        return exception;
    }
}
