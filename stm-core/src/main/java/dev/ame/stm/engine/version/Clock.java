package dev.ame.stm.engine.version;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The two words every transaction looks at: the time, and the signals. Nothing writes them in the common case:
 * committers only read the time (theirs is the next one), readers advance it, and only when they meet a newer version or
 * pin a snapshot. The words share one padded cache line, since a committer reads both.
 *
 * <p>The time is kept as the largest {@link Word} that it covers. So it is a snapshot as it is, and one more is the first
 * word of a commit that reads it now.
 */
public final class Clock {
    /** Set while somebody wants to know who writes what. The lowest bit, so that {@link #isQuiet} is one comparison. */
    private static final long OBSERVED = 1;

    /** Set while a serial or irrevocable block is running. */
    private static final long GATE = 1L << 1;

    /** One unit of the count of threads that wait for a change. */
    public static final long WAITER = 1L << 2;

    /** One unit of the count of pinned snapshots. */
    public static final long PIN = 1L << 32;

    private static final long WAITERS_MASK = PIN - WAITER;
    private static final Words WORDS = new Words();
    private static final VarHandle TIME;
    private static final VarHandle SIGNALS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TIME = lookup.findVarHandle(Words.class, "time", long.class);
            SIGNALS = lookup.findVarHandle(Words.class, "signals", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Clock() {}

    public static long now() {
        return WORDS.time;
    }

    /** Makes sure that the clock covers a word. */
    public static void advanceTo(long word) {
        long time = WORDS.time;
        while (time < word && !TIME.compareAndSet(WORDS, time, word | Word.SEQ_MASK)) {
            time = WORDS.time;
        }
    }

    /**
     * A snapshot that covers every commit which finished before the call. One attempt is enough: commits that finished before
     * the read have at most the next time, and if the compare-and-set fails somebody else has moved the clock there.
     */
    public static long tick() {
        long time = WORDS.time;
        TIME.compareAndSet(WORDS, time, time + Word.TICK);
        return time + Word.TICK;
    }

    /** What a committer must heed; zero in the common case. */
    public static long signals() {
        return WORDS.signals;
    }

    /** A full fence. Closing twice is closing once. */
    public static void closeGate() {
        SIGNALS.getAndBitwiseOr(WORDS, GATE);
    }

    public static void openGate() {
        SIGNALS.getAndBitwiseAnd(WORDS, ~GATE);
    }

    /** Adds or subtracts units of {@link #WAITER} or {@link #PIN}. A full fence. */
    public static void signal(long units) {
        SIGNALS.getAndAdd(WORDS, units);
    }

    /** Whether commits are to be noted. */
    public static void observe(boolean on) {
        if (on) {
            SIGNALS.getAndBitwiseOr(WORDS, OBSERVED);
        } else {
            SIGNALS.getAndBitwiseAnd(WORDS, ~OBSERVED);
        }
    }

    /** Whether a committer need not heed anything; at most it is observed. */
    public static boolean isQuiet(long signals) {
        return signals <= OBSERVED;
    }

    public static boolean isObserved(long signals) {
        return (signals & OBSERVED) != 0;
    }

    public static boolean hasGate(long signals) {
        return (signals & GATE) != 0;
    }

    public static boolean hasWaiters(long signals) {
        return (signals & WAITERS_MASK) != 0;
    }

    public static boolean hasPins(long signals) {
        return signals >= PIN;
    }

    @SuppressWarnings("unused") // padding
    private abstract static class Before {
        long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14;
    }

    private abstract static class Shared extends Before {
        volatile long time = Word.SEQ_MASK;
        volatile long signals;
    }

    @SuppressWarnings("unused") // padding
    private static final class Words extends Shared {
        long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14;
    }
}
