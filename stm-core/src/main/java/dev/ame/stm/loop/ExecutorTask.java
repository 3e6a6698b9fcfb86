package dev.ame.stm.loop;

import dev.ame.stm.Stm;
import dev.ame.stm.engine.attempt.AttemptSignal;
import dev.ame.stm.engine.attempt.Joint;
import dev.ame.stm.engine.attempt.Transaction;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A task of an executor: run in a block, perhaps more than once, and done when that has committed. */
final class ExecutorTask<V extends @Nullable Object> extends TaskState implements RunnableFuture<V> {
    /** What an attempt has for a result that has skipped the task, since that is cancelled or done. */
    static final Object SKIPPED = new Object();

    /** The same for a command that is not run because of {@code shutdownNow}. */
    static final Object STOPPED = new Object();

    private final Callable<V> callable;

    /** What was given to {@code execute}; null if the task itself is a future somebody has. */
    private final @Nullable Runnable command;

    private final boolean onlyOnce;

    /** Null if nobody has the task as a future. */
    private final @Nullable TaskOutcome<V> outcome;

    /** What {@code shutdownNow} answers for it, and where it was submitted. Set before it is submitted. */
    private @Nullable Runnable face;

    private @Nullable ExecutorRun home;

    /** The transaction of the block that has submitted it, until that block has ended. */
    private volatile @Nullable Transaction submitter;

    /** Written before COMMITTED. */
    private @Nullable Object result;

    // Guarded by the queue's lock: the neighbours among the tasks that workers have taken.
    @Nullable
    ExecutorTask<?> before;

    @Nullable
    ExecutorTask<?> after;

    private ExecutorTask(Callable<V> callable, @Nullable Runnable command, boolean onlyOnce) {
        this.callable = callable;
        this.command = command;
        this.onlyOnce = onlyOnce;
        outcome = command == null ? new TaskOutcome<>() : null;
    }

    static <V extends @Nullable Object> ExecutorTask<V> of(Callable<V> callable) {
        return new ExecutorTask<>(callable, null, RunOnce.is(callable));
    }

    /** What was given to {@code execute}. */
    static ExecutorTask<?> of(Runnable command) {
        return of(command, command);
    }

    /** The same, with what is run in its place. */
    static ExecutorTask<?> of(Runnable command, Runnable wrapped) {
        return new ExecutorTask<>(Executors.callable(wrapped), command, RunOnce.is(command) || RunOnce.is(wrapped));
    }

    /** To be called before it is submitted: it is part of something else, which is what its owner has. */
    ExecutorTask<V> withFace(Runnable newFace) {
        face = newFace;
        return this;
    }

    Runnable asSubmitted() {
        return command != null ? command : face != null ? face : this;
    }

    /** It has been given to an executor; in a block if there is one. */
    void submittedTo(ExecutorRun run, @Nullable Transaction block) {
        home = run;
        if (block != null) {
            submitter = block;
        }
    }

    /** The block that has submitted it has ended. */
    void submitterEnded() {
        submitter = null;
    }

    boolean isFuture() {
        return outcome != null;
    }

    // ---------------------------------------------------------------- in the block

    /** Runs it, unless it has been cancelled. */
    @Nullable
    Object runInBlock() throws Exception {
        if (onlyOnce && stage() <= CLAIMED) {
            // A future that others made takes its result in the middle of the block, and cannot be run again.
            Stm.irrevocable("a task that can be run only once");
        }
        if (!begin()) {
            return SKIPPED;
        }
        try {
            return callable.call();
        } finally {
            ran(Transaction.current());
        }
    }

    /** In place of {@link #runInBlock} after {@code shutdownNow}: what the task did before was undone. */
    Object stopInBlock() {
        if (outcome == null) {
            return STOPPED;
        }
        if (stage() != DROPPED) {
            cancel(false);
            takeBackInterrupt();
        }
        return SKIPPED;
    }

    // ---------------------------------------------------------------- the commit

    /** Whether the attempt with this result may commit; then the task cannot be cancelled any more. */
    boolean agrees(@Nullable Object attempted) {
        return attempted == SKIPPED || attempted == STOPPED || claim();
    }

    void disagrees(@Nullable Object attempted) {
        if (attempted != SKIPPED && attempted != STOPPED) {
            giveBack();
        }
    }

    /** What it has written can be seen. */
    void published(@Nullable Object attempted) {
        if (attempted != SKIPPED && attempted != STOPPED && stage() == CLAIMED) {
            result = attempted;
            toCommitted();
        }
    }

