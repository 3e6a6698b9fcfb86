package dev.ame.stm.loop;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the executors have in common: how tasks are made, submitted, and waited for in groups. */
abstract class BlockExecutor extends AbstractExecutorService {
    abstract Submissions submissions();

    /** What is put around each task, or null. */
    abstract @Nullable UnaryOperator<Runnable> wrapper();

    /** Called before anything is submitted; throws if nothing is accepted any more. */
    void beforeSubmission() {}

    final void executeWrapped(Runnable command) {
        UnaryOperator<Runnable> wrapper = wrapper();
        ExecutorTask<?> task = ExecutorTask.of(command, wrapper == null ? command : TaskCall.wrap(command, wrapper));
        beforeSubmission();
        submissions().submit(task);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return this.<@Nullable Void>submitted(ExecutorTask.<@Nullable Void>of(TaskCall.of(task, wrapper())));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return submitted(ExecutorTask.of(TaskCall.of(task, result, wrapper())));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return submitted(ExecutorTask.of(TaskCall.of(task, wrapper())));
    }

    private <T extends @Nullable Object> Future<T> submitted(ExecutorTask<T> task) {
        beforeSubmission();
        submissions().submit(task);
        return task;
    }

    // For ExecutorCompletionService, which submits these inside of futures of its own.

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return ExecutorTask.of(TaskCall.of(runnable, value, null));
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return ExecutorTask.of(TaskCall.of(callable, null));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return group("invokeAll", tasks, TaskGroup.FOR_EVER).all();
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return group("invokeAll", tasks, unit.toNanos(timeout)).all();
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            return group("invokeAny", tasks, TaskGroup.FOR_EVER).any();
        } catch (TimeoutException e) {
            throw new IllegalStateException("a wait without an end has ended", e);
        }
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return group("invokeAny", tasks, unit.toNanos(timeout)).any();
    }

    private <T extends @Nullable Object> TaskGroup<T> group(
            String method, Collection<? extends Callable<T>> tasks, long nanos) {
        TaskGroup.requireNotAtomic(method);
        TaskGroup<T> group = TaskGroup.of(submissions(), tasks, wrapper(), nanos);
        beforeSubmission();
        return group;
    }

    /** For {@link #toString}. */
    static String describe(BlockExecutor which, AtomicExecutor tasks, String more) {
        String state = which.isTerminated() ? "Terminated" : which.isShutdown() ? "Shutting down" : "Running";
        return which.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(which)) + "["
                + tasks.name + ", " + state + ", pool size = " + tasks.getPoolSize() + ", active threads = "
                + tasks.getActiveCount()
                + ", queued tasks = " + tasks.getQueueLength() + more + ", completed tasks = "
                + tasks.getCompletedTaskCount() + "]";
    }
}
