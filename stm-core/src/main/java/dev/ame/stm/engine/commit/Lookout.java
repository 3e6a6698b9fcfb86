package dev.ame.stm.engine.commit;

import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.wait.LibraryThreads;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks every second whether a committer that ran out of stack has left {@linkplain Wakeups#debt somebody to wake}, as long as
 * threads are waiting. They need not look themselves then, and are parked without a time. It has a thread of its own, which
 * ends when nobody waits any more. The JDK's timer thread would not do: it is there for good, and would keep what it was made
 * with.
 *
 * <p>A waiter raises the signal, then looks whether somebody is on duty. Whoever goes off duty says so, then looks at the
 * signal. So one of the two sees the other.
 */
public final class Lookout implements Runnable {
    static final long PERIOD_SECONDS = 1;

    /** Who is on duty. Of two that begin at once the second one stays; a store, since there may be no stack for more. */
    private static volatile @Nullable Lookout onDuty;

    private Lookout() {}

    /** Whether somebody looks from now on. False if there is no stack or no memory for that, or no thread to be had. */
    static boolean isOnDuty() {
        return onDuty != null || begin();
    }

    private static boolean begin() {
        try {
            Lookout lookout = new Lookout();
            onDuty = lookout;
            LibraryThreads.daemon(lookout, "ame-lookout").start();
            return true;
        } catch (StackOverflowError | OutOfMemoryError | NoClassDefFoundError | RuntimeException e) {
            onDuty = null; // the caller has to look itself, and the next one tries again
            return false;
        }
    }

    @Override
    public void run() {
        boolean stays = true;
        while (stays) {
            LockSupport.parkNanos(this, TimeUnit.SECONDS.toNanos(PERIOD_SECONDS));
            stays = look();
        }
    }

    /** Answers whether to look again. */
    private boolean look() {
        try {
            Wakeups.payDebt();
        } catch (OutOfMemoryError e) {
            return true; // the debt is still there, for the next look
        }
        Lookout present = onDuty;
        if (present != null && present != this) {
            return false;
        }
        onDuty = null;
        if (!Clock.hasWaiters(Clock.signals())) {
            return false;
        }
        onDuty = this; // somebody who came meanwhile may have seen that this one was there
        return true;
    }
}
