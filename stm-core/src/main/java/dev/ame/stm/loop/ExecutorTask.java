package dev.ame.stm.loop;

import dev.ame.stm.Stm;
import dev.ame.stm.engine.attempt.Joint;
import dev.ame.stm.engine.attempt.Requests;
import dev.ame.stm.engine.attempt.Transaction;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A task of an executor: run in a block, perhaps more than once, and done when that has committed.
 *
 * <pre>
 *   NEW &lt;-> RUNNING &lt;-> RAN -> DONE
 *     |       |
 *     |       +-> INTERRUPTING -+
 *     +-------------------------+-> CANCELLED
 * </pre>
 *
 * It can be cancelled until an attempt has come to its end; so no task is both cancelled and committed. An attempt that
 * is undone takes it back: to NEW if the thread goes on to other tasks, to RUNNING if the thread stays with this one,
 * perhaps to wait in {@code retry}.
 */
final class ExecutorTask<V extends @Nullable Object> implements RunnableFuture<V> {
    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<ExecutorTask> STATE =
            AtomicIntegerFieldUpdater.newUpdater(ExecutorTask.class, "state");

    private static final int NEW = 0;
    private static final int RUNNING = 1;
    private static final int RAN = 2;
    private static final int DONE = 3;
    private static final int INTERRUPTING = 4;
    private static final int CANCELLED = 5;

    private final Callable<V> callable;

    /** What was given to {@code execute}; null if the task itself is a future somebody has. */
    private final @Nullable Runnable command;

    private final boolean onlyOnce;
    /** Null if nobody has the task as a future. */
    private final @Nullable CompletableFuture<V> outcome;

    private volatile @Nullable Thread runner;
    private volatile int state = NEW;

    private ExecutorTask(Callable<V> callable, @Nullable Runnable command) {
        this.callable = callable;
        this.command = command;
        outcome = command == null ? new CompletableFuture<>() : null;
        onlyOnce = command instanceof AsynchronousCompletionTask || command instanceof Future<?>;
    }

    static <V extends @Nullable Object> ExecutorTask<V> of(Callable<V> callable) {
        return new ExecutorTask<>(callable, null);
    }

    /** What was given to {@code execute}: something that others made, or one of these. */
    static ExecutorTask<?> of(Runnable command) {
        return command instanceof ExecutorTask<?> task
                ? task
                : new ExecutorTask<>(Executors.callable(command), command);
    }

    Runnable asSubmitted() {
        return command == null ? this : command;
    }

    // ---------------------------------------------------------------- in the block

    /** Runs it, unless it has been cancelled. */
    @Nullable
    Object runInBlock() throws Exception {
        if (onlyOnce) {
            // A future that others made takes its result in the middle of the block, and cannot be run again.
            Stm.irrevocable("a task that can be run only once");
        }
        if (outcome == null) {
            return callable.call(); // nobody can cancel it
        }
        runner = Thread.currentThread();
        int present = state;
        if (present >= DONE || !STATE.compareAndSet(this, present, RUNNING)) {
            takeBackInterrupt();
            return null;
        }
        try {
            return callable.call();
        } finally {
            ranInBlock(Transaction.current());
        }
    }

    private void ranInBlock(Transaction transaction) {
        if (!transaction.isDoomed()) {
            STATE.compareAndSet(this, RUNNING, RAN);
        } else if (Joint.isJoint(transaction) && STATE.compareAndSet(this, RUNNING, NEW)) {
            runner = null;
        }
        takeBackInterrupt();
        if (state == CANCELLED) {
            if (Requests.isAboutToWait(transaction)) {
                Thread.currentThread().interrupt(); // it must not wait any more
            }
            throw new CancellationException("the task was cancelled while it ran"); // undoes the block
        }
    }

    /** An interrupt that came from {@link #cancel} is not for the next task. */
    private void takeBackInterrupt() {
        while (state == INTERRUPTING) {
            Thread.onSpinWait();
        }
        if (state == CANCELLED) {
            Thread.interrupted();
        }
    }

    // ---------------------------------------------------------------- afterwards

    @SuppressWarnings("unchecked") // the result is the callable's
    void committed(@Nullable Object result) {
        if (outcome != null && STATE.compareAndSet(this, RAN, DONE)) {
            runner = null;
            outcome.complete((V) result);
        }
    }

    void failed(Throwable thrown) {
        if (outcome == null) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            return;
        }
        takeBackInterrupt();
        if (STATE.compareAndSet(this, RAN, DONE)
                || STATE.compareAndSet(this, RUNNING, DONE)
                || STATE.compareAndSet(this, NEW, DONE)) {
            runner = null;
            outcome.completeExceptionally(thrown);
        }
    }

    /** To be called by the thread that is about to run it again: what it did before was undone, and it is not run. */
    void cancelAgain() {
        STATE.compareAndSet(this, RAN, NEW);
        cancel(false);
    }

    /** It will never be run. */
    void reject(Throwable why) {
        if (STATE.compareAndSet(this, NEW, DONE)) {
            if (outcome != null) {
                outcome.completeExceptionally(why);
            }
        }
    }

    // ---------------------------------------------------------------- as a future

    /** Only for executors other than {@link AtomicExecutor}: runs the task as a plain one. */
    @Override
    public void run() {
        if (!STATE.compareAndSet(this, NEW, RUNNING)) {
            return;
        }
        try {
            V result = callable.call();
            STATE.compareAndSet(this, RUNNING, RAN);
            committed(result);
        } catch (Throwable t) {
            STATE.compareAndSet(this, RUNNING, RAN);
            failed(t);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        do {
            if (STATE.compareAndSet(this, NEW, CANCELLED)) {
                return outcome == null || outcome.cancel(false);
            }
            if (state != RUNNING && state != NEW) {
                return false;
            }
        } while (!STATE.compareAndSet(this, RUNNING, INTERRUPTING));
        try {
            Thread thread = runner;
            if (mayInterruptIfRunning && thread != null) {
                thread.interrupt();
            }
        } finally {
            state = CANCELLED;
        }
        return outcome == null || outcome.cancel(false);
    }

    @Override
    public boolean isCancelled() {
        return future().isCancelled();
    }

    @Override
    public boolean isDone() {
        return future().isDone();
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        return future().get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return future().get(timeout, unit);
    }

    private CompletableFuture<V> future() {
        return Objects.requireNonNull(outcome, "only for tasks that are futures");
    }

    /** Runs an action when it is done, failed or cancelled. */
    void whenDone(Runnable action) {
        var unused = future().whenComplete((result, thrown) -> action.run());
    }

    @Override
    public String toString() {
        return "a task of an AtomicExecutor";
    }
}
