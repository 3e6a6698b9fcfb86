package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.Stm;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.engine.attempt.BlockAccess;
import dev.ame.stm.engine.attempt.Requests;
import dev.ame.stm.engine.attempt.Rethrow;
import dev.ame.stm.engine.attempt.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of a queue of tasks, by the calling thread and helpers. */
final class TaskRun {
    private static final String INTERRUPTED = "the run was interrupted; tasks that had finished stay";

    private final TaskQueue queue;
    private final TaskSettings settings;
    private final ProgressTeller progress;

    /** Calls a helper. Stands for this run in the queue. */
    private final Runnable helperStarter = this::startHelper;

    private final AtomicBlock block;
    private final LoopTotals totals = new LoopTotals();

    /** What has broken the run off. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** What tasks have thrown that do not break it off. */
    private final Queue<Throwable> collected = new ConcurrentLinkedQueue<>();

    /** Whether the run was broken off because all workers wait for tasks that nobody can be had for. */
    private volatile boolean nobodyLeft;

    private final Crew crew = new Crew();

    /** The total told last; used by one thread at a time. */
    private long totalTold;

    /** Something done in one block, and whether its worker counts as parked. */
    private final class Attempted {
        final Transaction transaction = Transaction.current();
        final Task task;
        final long started = System.nanoTime();
        long lastStarted = started;
        boolean parked;

        Attempted(Task task) {
            this.task = task;
        }

        Task.Outcome attempt() {
            unpark();
            if (transaction.attempt() > 1) {
                lastStarted = System.nanoTime();
            }
            try {
                return task.run();
            } finally {
                if (Requests.isAboutToWait(transaction)) {
                    parked = true;
                    queue.park();
                    if (nobodyLeft) {
                        Thread.currentThread().interrupt(); // or this one would wait for ever
                    }
                }
            }
        }

        void unpark() {
            if (parked) {
                parked = false;
                queue.unpark();
            }
        }
    }

    TaskRun(TaskQueue queue, TaskSettings settings) {
        this.queue = queue;
        this.settings = settings;
        block = BlockAccess.forOneRun(settings.block());
        progress = new ProgressTeller(settings.onProgress(), this::progress);
    }

    LoopReport run() {
        boolean interrupted;
        queue.open(settings.parallelism(), helperStarter);
        try {
            RunDeadline deadline = RunDeadline.start(settings.deadline(), () -> fail(RunDeadline.Expired.INSTANCE));
            try {
                work(false);
                interrupted = awaitHelpers();
            } finally {
                deadline.cancel();
            }
        } finally {
            queue.close(helperStarter);
        }
        if (failure.get() == null && !interrupted) {
            tellLast();
        }
        end(interrupted);
        return totals.report(settings.parallelism(), collected());
    }

    /** What tasks have thrown so far without breaking the run off, in that order. */
    List<Throwable> collected() {
        return new ArrayList<>(collected);
    }

    /** Throws one throwable for all, unless there is none. */
    static void throwFirst(List<Throwable> failures) {
        if (!failures.isEmpty()) {
            Throwable first = failures.get(0);
            for (Throwable other : failures) {
                if (other != first) {
                    first.addSuppressed(other);
                }
            }
            throw Rethrow.asIs(first);
        }
    }

    private void end(boolean interrupted) {
        Throwable thrown = failure.get();
        if (interrupted || (thrown != null && LoopRun.isInterrupt(thrown))) {
            Thread.currentThread().interrupt(); // also for an InterruptedException, which nobody has to expect of a run
            if (thrown == null) {
                throw new TransactionInterruptedException(INTERRUPTED);
            }
        }
        if (thrown == RunDeadline.Expired.INSTANCE) {
            throw deadlineExceeded();
        }
        if (thrown != null) {
            throw Rethrow.asIs(thrown);
        }
        throwFirst(collected());
    }

    private DeadlineExceededException deadlineExceeded() {
        String time = RunDeadline.describe(Objects.requireNonNull(settings.deadline(), "deadline"));
        return new DeadlineExceededException("tasks \"" + settings.name() + "\": their deadline of " + time
                + " passed when " + totals.progress(0).done() + " were done; those stay done");
    }

