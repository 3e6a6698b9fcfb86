package dev.ame.stm.engine.commit;

import dev.ame.stm.engine.version.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks every few seconds whether a committer that ran out of stack has left {@linkplain Wakeups#debt somebody to wake},
 * as long as threads are waiting. They need not look themselves then, and are parked without a time. It borrows the JDK's own
 * timer thread for an instant, and has none of its own.
 *
 * <p>A waiter raises the signal, then looks whether somebody is on duty. Whoever goes off duty says so, then looks at the
 * signal. So one of the two sees the other.
 */
public final class Lookout implements Runnable {
    static final long PERIOD_SECONDS = 5;

    private static final Executor LATER =
            CompletableFuture.delayedExecutor(PERIOD_SECONDS, TimeUnit.SECONDS, Runnable::run);

    /** Who is on duty. Of two that begin at once the second one stays; a store, since there may be no stack for more. */
    private static volatile @Nullable Lookout onDuty;

    private Lookout() {}

    /** Whether somebody looks from now on. False if there is no stack or no memory for that. */
    static boolean isOnDuty() {
        return onDuty != null || begin();
    }

    private static boolean begin() {
        try {
            Lookout lookout = new Lookout();
            onDuty = lookout;
            LATER.execute(lookout);
            return true;
        } catch (StackOverflowError | OutOfMemoryError | NoClassDefFoundError e) {
            onDuty = null; // the caller has to look itself, and the next one tries again
            return false;
        }
    }

    @Override
    public void run() {
        try {
            Wakeups.payDebt();
        } finally {
            Lookout other = onDuty;
            if (other == this || other == null) {
                onDuty = null;
                if (Clock.hasWaiters(Clock.signals())) {
                    begin();
                }
            }
        }
    }
}
