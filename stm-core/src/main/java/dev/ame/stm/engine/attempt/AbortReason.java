package dev.ame.stm.engine.attempt;

/** Why an attempt cannot go on. */
public enum AbortReason {
    /** It can. */
    NONE,
    /** Something it read has changed. */
    CONFLICT,
    /** It only read, cannot stay consistent cheaply, and is to run again on a pinned snapshot. */
    NEEDS_PIN,
    /** It was taken for a block that only reads, and has written. */
    NEEDS_UPDATE,
    /** It wants to wait for what it has read, and that was not logged. */
    NEEDS_LOG,
    /** It called {@code irrevocable} too late to become so without a fresh start. */
    NEEDS_SERIAL,
    /** One of the blocks that share the attempt asked for what only a block alone can have. */
    NEEDS_TO_BE_ALONE,
    /** It called {@code retry}. */
    RETRY,
    /** Its block ran out of time. */
    DEADLINE,
    /** A nested block ran out of time: that one ends, and the block around it may go on. */
    NESTED_DEADLINE,
    /** {@code ame.chaos} struck. */
    CHAOS,
    /** The engine's own bookkeeping failed, for want of stack or memory. */
    BROKEN
}
