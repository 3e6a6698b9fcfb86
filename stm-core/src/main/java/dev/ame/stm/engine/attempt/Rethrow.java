package dev.ame.stm.engine.attempt;

/** Throws on what was caught, where the compiler only sees that it is a {@link Throwable}. */
public final class Rethrow {
    private Rethrow() {}

    /** Throws it as it is, so never answers; the type lets callers write {@code throw Rethrow.asIs(t)}. */
    public static RuntimeException asIs(Throwable thrown) {
        throw Rethrow.<RuntimeException>sneaky(thrown);
    }

    @SuppressWarnings("unchecked") // the type is erased: throws anything as it is
    private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
