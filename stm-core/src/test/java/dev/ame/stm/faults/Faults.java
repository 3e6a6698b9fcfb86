package dev.ame.stm.faults;

import java.util.Random;

/**
 * Errors that strike one thread at one call or allocation of the instrumented classes. Belongs to the ordinary class loader,
 * so that these see the same one as the test.
 */
public final class Faults {

    /** How it strikes. */
    public enum Kind {
        /** A stack overflow at one call, and never again. */
        ONE_CALL,
        /** A stack overflow at one call, and then at every call from the same depth or below, as it is in truth. */
        END_OF_STACK,
        /** As the former, but some calls need less stack, and go well. */
        NEAR_END_OF_STACK,
        /** An out-of-memory error at one allocation. */
        ONE_ALLOCATION,
        /** An out-of-memory error at one allocation and the next hundred. */
        FULL_HEAP;

        boolean strikesAllocations() {
            return this == ONE_ALLOCATION || this == FULL_HEAP;
        }
    }

    private static final int FULL_FOR = 100;
    private static final StackWalker STACK = StackWalker.getInstance();

    private static volatile Thread victim;
    private static Kind kind = Kind.ONE_CALL;
    private static long left;
    private static boolean struck;
    private static long depth;
    private static Random dice = new Random();
    private static boolean busy;
    private static StackTraceElement[] place = {};

    private Faults() {}

    /** From now on the calling thread is struck at its step number {@code at}, counted from 0. */
    public static void arm(Kind how, long at, long seed) {
        kind = how;
        left = at;
        struck = false;
        busy = false;
        dice = new Random(seed);
        victim = Thread.currentThread();
    }

    /** Answers whether there was a step with that number. */
    public static boolean disarm() {
        victim = null;
        return struck;
    }

    /** Where the first error was thrown. */
    public static StackTraceElement[] place() {
        return place;
    }

    /** Called before every call. */
    public static void call() {
        if (Thread.currentThread() == victim && !busy && kind.compareTo(Kind.NEAR_END_OF_STACK) <= 0) {
            busy = true;
            try {
                overflow();
            } finally {
                busy = false;
            }
        }
    }

    private static void overflow() {
        if (!struck) {
            if (left-- == 0) {
                struck = true;
                depth = kind == Kind.ONE_CALL ? 0 : depth();
                StackOverflowError error = new StackOverflowError("injected");
                place = error.getStackTrace();
                throw error;
            }
        } else if (kind == Kind.END_OF_STACK && depth() >= depth) {
            throw new StackOverflowError("injected again");
        } else if (kind == Kind.NEAR_END_OF_STACK && depth() >= depth - 1 && dice.nextBoolean()) {
            throw new StackOverflowError("injected again");
        }
    }

    private static long depth() {
        return STACK.walk(frames -> frames.count());
    }

    /** Called before every allocation. */
    public static void allocate() {
        if (Thread.currentThread() == victim && kind.compareTo(Kind.ONE_ALLOCATION) >= 0) {
            if (left == 0 || (kind == Kind.FULL_HEAP && left < 0 && left > -FULL_FOR)) {
                left--;
                struck = true;
                OutOfMemoryError error = new OutOfMemoryError("injected");
                place = error.getStackTrace();
                throw error;
            }
            left--;
        }
    }
}
