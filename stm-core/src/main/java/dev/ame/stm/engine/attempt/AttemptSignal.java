package dev.ame.stm.engine.attempt;

/**
 * Unwinds the stack of an attempt that cannot go on. It carries nothing: why the attempt ended stands in its
 * transaction, where no {@code catch} or {@code finally} of the block can lose it.
 */
public final class AttemptSignal extends Error {
    @SuppressWarnings("StaticAssignmentOfThrowable") // without a stack trace it is the same every time
    static final AttemptSignal INSTANCE = new AttemptSignal();

    private static final long serialVersionUID = 1;

    private AttemptSignal() {
        super("this attempt of an atomic block has ended; let this signal pass", null, false, false);
    }
}