    private void startHelper() {
        try {
            if (settings.threads() != LoopPool.THREADS && Stm.inAtomic()) {
                // A task is about to wait, and its block has not been left yet. Code of users must not run in it.
                LoopPool.THREADS.execute(this::callHelper);
            } else {
                settings.threads().execute(this::help);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            helperFailed(e);
        } catch (Error e) {
            helperFailed(e);
            fail(e);
        }
    }

    /** As {@link #startHelper}, from a thread that is in no block. */
    private void callHelper() {
        try {
            settings.threads().execute(this::help);
        } catch (RuntimeException | Error e) {
            helperFailed(e);
        }
    }

    /** There is no thread to be had for a helper. Those there are do the work, unless they all wait for others. */
    private void helperFailed(Throwable why) {
        if (queue.helperFailed(helperStarter)) {
            nobodyLeft = true;
            fail(why);
        }
    }

    private void help() {
        if (crew.isMember()) {
            // The executor has no thread for it, but runs it in the middle of what this one does, for whose end it
            // would wait.
            helperFailed(new RejectedExecutionException("the executor runs helpers on the thread that asks for them"));
            return;
        }
        if (!queue.arrive(helperStarter)) {
            return;
        }
        try {
            work(true);
        } finally {
            queue.leave();
        }
    }

    private void work(boolean mayLeave) {
        if (!crew.enter()) {
            return;
        }
        try {
            HelperThreads.requireNotInBlock();
            for (Task task = take(mayLeave); task != null; task = take(mayLeave)) {
                handle(task);
                progress.tellNowAndThen();
            }
        } catch (Throwable t) {
            fail(t);
        } finally {
            crew.leave();
        }
    }

    private @Nullable Task take(boolean mayLeave) {
        if (!Thread.currentThread().isInterrupted()) {
            try {
                return queue.take(mayLeave);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        throw new TransactionInterruptedException(INTERRUPTED);
    }

    private void handle(Task task) {
        Task.Outcome outcome = Task.Outcome.NOTHING;
        try {
            outcome = runBlock(task);
        } catch (Throwable t) {
            if (!settings.collect() || isInterrupt(t)) {
                throw t;
            }
            collected.add(t);
        } finally {
            if (outcome == Task.Outcome.STEP) {
                queue.again(task);
            } else {
                queue.finished();
            }
        }
    }

    /** Whether a task has thrown this because its worker was interrupted, which ends the run whatever is to be done with failures. */
    private static boolean isInterrupt(Throwable thrown) {
        return thrown instanceof InterruptedException
                || (thrown instanceof TransactionInterruptedException
                        && Thread.currentThread().isInterrupted());
    }

    private Task.Outcome runBlock(Task task) {
        Attempted attempted = new Attempted(task);
        Transaction transaction = attempted.transaction;
        long abortsBefore = transaction.aborts();
        long serialBefore = transaction.serialRuns();
        Task.Outcome outcome;
        try {
            outcome = block.call(attempted::attempt);
        } finally {
            attempted.unpark();
        }
        totals.committed(outcome == Task.Outcome.NOTHING ? 0 : 1, System.nanoTime() - attempted.lastStarted);
        if (transaction.aborts() != abortsBefore) {
            totals.aborted(transaction.aborts() - abortsBefore, attempted.lastStarted - attempted.started);
        }
        if (transaction.serialRuns() != serialBefore) {
            totals.ranSerially(transaction.serialRuns() - serialBefore);
        }
        return outcome;
    }

    private void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
        queue.stop(helperStarter);
        crew.interruptOthers();
    }

    /** Waits for the helpers, who stop at their next task; an interrupt makes them stop at once. */
    private boolean awaitHelpers() {
        boolean interrupted = false;
        while (true) {
            try {
                queue.awaitHelpersAndClose();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                queue.stop(helperStarter);
                crew.interruptOthers();
            }
        }
    }

    private void tellLast() {
        try {
            progress.tellLast();
        } catch (Throwable t) {
            fail(t);
        }
    }

    private LoopProgress progress() {
        LoopProgress known = totals.progress(0);
        long left = queue.unfinished(); // of steps nobody knows whether there will be any
        totalTold = left == 0 ? known.done() : Math.max(totalTold, known.done() + left);
        return new LoopProgress(known.done(), totalTold, known.aborts(), known.elapsed());
    }
}
