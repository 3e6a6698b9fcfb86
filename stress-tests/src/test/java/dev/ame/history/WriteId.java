package dev.ame.history;

/**
 * The unique name of one write, which is also the value written: so each read names the write it saw.
 *
 * <pre>
 *   63        40 39                    0
 *   +-----------+----------------------+
 *   |  thread   |  sequence in thread  |
 *   +-----------+----------------------+
 * </pre>
 *
 * <p>Thread 0 is the initial state of the boxes. Sequences start with 1, so 0 is nobody's id.
 */
final class WriteId {
    private static final int SEQUENCE_BITS = 40;
    static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;
    static final long THREAD_MASK = ~SEQUENCE_MASK;

    /** Stands for "not known", where a write did not look at what it replaced. */
    static final long UNKNOWN = 0;

    private WriteId() {}

    static long of(int thread, long sequence) {
        return (long) thread << SEQUENCE_BITS | sequence;
    }

    static long initial(int box) {
        return of(0, box + 1L);
    }

    static int thread(long id) {
        return (int) (id >>> SEQUENCE_BITS);
    }

    static int sequence(long id) {
        return Math.toIntExact(id & SEQUENCE_MASK);
    }

    static String show(long id) {
        if (id == UNKNOWN) {
            return "?";
        }
        return thread(id) == 0 ? "initial" : "t" + thread(id) + "#" + (id & SEQUENCE_MASK);
    }
}
