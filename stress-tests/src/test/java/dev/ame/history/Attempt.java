package dev.ame.history;

import org.jspecify.annotations.Nullable;

/**
 * What one attempt did: a run of a block's lambda, or a single operation outside a block.
 *
 * <p>{@code begin} is not later than anything the engine did for the attempt, {@code end} not earlier than its last
 * read, and for a committed one not earlier than its commit. So {@code a.end < b.begin} proves that {@code a} was over
 * before {@code b} began, and never claims it wrongly.
 */
final class Attempt {
    private static final int READ_WIDTH = 2;
    private static final int WRITE_WIDTH = 3;

    final int thread;
    final int block;
    final int number;
    final String shape;
    final long begin;
    final long end;

    /** Whether the block's result came from this attempt; a block that ended by its own exception counts, with no writes. */
    final boolean committed;

    /** First id this attempt drew, and one past the last: tells who wrote an id that should never have been seen. */
    final long firstDrawn;

    final long nextDrawn;

    /** A promise that the attempt itself saw broken. */
    final @Nullable String fault;

    private final long[] reads;
    private final long[] writes;

    /**
     * @param reads pairs: box, id seen; own writes read back are not in it
     * @param writes triples: box, id, id replaced; only the last write of each box
     */
    Attempt(
            Identity identity,
            long begin,
            long end,
            boolean committed,
            long[] reads,
            long[] writes,
            long firstDrawn,
            long nextDrawn,
            @Nullable String fault) {
        this.thread = identity.thread;
        this.block = identity.block;
        this.number = identity.number;
        this.shape = identity.shape;
        this.begin = begin;
        this.end = end;
        this.committed = committed;
        this.reads = reads;
        this.writes = writes;
        this.firstDrawn = firstDrawn;
        this.nextDrawn = nextDrawn;
        this.fault = fault;
    }

    /** Which run of which block: the {@code number}th attempt at the {@code block}th block of {@code thread}. */
    record Identity(int thread, int block, int number, String shape) {}

    int reads() {
        return reads.length / READ_WIDTH;
    }

    int readBox(int index) {
        return (int) reads[index * READ_WIDTH];
    }

    long readId(int index) {
        return reads[index * READ_WIDTH + 1];
    }

    int writes() {
        return writes.length / WRITE_WIDTH;
    }

    int writtenBox(int index) {
        return (int) writes[index * WRITE_WIDTH];
    }

    long writtenId(int index) {
        return writes[index * WRITE_WIDTH + 1];
    }

    long replacedId(int index) {
        return writes[index * WRITE_WIDTH + 2];
    }

    boolean wrote(int box, long id) {
        for (int i = 0; i < writes(); i++) {
            if (writtenBox(i) == box && writtenId(i) == id) {
                return true;
            }
        }
        return false;
    }

    boolean drew(long id) {
        return WriteId.thread(id) == thread
                && (id & WriteId.SEQUENCE_MASK) >= firstDrawn
                && (id & WriteId.SEQUENCE_MASK) < nextDrawn;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(128)
                .append("thread ")
                .append(thread)
                .append(" block ")
                .append(block)
                .append(" attempt ")
                .append(number)
                .append(committed ? " committed (" : " aborted (")
                .append(shape)
                .append(')');
        for (int i = 0; i < reads(); i++) {
            text.append(i == 0 ? " reads " : ", ")
                    .append(readBox(i))
                    .append('=')
                    .append(WriteId.show(readId(i)));
        }
        for (int i = 0; i < writes(); i++) {
            text.append(i == 0 ? " writes " : ", ")
                    .append(writtenBox(i))
                    .append('=')
                    .append(WriteId.show(writtenId(i)))
                    .append(" over ")
                    .append(WriteId.show(replacedId(i)));
        }
        return text.toString();
    }
}
