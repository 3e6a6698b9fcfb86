package dev.ame.stm.collections;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.block.Interrupts;
import dev.ame.stm.collections.block.Limits;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.collections.sync.Outcome;
import dev.ame.stm.collections.sync.OutcomeCell;
import dev.ame.stm.spi.Blocks;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A value that somebody will set, once; a {@link Future} with the methods of a {@link java.util.concurrent.CompletableFuture}
 * to complete it and to wait for it. Inside a block, completing takes effect when the block commits, and waiting is
 * waiting in {@code retry}: the block starts again when the promise is completed. The value may be null; it must be immutable
 * or never changed afterwards. Any thread may use it.
 *
 * <pre>{@code
 * TPromise<String> price = new TPromise<>();
 * Box<String> shown = Box.of("");
 * price.complete("12");
 * Stm.atomic(() -> {
 *     shown.set(price.join());             // no checked exception: the form for blocks
 * });
 * }</pre>
 *
 * <p>A block that was told that the promise is not completed conflicts with its completion. There are no other conflicts.
 *
 * @param <T> the type of the value
 */
public final class TPromise<T extends @Nullable Object> implements Future<T> {
    private final OutcomeCell<T> outcome;

    /** A promise that is not completed. */
    public TPromise() {
        this(new OutcomeCell<>(null));
    }

    private TPromise(OutcomeCell<T> outcome) {
        this.outcome = outcome;
    }

    /**
     * A promise with a name, for reports of conflicts.
     *
     * @param <T> the type of the value
     * @param name the name
     * @return the promise, not completed
     */
    public static <T extends @Nullable Object> TPromise<T> named(String name) {
        return new TPromise<>(new OutcomeCell<>(Objects.requireNonNull(name, "name")));
    }

    /**
     * Completes the promise, unless it is completed.
     *
     * @param value the value
     * @return whether this call has done it
     */
    public boolean complete(T value) {
        return outcome.set(new Outcome<>(value, null));
    }

    /**
     * Completes the promise with a failure, unless it is completed.
     *
     * @param failure what {@link #get} is to throw, wrapped in an {@link ExecutionException}
     * @return whether this call has done it
     */
    @SuppressWarnings("NullAway") // there is no value then
    public boolean completeExceptionally(Throwable failure) {
        return outcome.set(new Outcome<>(null, Objects.requireNonNull(failure, "failure")));
    }

    /**
     * Completes the promise with a {@link CancellationException}, unless it is completed.
     *
     * @param mayInterruptIfRunning makes no difference
     * @return whether the promise is cancelled now
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return completeExceptionally(new CancellationException()) || isCancelled();
    }

    /**
     * Waits for the value.
     *
     * @return the value
     * @throws ExecutionException if the promise is completed with a failure, which is the cause
     * @throws CancellationException if it is cancelled
     * @throws IllegalStateException if it would wait in a block that has submitted tasks to an executor: one of them may be meant
     *     to complete the promise, and none starts before the block has committed
     * @throws InterruptedException if the thread is interrupted while it waits, outside a block
     * @throws dev.ame.stm.TransactionInterruptedException if it is interrupted while it waits inside a block
     */
    @Override
    public T get() throws InterruptedException, ExecutionException {
        Outcome<T> found = outcome.get();
        return (found != null ? found : OneBlock.callInterruptibly(this::await)).get();
    }

