package dev.ame.stm;

/** An atomic block did not commit within its {@link AtomicBlock#deadline}. It has been rolled back. */
public class DeadlineExceededException extends TransactionException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param message what happened
     */
    public DeadlineExceededException(String message) {
        super(message);
    }
}
