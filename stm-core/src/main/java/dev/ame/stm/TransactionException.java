package dev.ame.stm;

/** An atomic block gave up, for a reason that is not its body's. It has been rolled back. */
public class TransactionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param message what happened
     */
    public TransactionException(String message) {
        super(message);
    }
}
