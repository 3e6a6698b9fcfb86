package dev.ame.stm;

import dev.ame.stm.engine.attempt.AbortReason;
import dev.ame.stm.engine.attempt.AttemptEnd;
import dev.ame.stm.engine.attempt.Attempts;
import dev.ame.stm.engine.attempt.Attempts.RetryDecision;
import dev.ame.stm.engine.attempt.BlockSettings;
import dev.ame.stm.engine.attempt.Joint;
import dev.ame.stm.engine.attempt.Mode;
import dev.ame.stm.engine.attempt.Rethrow;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.commit.SerialLock;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Word;
import dev.ame.stm.engine.wait.Waiter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a block until it has an outcome: it commits, or throws, or gives up.
 *
 * <p>The common case, an ordinary block whose first attempt commits, stays in {@link #call}, which is small enough to be
 * compiled into its caller. Everything else is in {@link #repeat}.
 */
@SuppressWarnings("NullAway") // a result is null until there is one
final class AttemptLoop {
    private AttemptLoop() {}

    static <T extends @Nullable Object, X extends Exception> T call(BlockSettings settings, AtomicCall<T, X> block)
            throws X {
        return call(settings, block, block);
    }

    /** @param plain the same block, if it has no use for a handle: that spares it a call */
    static <T extends @Nullable Object, X extends Exception> T call(
            BlockSettings settings, TxnCall<T, X> block, @Nullable AtomicCall<T, X> plain) throws X {
        Transaction transaction = Transaction.current();
        if (!transaction.isIdle()) {
            return Nesting.call(transaction, settings, block);
        }
        boolean started = settings.isPlain() && transaction.beginPlain(settings, block.getClass());
        T result = null;
        Throwable thrown = null;
        if (started) {
            try {
                result = plain != null ? plain.call() : block.apply(Txn.of(transaction));
                if (AttemptEnd.tryCommit(transaction)) {
                    return result;
                }
            } catch (Throwable t) {
                thrown = t;
            }
        }
        try {
            return repeat(transaction, settings, block, block.getClass(), started, result, thrown);
        } catch (VirtualMachineError e) {
            if (transaction.mode != Mode.ORPHANED) {
                // Not even called, for want of stack.
                transaction.freeSnapshot = Word.NONE;
                transaction.logSnapshot = Word.NONE;
                transaction.mayWrite = false;
                transaction.mode = Mode.ORPHANED;
                if (transaction.scope != null || transaction.orphans != null) {
                    transaction.place[0] = transaction; // it must not be collected before it has been ended
                }
                SerialLock.Hold hold = transaction.hold;
                if (hold != null) {
                    hold.lost = true;
                }
            }
            throw e;
        }
    }

    /** As {@link #call}, without making a call of the action: that would cost an object each time. */
    static <X extends Exception> void run(BlockSettings settings, AtomicAction<X> block) throws X {
        run(settings, block, block);
    }

    /** @param plain the same block, if it has no use for a handle */
    static <X extends Exception> void run(BlockSettings settings, TxnAction<X> block, @Nullable AtomicAction<X> plain)
            throws X {
        Transaction transaction = Transaction.current();
        boolean nested = !transaction.isIdle();
        boolean started = !nested && settings.isPlain() && transaction.beginPlain(settings, block.getClass());
        Throwable thrown = null;
        if (started) {
            try {
                if (plain != null) {
                    plain.run();
                } else {
                    block.accept(Txn.of(transaction));
                }
                if (AttemptEnd.tryCommit(transaction)) {
                    return;
                }
            } catch (Throwable t) {
                thrown = t;
            }
        }
        if (nested) {
            Nesting.call(transaction, settings, asCall(block));
            return;
        }
        try {
            repeat(transaction, settings, asCall(block), block.getClass(), started, null, thrown);
        } catch (VirtualMachineError e) {
            if (transaction.mode != Mode.ORPHANED) {
                // Not even called, for want of stack.
                transaction.freeSnapshot = Word.NONE;
                transaction.logSnapshot = Word.NONE;
                transaction.mayWrite = false;
                transaction.mode = Mode.ORPHANED;
                if (transaction.scope != null || transaction.orphans != null) {
                    transaction.place[0] = transaction; // it must not be collected before it has been ended
                }
                SerialLock.Hold hold = transaction.hold;
                if (hold != null) {
                    hold.lost = true;
                }
            }
            throw e;
        }
    }

    static <X extends Exception> TxnCall<@Nullable Void, X> asCall(TxnAction<X> block) {
        return tx -> {
            block.accept(tx);
            return null;
        };
    }

    /**
     * @param kind the class of the user's block, which stands for it in what is learned
     * @param started whether the first attempt has been run, and has not simply committed
     * @param result what it returned
     * @param thrown what it or its commit threw
     */
    private static <T extends @Nullable Object, X extends Exception> T repeat(
            Transaction transaction,
            BlockSettings settings,
            TxnCall<T, X> block,
            Class<?> kind,
            boolean started,
            T result,
            @Nullable Throwable thrown)
            throws X {
        T value = result;
        Attempts attempts = null;
        try {
            if (transaction.publication.committed) {
                AttemptEnd.endCommitted(transaction);
                return value;
            }
            attempts = Attempts.open(transaction, settings, kind, started);
            if (started) {
                settle(transaction, settings, attempts, thrown);
            }
            while (true) {
                if (!attempts.begin()) {
                    throw deadlineExceeded(transaction, settings, attempts.conflicts());
                }
                Throwable failure = null;
                try {
                    value = block.apply(Txn.of(transaction));
                    if (AttemptEnd.tryCommit(transaction)) {
                        return value;
                    }
                } catch (Throwable t) {
                    failure = t;
                }
                if (transaction.publication.committed) {
                    AttemptEnd.endCommitted(transaction);
                    return value;
                }
                settle(transaction, settings, attempts, failure);
            }
        } catch (VirtualMachineError e) {
            // There may have been no room to end an attempt in the ordinary way; stores need none.
            boolean committed = transaction.publication.committed;
            transaction.freeSnapshot = Word.NONE;
            transaction.logSnapshot = Word.NONE;
            transaction.mayWrite = false;
            transaction.mode = Mode.ORPHANED;
            if (transaction.scope != null || transaction.orphans != null) {
                transaction.place[0] = transaction; // it must not be collected before it has been ended
            }
            SerialLock.Hold hold = transaction.hold;
            if (hold != null) {
                hold.lost = true;
            }
            Pin pin = transaction.pin;
            if (pin != null) {
                transaction.pin = null; // from the next store on it belongs to whoever finds it
                pin.lost = true;
            }
            if (committed) {
                return value;
            }
            throw e;
        } finally {
            if (attempts != null && transaction.mode != Mode.ORPHANED) {
                attempts.finish();
            }
        }
    }

    /** Ends an attempt that did not commit, and returns if the block is to be run again; throws its outcome if not. */
    private static void settle(
            Transaction transaction, BlockSettings settings, Attempts attempts, @Nullable Throwable thrown) {
        AbortReason why = AttemptEnd.conclude(transaction, thrown, settings);
        if (why == AbortReason.NONE) {
            throw Rethrow.asIs(Objects.requireNonNull(thrown));
        }
        Throwable breakage = transaction.breakage;
        AttemptEnd.abandon(transaction, why == AbortReason.RETRY);
        RetryDecision decision = attempts.after(why);
        if (decision == RetryDecision.AGAIN) {
            attempts.pause();
        } else if (decision == RetryDecision.WAIT) {
            await(transaction, settings, attempts);
        } else if (decision == RetryDecision.DEADLINE) {
            throw deadlineExceeded(transaction, settings, attempts.conflicts());
        } else if (decision == RetryDecision.TOO_MANY) {
            throw new TooManyAttemptsException(describe(settings) + " gave up after " + conflicts(attempts.conflicts())
                    + ", as maxAttempts demands");
        } else if (decision == RetryDecision.NOT_TOGETHER) {
            throw Joint.notTogether();
        } else {
            throw Rethrow.asIs(Objects.requireNonNull(breakage));
        }
    }

    private static void await(Transaction transaction, BlockSettings settings, Attempts attempts) {
        Waiter.Outcome outcome = AttemptEnd.awaitChange(transaction);
        if (outcome == Waiter.Outcome.TIMED_OUT) {
            throw deadlineExceeded(transaction, settings, attempts.conflicts());
        }
        if (outcome == Waiter.Outcome.INTERRUPTED) {
            throw new TransactionInterruptedException(
                    describe(settings) + " was interrupted while it waited in retry()");
        }
    }

    static DeadlineExceededException deadlineExceeded(Transaction transaction, BlockSettings settings, int conflicts) {
        return new DeadlineExceededException(
                describe(settings) + ": its deadline of " + length(settings.deadlineNanos()) + " passed "
                        + transaction.late + (conflicts == 0 ? "" : ", after " + conflicts(conflicts)));
    }

    private static String conflicts(int number) {
        return number == 1 ? "1 conflict" : number + " conflicts";
    }

    /** In the largest unit that leaves a whole number. */
    private static String length(long nanos) {
        for (TimeUnit unit : List.of(TimeUnit.SECONDS, TimeUnit.MILLISECONDS, TimeUnit.MICROSECONDS)) {
            if (nanos % unit.toNanos(1) == 0) {
                return unit.convert(nanos, TimeUnit.NANOSECONDS)
                        + (unit == TimeUnit.SECONDS ? " s" : unit == TimeUnit.MILLISECONDS ? " ms" : " \u00b5s");
            }
        }
        return nanos + " ns";
    }

    static String describe(BlockSettings settings) {
        return settings.name() == null ? "an atomic block" : "atomic block \"" + settings.name() + '"';
    }
}
