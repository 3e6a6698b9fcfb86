package dev.ame.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the attempts of one thread, from inside the blocks it runs; used by that thread only.
 *
 * <p>Order of calls: {@link #beginBlock} before entering the block; in the lambda {@link #beginAttempt}, then each
 * {@link #read} and {@link #write}, and {@link #leaveAttempt} in a {@code finally}; after the block
 * {@link #committed} or {@link #rolledBack}. An attempt that another one follows was aborted.
 */
final class AttemptLog {
    private final int thread;
    private final List<Attempt> attempts = new ArrayList<>();
    private long nextSequence = 1;

    private int block;
    private int number;
    private String shape = "";
    private long time;

    // What follows belongs to the attempt that is running, or whose outcome is not known yet.
    private boolean open;
    private long begin;
    private long firstDrawn;
    private boolean mustCommit;
    private boolean mustAbort;
    private @Nullable String fault;
    private final Longs reads = new Longs();
    private final Longs undo = new Longs();

    /** Per box: the id seen before any own write. */
    private final long[] seen;

    /** Per box: the own write. */
    private final long[] written;

    /** Per box: the write made by a commuted function, and what that function was last given. */
    private final long[] commutedAs;

    private final long[] commuted;

    AttemptLog(int thread, int boxes) {
        this.thread = thread;
        seen = new long[boxes];
        written = new long[boxes];
        commutedAs = new long[boxes];
        commuted = new long[boxes];
    }

    List<Attempt> attempts() {
        return attempts;
    }

    void beginBlock(String newShape) {
        block++;
        number = 0;
        shape = newShape;
        time = System.nanoTime();
    }

    /** The end of the previous attempt, or else the begin of the block, is a safe lower bound for the begin of this one. */
    void beginAttempt(int newNumber) {
        if (open) {
            if (mustCommit) {
                fail("aborted after it had become irrevocable");
            }
            close(false);
        }
        begin = time;
        open = true;
        firstDrawn = nextSequence;
        mustCommit = false;
        mustAbort = false;
        fault = null;
        reads.truncate(0);
        undo.truncate(0);
        Arrays.fill(seen, WriteId.UNKNOWN);
        Arrays.fill(written, WriteId.UNKNOWN);
        Arrays.fill(commutedAs, WriteId.UNKNOWN);
        Arrays.fill(commuted, WriteId.UNKNOWN);
        if (newNumber != number + 1) {
            fail("is called attempt " + newNumber + " but follows attempt " + number);
        }
        number++;
    }

    void leaveAttempt() {
        time = System.nanoTime();
    }

    /** The block returned, or was irrevocable and threw: its last attempt took effect. */
    void committed() {
        time = System.nanoTime();
        if (mustAbort) {
            fail("committed although an abort signal was thrown in it");
        }
        for (int box = 0; box < written.length; box++) {
            if (commuted[box] != WriteId.UNKNOWN) {
                read(commuted[box], box, WriteId.UNKNOWN);
            } else if (commutedAs[box] != WriteId.UNKNOWN && commutedAs[box] == written[box]) {
                fail("committed without calling the function commuted on box " + box);
            }
        }
        close(true);
    }

    /** The block ended by an exception of its own: the last attempt took no effect, but what it saw must have been true. */
    void rolledBack() {
        time = System.nanoTime();
        Arrays.fill(written, WriteId.UNKNOWN);
        close(true);
    }

    void read(int box, long id) {
        read(id, box, written[box]);
    }

    private void read(long id, int box, long own) {
        if (own != WriteId.UNKNOWN) {
            if (id != own) {
                fail("wrote " + WriteId.show(own) + " to box " + box + ", then read " + WriteId.show(id) + " there");
            }
        } else if (seen[box] != id) {
            reads.add(box);
            reads.add(id);
            if (seen[box] == WriteId.UNKNOWN) {
                seen[box] = id;
            }
        }
    }

    /** Draws a fresh id; not yet a write, since drawing comes before a call that may throw. */
    long draw() {
        return WriteId.of(thread, nextSequence++);
    }

    void write(int box, long id) {
        undo.add(box);
        undo.add(written[box]);
        written[box] = id;
    }

    boolean hasWritten(int box) {
        return written[box] != WriteId.UNKNOWN;
    }

    /** The same for a write that a function given to {@code commute} will make, when it is called. */
    void commute(int box, long id) {
        write(box, id);
        commutedAs[box] = id;
    }

    /** The function given to {@code commute} was called with {@code id}; the last call before the commit is the one that counts. */
    void commuteSaw(int box, long id) {
        commuted[box] = id;
    }

    int savepoint() {
        return undo.size();
    }

    void undoTo(int savepoint) {
        for (int i = undo.size() - 2; i >= savepoint; i -= 2) {
            int box = (int) undo.get(i);
            written[box] = undo.get(i + 1);
            if (written[box] == WriteId.UNKNOWN) {
                commuted[box] = WriteId.UNKNOWN;
            }
        }
        undo.truncate(savepoint);
    }

    /** From here on this attempt may not abort. */
    void becameIrrevocable() {
        mustCommit = true;
    }

    /** An abort signal has reached the block's code: from here on this attempt may not commit. */
    void sawAbortSignal() {
        mustAbort = true;
    }

    void fail(String what) {
        if (fault == null) {
            fault = what;
        }
    }

    private void close(boolean committed) {
        Longs writes = new Longs();
        for (int box = 0; committed && box < written.length; box++) {
            if (written[box] != WriteId.UNKNOWN) {
                writes.add(box);
                writes.add(written[box]);
                writes.add(seen[box]);
            }
        }
        attempts.add(new Attempt(
                new Attempt.Identity(thread, block, number, shape),
                begin,
                time,
                committed,
                reads.toArray(),
                writes.toArray(),
                firstDrawn,
                nextSequence,
                fault));
        open = false;
    }
}
