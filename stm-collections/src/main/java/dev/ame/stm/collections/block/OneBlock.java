package dev.ame.stm.collections.block;

import dev.ame.stm.AtomicAction;
import dev.ame.stm.AtomicCall;
import dev.ame.stm.Stm;
import dev.ame.stm.TransactionInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Runs an operation as part of the running block, or else as a block of its own. Not as a nested block: the operations of
 * collections check before they change, so there is nothing to undo if one throws.
 */
public final class OneBlock {
    private OneBlock() {}

    public static <T extends @Nullable Object, X extends Exception> T call(AtomicCall<T, X> operation) throws X {
        return Stm.inAtomic() ? operation.call() : Stm.atomic(operation);
    }

    public static <X extends Exception> void run(AtomicAction<X> operation) throws X {
        if (Stm.inAtomic()) {
            operation.run();
        } else {
            Stm.atomic(operation);
        }
    }

    /**
     * The same for an operation that may wait: outside a block it is interrupted as those of {@code java.util.concurrent}
     * are, on entry too.
     */
    public static <T extends @Nullable Object> T callInterruptibly(AtomicCall<T, RuntimeException> operation)
            throws InterruptedException {
        if (Stm.inAtomic()) {
            return operation.call();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            return Stm.atomic(operation);
        } catch (TransactionInterruptedException e) {
            Thread.interrupted(); // cleared: the exception says it
            InterruptedException interrupted = new InterruptedException();
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /**
     * The same for an operation that may wait, outside a block only: an interrupt does not end the wait. The thread's
     * interrupt flag is set at the end, if it was interrupted before or meanwhile.
     */
    public static <T extends @Nullable Object> T callUninterruptibly(AtomicCall<T, RuntimeException> operation) {
        Stm.requireNotAtomic();
        boolean interrupted = Thread.interrupted(); // cleared, or else it would end the wait
        try {
            while (true) {
                try {
                    return Stm.atomic(operation);
                } catch (TransactionInterruptedException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
