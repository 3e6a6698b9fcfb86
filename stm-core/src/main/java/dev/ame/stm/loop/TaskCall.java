package dev.ame.stm.loop;

import dev.ame.stm.engine.attempt.Rethrow;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an executor runs for a task: the task itself, in what the executor's wrapper has made of it. The wrapper sees a
 * {@code Runnable} that throws nothing if the task is a future's, as it would see a {@code FutureTask}: what the task has
 * thrown is thrown when the wrapper has returned. Run by one thread at a time.
 */
final class TaskCall<V extends @Nullable Object> implements Callable<V> {
    private final Callable<V> task;
    private final boolean once;

    /** Null if there is no wrapper. */
    private final @Nullable Runnable wrapped;

    // Of the present run.
    private boolean ran;
    private @Nullable V result;
    private @Nullable Throwable thrown;

    private TaskCall(Callable<V> task, boolean once, @Nullable UnaryOperator<Runnable> wrapper) {
        this.task = task;
        wrapped = wrapper == null ? null : wrap(this::runTask, wrapper);
        this.once = once || (wrapped != null && RunOnce.is(wrapped));
    }

    static <V extends @Nullable Object> Callable<V> of(Callable<V> task, @Nullable UnaryOperator<Runnable> wrapper) {
        Objects.requireNonNull(task, "task");
        return wrapper == null ? task : new TaskCall<>(task, RunOnce.is(task), wrapper);
    }

    static <V extends @Nullable Object> Callable<V> of(
            Runnable task, V value, @Nullable UnaryOperator<Runnable> wrapper) {
        Objects.requireNonNull(task, "task");
        Callable<V> callable = () -> {
            task.run();
            return value;
        };
        boolean once = RunOnce.is(task);
        return once || wrapper != null ? new TaskCall<>(callable, once, wrapper) : callable;
    }

    static Callable<@Nullable Void> of(Runnable task, @Nullable UnaryOperator<Runnable> wrapper) {
        return TaskCall.<@Nullable Void>of(task, null, wrapper);
    }

    static Runnable wrap(Runnable task, UnaryOperator<Runnable> wrapper) {
        return Objects.requireNonNull(wrapper.apply(task), "the wrapper has answered null");
    }

    /** One wrapper around another. */
    static UnaryOperator<Runnable> compose(@Nullable UnaryOperator<Runnable> inner, UnaryOperator<Runnable> outer) {
        Objects.requireNonNull(outer, "newWrapper");
        return inner == null ? outer : task -> wrap(wrap(task, inner), outer);
    }

    boolean isOnce() {
        return once;
    }

    @Override
    @SuppressWarnings("NullAway") // the result is null until there is one
    public V call() throws Exception {
        if (wrapped == null) {
            return task.call();
        }
        ran = false;
        result = null;
        thrown = null;
        wrapped.run();
        if (thrown != null) {
            throw Rethrow.asIs(thrown);
        }
        if (!ran) {
            throw new IllegalStateException("the wrapper has not run the task: " + wrapped);
        }
        V value = result;
        result = null;
        return value;
    }

    private void runTask() {
        ran = true;
        try {
            result = task.call();
        } catch (Throwable t) {
            thrown = t;
        }
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
