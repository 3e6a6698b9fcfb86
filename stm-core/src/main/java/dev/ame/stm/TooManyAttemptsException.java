package dev.ame.stm;

/** An atomic block met as many conflicts as its {@link AtomicBlock#maxAttempts} allows. It has been rolled back. */
public class TooManyAttemptsException extends TransactionException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param message what happened
     */
    public TooManyAttemptsException(String message) {
        super(message);
    }
}
