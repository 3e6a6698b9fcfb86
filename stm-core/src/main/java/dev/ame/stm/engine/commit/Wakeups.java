package dev.ame.stm.engine.commit;

import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.wait.WaitTable;
import dev.ame.stm.engine.wait.Waiter;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Connects commits with the threads that wait for a change.
 *
 * <pre>
 *   waiter                               committer
 *   ------                               ---------
 *   raise the waiters signal             lock the locations  (fence)
 *   register every location read         read the signals
 *   (fence)                              store the values and words
 *   look whether a word has changed      if there are waiters: take those registered from the table
 *   park                                 wake them
 * </pre>
 *
 * If the committer finds no signal, or looks into the table before the registration is there, its lock was
 * in place before the waiter's look. The waiter waits until a location is unlocked, and does not park if it was
 * committed to. Otherwise the committer finds the registration.
 */
public final class Wakeups {
    private static final WaitTable TABLE = new WaitTable();

    /**
     * Set by a committer that could not wake all those it had to. A store, since it may have no stack for more. Paid by
     * the next committer, or by the {@link Lookout}, or by a waiter if there is none.
     */
    static volatile boolean debt;

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(Lookout.PERIOD_SECONDS);

    private Wakeups() {}

    /**
     * Parks until something in the log changes; at once if it has changed already. The caller has raised the signal, and lowers
     * it afterwards.
     */
    public static Waiter.Outcome await(ReadLog reads, boolean timed, long deadline) {
        Waiter waiter = new Waiter();
        WaitTable.Entry registration = null;
        try {
            for (int i = 0; i < reads.size(); i++) {
                registration = TABLE.register(reads.location(i), waiter, registration);
            }
            Set<Location> places = reads.placesOfInquiries();
            for (Location place : places) {
                registration = TABLE.register(place, waiter, registration);
            }
            // The table publishes an entry with a release store, which alone does not order it before the reads below.
            VarHandle.fullFence();
            // An inquiry that had to be made again may have another place now, which is not registered.
            if (!reads.isCurrent() || !reads.placesOfInquiries().equals(places)) {
                return Waiter.Outcome.CHANGED;
            }
            reads.discard();
            long period = Lookout.isOnDuty() ? Long.MAX_VALUE : LOOK_NANOS;
            return waiter.await(timed, deadline, period, Wakeups::payDebt);
        } finally {
            TABLE.cancel(registration);
        }
    }

    /** Whether somebody waits for the location now. */
    public static boolean isAwaited(Location location) {
        return Clock.hasWaiters(Clock.signals()) && TABLE.isAwaited(location);
    }

    static void payDebt() {
        if (debt) {
            boolean paid = false;
            debt = false;
            try {
                TABLE.wakeAll();
                paid = true;
            } finally {
                if (!paid) {
                    debt = true;
                }
            }
        }
    }

    static void wake(WriteLog writes) {
        payDebt();
        for (int i = 0; i < writes.size(); i++) {
            TABLE.wake(writes.locationAt(i));
        }
    }

    static void wake(Location location) {
        payDebt();
        TABLE.wake(location);
    }
}
