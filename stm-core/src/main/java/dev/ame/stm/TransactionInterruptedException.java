package dev.ame.stm;

/**
 * The thread was interrupted while its atomic block waited in {@link Stm#retry}. The block has been rolled back and the
 * thread's interrupt flag is set.
 */
public class TransactionInterruptedException extends TransactionException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param message what happened
     */
    public TransactionInterruptedException(String message) {
        super(message);
    }
}