    /**
     * Waits for the value, but not longer than a time. Inside a block the time counts from the first attempt.
     *
     * @param timeout the time; none if it is not positive
     * @param unit its unit
     * @return the value
     * @throws TimeoutException if the time was over first
     * @throws ExecutionException if the promise is completed with a failure, which is the cause
     * @throws CancellationException if it is cancelled
     * @throws InterruptedException if the thread is interrupted while it waits, outside a block
     * @throws dev.ame.stm.TransactionInterruptedException if it is interrupted while it waits inside a block
     */
    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = unit.toNanos(timeout);
        Outcome<T> found = Stm.inAtomic() ? null : outcome.get();
        if (found == null) {
            found = OneBlock.callInterruptibly(() -> awaitFor(nanos));
        }
        if (found == null) {
            throw new TimeoutException();
        }
        return found.get();
    }

    /**
     * Waits for the value, as {@link #get()} does, without checked exceptions: the form to use in blocks. An interruption ends this wait with {@link
     * dev.ame.stm.TransactionInterruptedException} outside a block, too.
     *
     * @return the value
     * @throws java.util.concurrent.CompletionException if the promise is completed with a failure, which is the cause
     * @throws CancellationException if it is cancelled
     * @throws IllegalStateException as {@link #get()} does
     */
    public T join() {
        Outcome<T> found = outcome.get();
        return (found != null ? found : OneBlock.call(this::await)).join();
    }

    /**
     * Waits until the promise is completed, but not longer than a limit, without checked exceptions: the form of {@link
     * #get(long, TimeUnit)} to use in blocks, see {@link TBlockingQueue}. Inside a block the time counts from the first attempt.
     *
     * @param limit how long to wait; not at all if it is not positive
     * @return whether it is completed: then {@link #join} does not wait
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    public boolean awaitOrRetryFor(Duration limit) {
        long nanos = Limits.nanos(limit);
        try {
            return OneBlock.callInterruptibly(() -> awaitFor(nanos) != null);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * A future that is completed as this promise is, once that is committed: whoever sees the future completed sees all that
     * the completing block has done. It is completed by the thread that completes the promise, outside of any block,
     * and by the calling thread if the promise is completed already. What is done to the future, {@code cancel} included,
     * does nothing to the promise.
     *
     * <p>Inside a block, the future is completed already if another block's completion is committed. Otherwise it begins to
     * follow the promise when the block commits, and is cancelled if the block, or this attempt of it, is undone. So do not
     * wait for it in that block. The call does not conflict with the completion of the promise.
     *
     * <p>The promise refers to a future until one of both is completed: cancel those that you drop while the promise is kept.
     *
     * @return a new future
     */
    public CompletableFuture<T> toCompletableFuture() {
        return outcome.follow();
    }

    /**
     * The value, if there is one yet.
     *
     * @param other what to return if there is none
     * @return the value or the other
     * @throws java.util.concurrent.CompletionException if the promise is completed with a failure, which is the cause
     * @throws CancellationException if it is cancelled
     */
    public T getNow(T other) {
        Outcome<T> found = outcome.get();
        return found == null ? other : found.join();
    }

    @Override
    public boolean isDone() {
        return outcome.get() != null;
    }

    /**
     * Whether the promise is completed with a failure, or cancelled.
     *
     * @return whether there will be no value
     */
    public boolean isCompletedExceptionally() {
        Outcome<T> found = outcome.get();
        return found != null && found.failure() != null;
    }

    @Override
    public boolean isCancelled() {
        Outcome<T> found = outcome.get();
        return found != null && found.failure() instanceof CancellationException;
    }

    /**
     * How it stands.
     *
     * @return a text for people
     */
    @Override
    public String toString() {
        Outcome<T> found = outcome.get();
        String state = found == null
                ? "Not completed"
                : found.failure() == null ? "Completed normally" : "Completed exceptionally: " + found.failure();
        return super.toString() + '[' + state + ']';
    }

    private Outcome<T> await() {
        Outcome<T> found = outcome.get();
        if (found == null && Blocks.defersTasks()) {
            throw new IllegalStateException("a wait for a promise in an atomic block that has submitted tasks:"
                    + " they start only after the block has committed. Wait after the block");
        }
        return found != null ? found : Stm.<Outcome<T>>retry();
    }

    private @Nullable Outcome<T> awaitFor(long nanos) {
        int timer = Blocks.timer();
        Outcome<T> found = outcome.get();
        if (found == null) {
            Blocks.retryFor(timer, nanos);
        }
        return found;
    }
}
