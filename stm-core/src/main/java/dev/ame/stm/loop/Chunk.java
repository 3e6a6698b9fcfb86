package dev.ame.stm.loop;

import dev.ame.stm.AtomicAction;
import dev.ame.stm.engine.attempt.AttemptSignal;
import dev.ame.stm.engine.attempt.Joint;
import dev.ame.stm.engine.attempt.Rethrow;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.commit.Participant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Elements that follow one another and share a transaction. Used by one thread at a time, again and again.
 *
 * <p>If one of them throws, those before it must stay and it must not; so the shared transaction is given up with a
 * {@link Split}, and each is run alone.
 */
final class Chunk<T extends @Nullable Object> implements AtomicAction<Exception>, Joint.Iterations, Participant {
    /** Says that the elements have to be run alone. */
    static final class Split extends RuntimeException {
        @SuppressWarnings("StaticAssignmentOfThrowable") // without a stack trace it is the same every time
        static final Split INSTANCE = new Split();

        private static final long serialVersionUID = 1;

        private Split() {
            super("the iterations of a chunk have to be run alone", null, false, false);
        }
    }

    private static final int FIRST_CAPACITY = 8;

    private final LoopBody<T> body;

    /** The body, if it has a say in the commit. */
    private final @Nullable VotingBody<T> voter;

    private @Nullable Object[] elements = new Object[FIRST_CAPACITY];
    private @Nullable Object[] results = new Object[FIRST_CAPACITY];

    /** The index of the first element in the whole loop. */
    private long first;

    private int size;
    private int from;
    private int to;
    private boolean joint;
    private boolean together;
    private boolean lone;

    /** The end of those that have been run in the last attempt. */
    private int ran;

    private boolean last;
    private int runs;
    private long began;
    private long lastRunBegan;
    private int aborts;
    private long wastedNanos;

    Chunk(LoopBody<T> body) {
        this.body = body;
        voter = body instanceof VotingBody<T> votes ? votes : null;
    }

    // ---------------------------------------------------------------- filling

    /** Takes out all elements. */
    void clear(long newFirst) {
        Arrays.fill(elements, 0, size, null);
        Arrays.fill(results, 0, size, null);
        size = 0;
        first = newFirst;
        last = false;
    }

    void add(T element) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, 2 * size);
            results = Arrays.copyOf(results, 2 * size);
        }
        elements[size++] = element;
    }

    int size() {
        return size;
    }

    long index(int i) {
        return first + i;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // nothing else is added
    T element(int i) {
        return (T) elements[i];
    }

    @Nullable
    Object result(int i) {
        return results[i];
    }

    /** Forgets the elements from the i-th on. */
    void cut(int i) {
        Arrays.fill(elements, i, size, null);
        size = i;
    }

    /** Whether its elements are to share a transaction. */
    boolean isTogether() {
        return together;
    }

    void setTogether(boolean newValue) {
        together = newValue;
    }

    /** Whether it was taken while one worker works alone. */
    boolean isLone() {
        return lone;
    }

    void setLone(boolean newValue) {
        lone = newValue;
    }

    // ---------------------------------------------------------------- running

    /** The next runs are of all elements, in one transaction. */
    void selectAll() {
        from = 0;
        to = size;
        joint = true;
        runs = 0;
        began = System.nanoTime();
    }

    /** The next runs are of one element, in a transaction of its own. */
    void selectOne(int i) {
        from = i;
        to = i + 1;
        joint = false;
        runs = 0;
        began = System.nanoTime();
    }

    @Override
    public void run() throws Exception {
        Transaction transaction = Transaction.current();
        if (joint) {
            Joint.begin(transaction);
        }
        runPart(transaction);
    }

    /** Runs what is selected, in the transaction. */
    void runPart(Transaction transaction) throws Exception {
        lastRunBegan = runs++ == 0 ? began : System.nanoTime();
        ran = from;
        last = false;
        Joint.tellIterations(transaction, body.name(), body.code(), index(from), to - from);
        if (voter != null) {
            Joint.admit(transaction, this);
        }
        if (!joint) {
            results[from] = body.run(element(from));
            last = body.isLast();
            ran = to;
            return;
        }
        try {
            while (ran < to && !last && !(ran > from && isInterrupted())) {
                results[ran] = body.run(element(ran));
                last = body.isLast();
                Joint.endOne(transaction);
                ran++;
            }
        } catch (AttemptSignal signal) {
            throw signal;
        } catch (Throwable t) {
            throw transaction.isDoomed() || size == 1 ? Rethrow.asIs(t) : Split.INSTANCE;
        }
    }

    /** Whether the calling thread is to stop between two elements. */
    boolean isInterrupted() {
        return body.heedsInterrupts() && Thread.currentThread().isInterrupted();
    }

    // ---------------------------------------------------------------- the commit, if the body has a say in it

    /** All of those that have been run agree, or none of them has. */
    @Override
    public boolean prepare() {
        if (voter == null) {
            return true;
        }
        for (int i = from; i < ran; i++) {
            if (!voter.prepare(element(i), results[i])) {
                while (--i >= from) {
                    voter.unprepare(element(i), results[i]);
                }
                return false;
            }
        }
        return true;
    }

    @Override
    public void committed() {
        for (int i = from; voter != null && i < ran; i++) {
            voter.published(element(i), results[i]);
        }
    }

    // ---------------------------------------------------------------- afterwards

    /** Tells the body that what has been run has committed. */
    void tellCommitted() {
        body.committed(this, from, ran);
    }

    /** Tells the body that the selected element has thrown. */
    boolean tellFailed(Throwable thrown) {
        return body.failed(index(from), element(from), thrown);
    }

    /** How many elements the last attempt has run. */
    int ran() {
        return ran - from;
    }

    /** Whether an interrupt has kept the last attempt from running all elements. */
    boolean isPartial() {
        return ran < to && !last;
    }

    /** Whether the last element run was the last one of all. */
    boolean isLast() {
        return last;
    }

    /** Notes what the attempts since the selection have cost that did not commit. */
    void setLosses(int lostAttempts, long nanos) {
        aborts = lostAttempts;
        wastedNanos = nanos;
    }

    /** When it was selected. */
    long began() {
        return began;
    }

    int aborts() {
        return aborts;
    }

    long wastedNanos() {
        return wastedNanos;
    }

    /** When the last attempt began. */
    long lastRunBegan() {
        return lastRunBegan;
    }

    Class<?> kind() {
        return body.kind();
    }
}
