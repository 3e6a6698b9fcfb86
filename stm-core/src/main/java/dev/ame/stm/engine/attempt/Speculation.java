package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.EngineMode;
import dev.ame.stm.engine.version.Stamps;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An attempt that is run now and committed later, perhaps by another thread, when everything that comes before it has
 * been committed. Between the two it is nobody's current transaction, and costs memory only.
 *
 * <pre>
 *   begin -> (the blocks) -> suspend -> commit | abandon -> begin ...
 * </pre>
 *
 * The thread that commits must have come after the one that suspended, in the memory model's sense: whoever uses this
 * hands it over through a lock. All its reads are logged, and even if it has only read, they must still be current when
 * it commits: it then is as if it had run at that moment.
 */
public final class Speculation {
    private final Transaction transaction = new Transaction(Thread.currentThread());

    /** The thread's own. */
    private final Transaction outer = Transaction.current();

    private boolean isSound = true;

    /** For the calling thread, which is in no block. */
    public Speculation() {}

    /** Whether it can be used again: not after an error that may have left it half ended. */
    public boolean isSound() {
        return isSound;
    }

    /**
     * Begins an attempt, in the thread that made this, outside any block. Blocks that follow are joined to it.
     *
     * @param block stands for the blocks in what is learned
     * @param readOnly whether writes are refused
     */
    public void begin(Class<?> block, boolean readOnly) {
        Bindings.bind(Thread.currentThread(), transaction);
        transaction.selectProfile(System.identityHashCode(block));
        boolean chaos = Attempts.CHAOS && ThreadLocalRandom.current().nextDouble() < EngineMode.CHAOS;
        transaction.prepare(
                1, 0, false, 0, readOnly, chaos ? ThreadLocalRandom.current().nextInt(16) : -1);
        Beginning.optimistic(transaction, true, false);
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

    /** Gives the thread its own transaction back. */
    public void suspend() {
        Bindings.bind(Thread.currentThread(), outer);
    }

    /** Commits what was suspended, hooks included. On false it has been abandoned. */
    public boolean commit() {
        Thread thread = Thread.currentThread();
        Transaction own = Transaction.current();
        boolean committed = false;
        isSound = false;
        Bindings.bind(thread, transaction);
        try {
            committed = tryCommit();
            if (!committed) {
                AttemptEnd.abandon(transaction, false);
            }
            transaction.isIdle(); // ends an orphan, which a block in a hook may have left
            transaction.reset();
            isSound = true;
        } catch (VirtualMachineError e) {
            committed |= transaction.publication.committed;
            orphan();
        } finally {
            Bindings.bind(thread, own);
        }
        return committed;
    }

    private boolean tryCommit() {
        if (isDoomed()) {
            return false;
        }
        if (transaction.writes.isEmpty() && !Reading.extend(transaction)) {
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

    /** Undoes what was suspended, hooks included. */
    public void abandon() {
        Thread thread = Thread.currentThread();
        Transaction own = Transaction.current();
        isSound = false;
        Bindings.bind(thread, transaction);
        try {
            AttemptEnd.abandon(transaction, false);
            transaction.reset();
            isSound = true;
        } catch (VirtualMachineError e) {
            orphan();
        } finally {
            Bindings.bind(thread, own);
        }
    }

    /** As the attempt loop does where there may be no stack for more. */
    private void orphan() {
        transaction.freeSnapshot = Stamps.NONE;
        transaction.logSnapshot = Stamps.NONE;
        transaction.mayWrite = false;
        transaction.mode = Mode.ORPHANED;
    }
}
