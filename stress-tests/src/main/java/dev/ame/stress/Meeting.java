package dev.ame.stress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A state at which both actors meet before they begin. Left alone, one of them runs ahead, and they collide once in ten
 * thousand times; like this, about every third time.
 */
public abstract class Meeting {
    private static final VarHandle ARRIVED;

    /** Turns to wait for the other. It may have been descheduled, so the wait has an end, and a near one. */
    private static final int PATIENCE = 1 << 7;

    /** After the meeting each waits a random number of turns below this, so that every offset occurs. */
    private static final int STAGGER = 8;

    static {
        try {
            ARRIVED = MethodHandles.lookup().findVarHandle(Meeting.class, "arrived", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // through the handle
    private volatile int arrived;

    /** To be called once by each of two actors. */
    public final void meet() {
        ARRIVED.getAndAdd(this, 1);
        for (int i = 0; arrived < 2 && i < PATIENCE; i++) {
            Thread.onSpinWait();
        }
        pause(STAGGER);
    }

    /** Lets a random number of turns below {@code bound} pass. */
    public static void pause(int bound) {
        for (int i = ThreadLocalRandom.current().nextInt(bound); i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}
