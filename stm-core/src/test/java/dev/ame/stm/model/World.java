package dev.ame.stm.model;

/**
 * What a test program acts on: a few boxes of each kind, and blocks. There are two, a plain model and the engine.
 *
 * <p>An operation is written once against this interface; the same operation on both worlds must observe the same.
 */
interface World {
    /** Number of boxes, and of long boxes. */
    int BOXES = 3;

    int get(int box);

    void set(int box, int value);

    int getAndSet(int box, int value);

    boolean compareAndSet(int box, int expected, int value);

    /** Adds by {@code update}, {@code getAndUpdate}, {@code updateAndGet} or {@code commute}; the value that returns, or 0. */
    int add(int box, Adding by, int value);

    long longGet(int box);

    void longSet(int box, long value);

    long longGetAndSet(int box, long value);

    boolean longCompareAndSet(int box, long expected, long value);

    long longAdd(int box, LongAdding by, long value);

    void count(long value);

    long counted();

    int local();

    void setLocal(int value);

    /** Registers hooks that report {@code name} when the block has committed or has been rolled back. */
    void hooks(String name);

    void becomeIrrevocable();

    /** Abandons the innermost branch of {@link #orElse} that has an alternative. */
    void retry();

    /** Runs a block, nested if there is one already; exceptions come out. */
    void block(BlockKind kind, Body body) throws Planned;

    void orElse(Body first, Body second) throws Planned;

    /** Notes what the program saw; forgotten if the attempt is run again. */
    void observe(Object what);

    /** Lets other threads in between. */
    void pause();

    /** The code of a block. */
    @FunctionalInterface
    interface Body {
        void run() throws Planned;
    }

    /** How a block is run. */
    enum BlockKind {
        PLAIN,
        NAMED,
        TOLERANT,
        SERIAL,
        READ_ONLY,
        IRREVOCABLE
    }

    /** The ways to add to a {@code Box}. */
    enum Adding {
        UPDATE,
        GET_AND_UPDATE,
        UPDATE_AND_GET,
        COMMUTE
    }

    /** The ways to add to a {@code LongBox}. */
    enum LongAdding {
        ADD,
        UPDATE,
        COMMUTE,
        GET_AND_ADD,
        INCREMENT_AND_GET,
        GET_AND_UPDATE,
        UPDATE_AND_GET
    }
}
