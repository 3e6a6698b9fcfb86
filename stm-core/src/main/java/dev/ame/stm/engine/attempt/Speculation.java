package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.EngineMode;
import dev.ame.stm.engine.observe.Observation;
import dev.ame.stm.engine.version.Word;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An attempt that is run now and committed later, perhaps by another thread, when everything that comes before it has
 * been committed. Between the two it is suspended: nobody's current transaction, and costs memory only.
 *
 * <pre>
 *   run (the blocks) -> commit | abandon -> run ...
 * </pre>
 *
 * The thread that commits must have come after the one that ran it, in the memory model's sense: whoever uses this
 * hands it over through a lock. All its reads are logged, and even if it has only read, they must still be current when
 * it commits: it then is as if it had run at that moment.
 */
public final class Speculation {
    /** What is to be run. */
    public interface Work {
        /** Runs it, in the attempt of that transaction. */
        void run(Transaction transaction) throws Exception;
    }

    enum State {
        /** Can be used. */
        FREE,
        /** To be committed or abandoned. */
        OPEN,
        /** Left behind, for the thread that was about to end it. Not to be used any more. */
        ORPHANED
    }

    private final Transaction transaction = new Transaction(Thread.currentThread());
    private State state = State.FREE;
    private boolean committed;

    /** For the calling thread, which is in no block. */
    public Speculation() {}

    /** Whether it can be used again. */
    public boolean isFree() {
        return state == State.FREE;
    }

    /** Whether it has still to be committed or abandoned. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /**
     * Runs an attempt and suspends it, in the thread that made this, outside any block. Blocks in it are joined to it.
     *
     * @param block stands for the blocks in what is learned
     * @param readOnly whether writes are refused
     * @param work what throws is neither committed nor abandoned by that
     */
    public void run(Class<?> block, boolean readOnly, Work work) throws Exception {
        state = State.OPEN;
        Bindings.<Exception>runWith(transaction, () -> {
            begin(block, readOnly);
            try {
                work.run(transaction);
            } finally {
                transaction.ledger.suspended();
            }
        });
    }

    private void begin(Class<?> block, boolean readOnly) {
        transaction.selectProfile(System.identityHashCode(block));
        transaction.speculative = true;
        if (Observation.isOn()) {
            Observing.enter(transaction, null, block);
            transaction.ledger.began = System.nanoTime();
        }
        boolean chaos = Attempts.CHAOS && ThreadLocalRandom.current().nextDouble() < EngineMode.CHAOS;
        transaction.prepare(
                1, 0, false, 0, readOnly, chaos ? ThreadLocalRandom.current().nextInt(16) : -1);
        Beginning.optimistic(transaction, true, false);
        if (Observation.isOn()) {
            Observing.watch(transaction);
        }
        Joint.begin(transaction);
    }

    /** Whether the attempt has lost already. */
    public boolean isDoomed() {
        return transaction.isDoomed() || transaction.breakage != null;
    }

    /** Whether it has lost because something was asked for that only a block alone can have. */
    public boolean wantsToBeAlone() {
        return transaction.isDoomed() && transaction.ending == AbortReason.NEEDS_TO_BE_ALONE;
    }

    /** Commits what was suspended, hooks included. On false it has been abandoned. */
    public boolean commit() {
        committed = false;
        Bindings.runWith(transaction, () -> end(true));
        return committed;
    }

    /** Undoes what was suspended, hooks included. */
    public void abandon() {
        Bindings.runWith(transaction, () -> end(false));
    }

    /** What there is no stack for is done with the calling thread's own transaction, as its next use begins. */
    private void end(boolean commits) {
        try {
            transaction.ledger.resumed();
            committed = commits && tryCommit();
            if (!committed) {
                if (commits) {
                    transaction.doom(AbortReason.CONFLICT);
                }
                AttemptEnd.abandon(transaction, false);
            }
            transaction.isIdle(); // ends an orphan, which a block in a hook may have left
            transaction.reset();
            state = State.FREE;
        } catch (VirtualMachineError e) {
            committed |= transaction.publication.committed;
            transaction.freeSnapshot = Word.NONE;
            transaction.logSnapshot = Word.NONE;
            transaction.mayWrite = false;
            transaction.mode = Mode.ORPHANED;
            state = State.ORPHANED;
        }
    }

    private boolean tryCommit() {
        if (isDoomed()) {
            return false;
        }
        if (transaction.writes().isEmpty() && !Reading.extend(transaction)) {
            return false;
        }
        try {
            return AttemptEnd.tryCommit(transaction);
        } catch (Throwable t) {
            if (!transaction.publication.committed) {
                return false; // code of users in the commit has thrown; when run again, it will throw where it matters
            }
            AttemptEnd.endCommitted(transaction);
            return true;
        }
    }
}
