package dev.ame.stm.spi;

import dev.ame.stm.engine.attempt.Requests;
import dev.ame.stm.engine.attempt.Structures;
import dev.ame.stm.engine.attempt.Transaction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a collection can ask and say about the block that the calling thread is running. */
public final class Blocks {
    private static final int REMEMBERED = 64;

    private Blocks() {}

    /**
     * Whether a block is running that must remember what it is told: neither is it known to only read from a snapshot that
     * stays, nor does it run alone. One that need not remember has still to be shown what its snapshot covers: for what comes
     * from outside of any cell {@link #seeAllUpTo} sees to that.
     *
     * @return whether to {@link #ask}
     */
    public static boolean mustAsk() {
        return Structures.remembers(Transaction.current());
    }

    /**
     * Whether the running block has submitted tasks to an executor, or added some to be run, that begin only when it has committed.
     * To wait for what they do would be to wait for ever.
     *
     * @return false outside a block
     */
    public static boolean defersTasks() {
        return Requests.defersWork(Transaction.current());
    }

    /**
     * Whether the running block has written any cell, and not undone that.
     *
     * @return false outside a block
     */
    public static boolean hasWritten() {
        return Structures.hasWritten(Transaction.current());
    }

    /**
     * Whether a block is running that runs alone: no other one can commit before it ends. So it must not wait for another
     * block to end; all it can do is to take precedence.
     *
     * @return whether it does
     */
    public static boolean isAlone() {
        return Structures.isAlone(Transaction.current());
    }

    /**
     * Makes the running block depend on an answer, and see everything that was committed up to the time since when it is
     * known, both of which may end its attempt; nothing outside a block.
     *
     * @param question the question, with the answer that was given
     */
    public static void ask(Question question) {
        Objects.requireNonNull(question, "question");
        Structures.ask(Transaction.current(), question, question.since());
    }

    /**
     * Makes sure that the running block sees everything that was committed up to some time, which may end its attempt;
     * nothing outside a block. For a block that has found something missing outside of any cell, because others have
     * cleared away what was committed at that time. A block that reads from a pinned snapshot is left alone: what it could
     * see must not be cleared away, see {@link #oldestSnapshot}.
     *
     * @param time a time of {@link Cell#newestTime}
     * @return true if the block sees a later moment now: what was looked up before, without being {@linkplain #ask asked},
     *     has to be looked up again
     */
    public static boolean seeAllUpTo(long time) {
        return Structures.cover(Transaction.current(), time);
    }

    /**
     * The oldest snapshot that a pinned reader reads from: what was committed over before that time is seen by nobody
     * who does not look at the newest values as well.
     *
     * @return the time; {@link Long#MAX_VALUE} / 2 or more if there is none
     */
    public static long oldestSnapshot() {
        return Structures.oldestPinned();
    }

    /**
     * To be called before something outside of cells is changed for the sake of a write: throws what that write would
     * throw, and ends attempts that would have to start again for it.
     *
     * @throws IllegalStateException outside a block, or if the block may not write
     */
    public static void beforeWrite() {
        Structures.readyToWrite(Transaction.current(), null);
    }

    /**
     * As {@link #beforeWrite()}, for a message that names the collection.
     *
     * @param tally of the collection; its name is used
     * @throws IllegalStateException outside a block, or if the block may not write
     */
    public static void beforeWrite(Tally tally) {
        Structures.readyToWrite(Transaction.current(), tally.first());
    }

    /**
     * Has something done when the running attempt has ended.
     *
     * @param aftermath what is to be done
     * @throws IllegalStateException outside a block, or if the block may not write
     */
    public static void atEnd(Aftermath aftermath) {
        Structures.add(Transaction.current(), Objects.requireNonNull(aftermath, "aftermath"));
    }

    /**
     * What the running attempt was told to do {@linkplain #atEnd at its end} on behalf of a collection.
     *
     * @param owner the collection
     * @return null if there is nothing, or if it was long ago
     */
    public static @Nullable Aftermath aftermathOf(Object owner) {
        return Aftermath.find(Structures.cleanup(Transaction.current()), owner, REMEMBERED);
    }

    /**
     * A number that differs from thread to thread, most of the time, in its low bits.
     *
     * @return the number, which a thread keeps
     */
    public static int stripe() {
        return Transaction.current().stripe();
    }

    /**
     * Whether {@link dev.ame.stm.Stm#retry} makes the whole block wait and start again: it does not where there is an
     * alternative, as in the first branch of {@code orElse}, nor in an irrevocable block.
     *
     * @return whether it does
     * @throws IllegalStateException outside a block
     */
    public static boolean mayWait() {
        return Requests.mayWait(Transaction.current());
    }

    /**
     * A timer for a timed wait in the running block. To be asked for when an operation begins that may have to wait, even
     * if it then need not: so it is found again when the block is run again, and keeps its time.
     *
     * @return the timer
     * @throws IllegalStateException outside a block
     */
    public static int timer() {
        return Requests.timer(Transaction.current());
    }

    /**
     * Waits as {@link dev.ame.stm.Stm#retry} does, but not longer than a time that counts from the first attempt of the
     * block that came here with this timer. Returns only if that time is over.
     *
     * @param timer from {@link #timer}, in the same attempt
     * @param nanos the time to wait, in nanoseconds; 0 or less for none
     */
    public static void retryFor(int timer, long nanos) {
        Requests.retryUntil(Transaction.current(), timer, nanos);
    }

    static Transaction requireOutside(String what) {
        Transaction transaction = Transaction.current();
        if (!transaction.isIdle()) {
            throw new IllegalStateException(what + " inside an atomic block");
        }
        return transaction;
    }
}
