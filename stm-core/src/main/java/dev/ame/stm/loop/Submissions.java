package dev.ame.stm.loop;

import dev.ame.stm.Stm;
import dev.ame.stm.TxnLocal;
import dev.ame.stm.engine.attempt.Joint;
import dev.ame.stm.engine.attempt.Requests;
import dev.ame.stm.engine.attempt.Transaction;
import java.util.concurrent.RejectedExecutionException;

/**
 * How tasks come to an executor: outside a block at once, inside one when it commits.
 *
 * <p>What is submitted inside a block has been accepted, so it is run even if the executor is shut down before the block
 * commits: until then it is <i>announced</i> to the queue, which is not over before nothing is announced any more. Each
 * attempt announces for itself, and takes it back if it is undone; an attempt that is run again after the executor was
 * shut down is refused like any other caller, since it comes after the shutdown. Only {@code shutdownNow} does not wait
 * for blocks: when one of them commits later, its tasks are rejected, and somebody is told.
 */
final class Submissions {
    private final ExecutorQueue queue;
    private final ExecutorRun run;

    /** Whether the present block has submitted anything. */
    private final TxnLocal<Boolean> made = TxnLocal.withInitial(() -> false);

    Submissions(ExecutorQueue queue, ExecutorRun run) {
        this.queue = queue;
        this.run = run;
    }

    ExecutorRun run() {
        return run;
    }

    /** Waits for room, if it is outside a block and not in a task. */
    void submit(ExecutorTask<?> task) {
        if (Stm.inAtomic()) {
            submitInBlock(task);
            return;
        }
        try {
            submitPatiently(task, Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("interrupted while waiting for room in the queue", e);
        }
    }

    /**
     * As {@link #submit(ExecutorTask)}, outside a block.
     *
     * @param nanos how long to wait for room, or a negative number
     * @return false if there was no room in time
     */
    boolean submit(ExecutorTask<?> task, long nanos) throws InterruptedException {
        task.submittedTo(run, null);
        ExecutorQueue.Offer offer = queue.offer(task, nanos);
        if (offer == ExecutorQueue.Offer.CLOSED) {
            throw rejection();
        }
        if (offer == ExecutorQueue.Offer.FULL) {
            return false;
        }
        wake(task);
        return true;
    }

    /** The same for one who waits for room no longer than that, and not at all in a task of the executor. */
    boolean submitPatiently(ExecutorTask<?> task, long nanos) throws InterruptedException {
        return submit(task, queue.isBounded() && !run.isWorker() ? nanos : -1);
    }

    /** The first half of a submission that does not wait for room, and runs no code of users; false if it is too late. */
    boolean enqueue(ExecutorTask<?> task) {
        task.submittedTo(run, null);
        try {
            return queue.add(task, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // cannot be: it did not wait
            return false;
        }
    }

    /** Sees to it that a task that was added is run; if there is no thread to be had for it, it is taken back. */
    void wake(ExecutorTask<?> task) {
        try {
            run.wake();
        } catch (RuntimeException | Error e) {
            boolean removed = queue.remove(task);
            run.rejectStranded(e);
            if (removed) {
                task.refuse(e);
                throw e;
            }
        }
    }

    static RejectedExecutionException rejection() {
        return new RejectedExecutionException("the executor has been shut down");
    }

    // ---------------------------------------------------------------- in a block

    private final class Announcement {
        private final ExecutorTask<?> task;
        private boolean accepted;

        Announcement(ExecutorTask<?> task) {
            this.task = task;
        }

        /** Does not wait for room: the block that has committed may be a task of this executor. */
        void committed() {
            if (!accepted) {
                return;
            }
            task.submitterEnded();
            try {
                if (!queue.addAnnounced(task)) {
                    throw rejection();
                }
                wake(task);
            } catch (RuntimeException | Error e) {
                task.refuse(e);
                if (!task.isFuture()) {
                    task.cancelCommand();
                    throw e; // for the handler of hooks that fail, since the submitter has gone
                }
            }
        }

        void undone() {
            if (!accepted) {
                return;
            }
            task.submitterEnded();
            task.cancelUnlessBegun(); // some other thread may have got hold of the future, and wait
            if (queue.withdraw()) {
                run.closed();
            }
        }
    }

    private void submitInBlock(ExecutorTask<?> task) {
        Announcement announcement = new Announcement(task);
        noteInBlock();
        Stm.afterRollback(announcement::undone);
        Stm.afterCommit(announcement::committed);
        task.submittedTo(run, Transaction.current());
        announcement.accepted = queue.announce(); // last: from now on one of the two hooks takes it back
        if (!announcement.accepted) {
            task.submitterEnded();
            throw rejection();
        }
    }

    /** The present block has submitted something, or will. */
    void noteInBlock() {
        made.set(true);
        Requests.deferWork(Transaction.current());
    }

    /** Refuses a wait for the end of all tasks in a block which they would wait for in turn. */
    void checkWaitForAll(String what) {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle() || run.isTerminated()) {
            return;
        }
        Joint.requireAlone(transaction);
        if (made.get()) {
            throw new IllegalStateException(what + " in an atomic block that has submitted tasks would wait for ever:"
                    + " they start only after the block has committed. Leave the block first");
        }
    }
}
