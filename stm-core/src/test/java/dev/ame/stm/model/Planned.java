package dev.ame.stm.model;

/** An exception thrown by a test program on purpose. */
@SuppressWarnings("serial")
abstract sealed class Planned extends Exception {
    private Planned(String message) {
        super(message, null, false, false);
    }

    /** Rolls back every block it leaves. */
    static final class Failure extends Planned {
        Failure() {
            super("failure");
        }
    }

    /** Rolls back every block it leaves, except those told not to. */
    static final class Tolerated extends Planned {
        Tolerated() {
            super("tolerated");
        }
    }
}