    /** Its block has committed, and the hooks have been run. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the result is the callable's
    void committed(@Nullable Object attempted) {
        if (attempted == STOPPED) {
            reject(new RejectedExecutionException("shutdownNow() came before the task could be run again"));
            return;
        }
        published(attempted);
        if (toDoneIfCommitted() && outcome != null) {
            outcome.set((V) result);
        }
    }

    /** Its block has thrown. */
    void failed(Throwable thrown) {
        takeBackInterrupt();
        end(thrown);
    }

    /** It will never be run, or not any more, whatever it is doing. */
    void reject(Throwable why) {
        end(why);
    }

    /** It will never be run, which whoever has submitted it hears of in another way. */
    void refuse(Throwable why) {
        if (outcome != null) {
            end(why);
        } else {
            toDone(NEW);
        }
    }

    /** It will never be run, and its submitter cannot be told: frees those who wait, if it is a future of somebody else. */
    void cancelCommand() {
        if (command instanceof Future<?> future) {
            future.cancel(false);
        }
    }

    /** As {@link #reject}, unless it is being run by another thread. */
    void rejectUnlessRunning(Throwable why) {
        int present = stage();
        boolean mine = isRunBy(Thread.currentThread());
        if (present == NEW || present == RAN || (mine && present <= COMMITTED)) {
            endFrom(present, why);
        }
    }

    private void end(Throwable why) {
        int present = stage();
        while (present <= COMMITTED && !endFrom(present, why)) {
            present = stage();
        }
    }

    private boolean endFrom(int present, Throwable why) {
        if (!toDone(present)) {
            return false;
        }
        if (outcome != null) {
            outcome.setException(why);
        } else {
            report(why);
        }
        return true;
    }

    private static void report(Throwable why) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, why);
        } catch (Throwable fromHandler) {
            return; // nobody is left to tell
        }
    }

    // ---------------------------------------------------------------- as a future

    /** Only for executors other than {@link AtomicExecutor}: runs the task as a plain one. */
    @Override
    public void run() {
        if (!beginPlain()) {
            return;
        }
        try {
            V value = callable.call();
            if (toDone(RUNNING)) {
                outcome().set(value);
            }
        } catch (AttemptSignal signal) {
            move(RUNNING, NEW); // the block around it is run again
            throw signal;
        } catch (Throwable t) {
            endFrom(RUNNING, t);
        } finally {
            endPlain();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return outcome != null && toCancelled(mayInterruptIfRunning) && outcome.cancel(false);
    }

    /** Cancels it if no attempt of it is under way or has come to its end. */
    void cancelUnlessBegun() {
        if (outcome != null && toCancelledUnlessBegun()) {
            outcome.cancel(false);
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the result is the callable's
    public V get() throws InterruptedException, ExecutionException {
        if (stage() == COMMITTED && isCalledByItsExecutor()) {
            return (V) result; // in a hook of its own chunk
        }
        checkWait();
        return outcome().get();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"})
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (stage() == COMMITTED && isCalledByItsExecutor()) {
            return (V) result;
        }
        checkWait();
        return outcome().get(timeout, unit);
    }

    private void checkWait() {
        if (!isDone()) {
            checkWait(submitter, home);
        }
    }

    /**
     * Refuses a wait, in a block, for a task that cannot be run before that block has ended.
     *
     * @param submitter the transaction of the block that has submitted the task, and has not ended
     * @param executor where it was submitted
     */
    static void checkWait(@Nullable Transaction submitter, @Nullable ExecutorRun executor) {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            return;
        }
        Joint.requireAlone(transaction); // it may be a wait for another task of the same chunk
        if (submitter == transaction) {
            throw new IllegalStateException("get() in the atomic block that has submitted the task would wait for ever:"
                    + " the task starts only after the block has committed."
                    + " Leave the block first, or do the task's work in the block itself");
        }
        if (executor != null && executor.isOrdered() && executor.isWorker()) {
            throw new IllegalStateException("get() in a task of an AtomicExecutor would wait for ever for a later task:"
                    + " that starts only after this one has committed."
                    + " Have the later task do what needs its result, or use AtomicExecutor.unordered()");
        }
    }

    private boolean isCalledByItsExecutor() {
        ExecutorRun executor = home;
        return executor != null && executor.isWorker();
    }

    private TaskOutcome<V> outcome() {
        return Objects.requireNonNull(outcome, "only for tasks that are futures");
    }

    /** For one that is done: what {@link #get} answers, by whatever thread. */
    V resultOf() throws InterruptedException, ExecutionException {
        return outcome().get();
    }

    /** Runs an action when it is done, failed or cancelled. To be called before it is submitted. */
    void whenDone(Runnable action) {
        outcome().whenDone(action);
    }

    @Override
    public String toString() {
        String status = outcome != null ? outcome.status() : isDone() ? "Completed" : "Not completed";
        return "AtomicExecutor task@" + Integer.toHexString(System.identityHashCode(this)) + "[" + status + "]";
    }
}
