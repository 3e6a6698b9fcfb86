package dev.ame.stm.engine.attempt;

/**
 * What a transaction is doing. Numbers, not an enum: the mode is stored twice a block, and storing a reference costs a
 * collector's write barrier.
 */
public final class Mode {
    /** No block is running. */
    static final int IDLE = 0;

    /** Logs what it reads; extends its snapshot when it meets a newer value; may write. */
    static final int UPDATE = 1;

    /** Believed to only read: no log, so what does not fit its snapshot ends it. */
    static final int LIGHT = 2;

    /** Only reads: its snapshot is published, and the values it needs are kept for it; never aborts. */
    static final int PINNED = 3;

    /** Holds the serial lock: reads what is there, since nobody else can commit. */
    static final int SERIAL = 4;

    /** Cannot go on. Sticky: only a new attempt, or {@code orElse} after a {@code retry}, leaves it. */
    static final int DOOMED = 5;

    /**
     * Left behind by an attempt loop that had no stack to end its attempt. No block is running, and whoever uses the
     * transaction next ends the attempt.
     */
    public static final int ORPHANED = 6;

    /** Runs a function given to commute, which must only compute. */
    static final int FUNCTION = 7;

    private Mode() {}
}
