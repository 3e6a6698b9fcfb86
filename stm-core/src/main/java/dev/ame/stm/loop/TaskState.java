package dev.ame.stm.loop;

import dev.ame.stm.engine.attempt.Joint;
import dev.ame.stm.engine.attempt.Requests;
import dev.ame.stm.engine.attempt.Transaction;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * How far a task of an executor has come.
 *
 * <pre>
 *   NEW &lt;-> RUNNING &lt;-> RAN &lt;-> CLAIMED -> COMMITTED -> DONE       DROPPED: from NEW, by shutdownNow
 *            |  ^
 *            v  |
 *           WAITING         in retry
 *
 *   NEW, RAN, DROPPED ----------------------> CANCELLED       any that is open -> DONE, if it fails
 *   RUNNING, WAITING ------> INTERRUPTING --> CANCELLED
 * </pre>
 *
 * <h2>Cancelled or committed, never both</h2>
 * Three threads may meet: the <i>committer</i> of the chunk, the <i>canceller</i>, and the <i>worker</i> that runs the
 * task, perhaps again. A chunk has one worker or committer at a time, and is handed on through the lane's lock; only
 * the canceller comes at any time.
 *
 * <p>The committer claims each task of its attempt, RAN to CLAIMED, when everything else speaks for the commit, and
 * publishes at once if it gets them all (see {@link dev.ame.stm.engine.commit.Participant}). The canceller goes from RAN
 * to CANCELLED. Both steps are compare-and-set from the same state, so one of the two fails:
 * <ul>
 * <li>The canceller was first: the claim fails, the committer gives back what it has claimed (CLAIMED to RAN, which
 *     nobody else changes), and nothing is published. The chunk is run again, and whoever does finds CANCELLED and skips
 *     the task, as an attempt that has skipped a task has nothing of it to claim.
 * <li>The committer was first: the canceller finds CLAIMED, and waits until it is RAN again, or COMMITTED, which refuses
 *     the cancel. It never waits for long: between the claim and COMMITTED there is neither code of users nor a wait.
 * <li>The attempt fails for another reason: the state stays RAN, and the worker that runs the chunk again goes from there
 *     to RUNNING, by compare-and-set. If the canceller comes before, the task is skipped; if it comes after, the attempt
 *     that is undone by CANCELLED is the new one. The old one can be neither claimed nor published any more, as its
 *     transaction is abandoned before the chunk is run again.
 * </ul>
 * COMMITTED is set after the publication, so who sees {@link #isDone} sees what the task has written; DONE after the
 * hooks.
 *
 * <p>An irrevocable block commits whatever its tasks say. If its task is cancelled while it runs, its result alone is lost.
 */
abstract class TaskState {
    private static final AtomicIntegerFieldUpdater<TaskState> STATE =
            AtomicIntegerFieldUpdater.newUpdater(TaskState.class, "state");

    static final int NEW = 0;
    static final int RUNNING = 1;
    static final int WAITING = 2;
    static final int RAN = 3;
    static final int CLAIMED = 4;
    static final int COMMITTED = 5;
    static final int DONE = 6;
    private static final int INTERRUPTING = 7;
    private static final int CANCELLED = 8;
    static final int DROPPED = 9;

    private static final int SPINS = 1 << 8;

    private volatile int state = NEW;

    /**
     * Written before the step to RUNNING, and read after a step from there; or by the thread itself. Nobody else runs the
     * task before this thread has handed its chunk on.
     */
    private @Nullable Thread runner;

    final int stage() {
        return state;
    }

    final boolean move(int from, int to) {
        return STATE.compareAndSet(this, from, to);
    }

    // ---------------------------------------------------------------- the worker

    /** Begins to run it, for the first time or again; false if it is not to be run. */
    final boolean begin() {
        runner = Thread.currentThread();
        int present = state;
        if (present <= CLAIMED && move(present, RUNNING)) {
            return true;
        }
        takeBackInterrupt();
        return false;
    }

    /** It has come to its end, in whatever way. Throws if it has been cancelled, which undoes the block. */
    final void ran(Transaction transaction) {
        if (!transaction.isDoomed()) {
            move(RUNNING, RAN);
        } else if (Joint.isJoint(transaction)) {
            if (move(RUNNING, NEW)) {
                runner = null; // the thread goes on to other tasks
            }
        } else if (Requests.isAboutToWait(transaction)) {
            move(RUNNING, WAITING);
        }
        takeBackInterrupt();
        if (state == CANCELLED) {
            if (Requests.isAboutToWait(transaction)) {
                Thread.currentThread().interrupt(); // it must not wait any more
            }
            throw new CancellationException("the task was cancelled while it ran");
        }
    }

    /** An interrupt that came from {@link #toCancelled} is not for the next task. */
    final void takeBackInterrupt() {
        awaitInterrupter();
        if (state == CANCELLED) {
            Thread.interrupted();
        }
    }

    private void awaitInterrupter() {
        while (state == INTERRUPTING) {
            Thread.onSpinWait();
        }
    }

    /** Begins to run it as a plain task, once; false if it has been begun. */
    final boolean beginPlain() {
        if (!move(NEW, RUNNING) && !move(DROPPED, RUNNING)) {
            return false;
        }
        runner = Thread.currentThread();
        return true;
    }

    final void endPlain() {
        runner = null;
        awaitInterrupter();
    }

    final boolean isRunBy(Thread thread) {
        return runner == thread;
    }

    // ---------------------------------------------------------------- the committer

    /** Claims it for a commit: from now on it cannot be cancelled. False if it has been cancelled. */
    final boolean claim() {
        return move(RAN, CLAIMED);
    }

    /** There is no commit after all. */
    final void giveBack() {
        move(CLAIMED, RAN);
    }

    /** Its block has been published; nobody but the committer changes the state from CLAIMED, and from COMMITTED. */
    final void toCommitted() {
        STATE.lazySet(this, COMMITTED);
    }

    /** The hooks of a block that has been published have been run; false if it has not been published. */
    final boolean toDoneIfCommitted() {
        boolean committed = state == COMMITTED;
        if (committed) {
            runner = null;
            STATE.lazySet(this, DONE);
        }
        return committed;
    }

    final boolean toDone(int from) {
        boolean moved = move(from, DONE);
        if (moved) {
            runner = null;
        }
        return moved;
    }

    // ---------------------------------------------------------------- whoever does not want it

    /** Whether it has not been begun; from now on its executor will not run it, and it is as if it had none. */
    final boolean drop() {
        return move(NEW, DROPPED);
    }

    /** Cancels it if no attempt of it is under way or has come to its end. */
    final boolean toCancelledUnlessBegun() {
        return move(NEW, CANCELLED) || move(DROPPED, CANCELLED);
    }

    final boolean toCancelled(boolean mayInterrupt) {
        int spins = 0;
        while (true) {
            int present = state;
            if (present == CLAIMED) {
                if (++spins > SPINS) {
                    Thread.yield();
                } else {
                    Thread.onSpinWait();
                }
            } else if (present == RUNNING || present == WAITING) {
                if (move(present, INTERRUPTING)) {
                    interrupt(mayInterrupt || present == WAITING);
                    return true;
                }
            } else if (present >= COMMITTED && present != DROPPED) {
                return false;
            } else if (move(present, CANCELLED)) {
                return true;
            }
        }
    }

    /** One that waits in {@code retry} has been undone, and is not running: it must be woken in any case. */
    private void interrupt(boolean really) {
        try {
            Thread thread = runner;
            if (really && thread != null) {
                thread.interrupt();
            }
        } finally {
            state = CANCELLED;
        }
    }

    // ---------------------------------------------------------------- whoever looks

    public final boolean isCancelled() {
        int present = state;
        return present == CANCELLED || present == INTERRUPTING;
    }

    public final boolean isDone() {
        int present = state;
        return present >= COMMITTED && present != DROPPED;
    }
}
