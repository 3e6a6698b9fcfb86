package dev.ame.stm.collections.sync;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How a promise was completed.
 *
 * @param <T> the type of the value
 * @param value what it was completed with, if with a value
 * @param failure what it was completed with, if with a failure
 */
public record Outcome<T extends @Nullable Object>(
        T value, @Nullable Throwable failure) {

    /** The value. */
    public T get() throws ExecutionException {
        Throwable thrown = failure;
        if (thrown == null) {
            return value;
        }
        throwIfCancelled(thrown);
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
        throw new ExecutionException(cause == null ? thrown : cause);
    }

    /** The value; a failure is wrapped in an unchecked exception. */
    public T join() {
        Throwable thrown = failure;
        if (thrown == null) {
            return value;
        }
        throwIfCancelled(thrown);
        throw thrown instanceof CompletionException completion ? completion : new CompletionException(thrown);
    }

    /** Completes a future in the same way, unless it is completed. */
    public void tell(CompletableFuture<T> future) {
        Throwable thrown = failure;
        if (thrown == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(thrown);
        }
    }

    private static void throwIfCancelled(Throwable thrown) {
        if (thrown instanceof CancellationException cancelled) {
            throw cancelled;
        }
    }
}
