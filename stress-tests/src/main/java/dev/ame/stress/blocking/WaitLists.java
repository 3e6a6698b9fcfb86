package dev.ame.stress.blocking;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.engine.wait.WaitTable;
import dev.ame.stm.engine.wait.Waiter;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A place in the list of one key is given back while that list is taken away or changed by somebody else. */
public final class WaitLists {
    private WaitLists() {}

    /** Four waiters for one key; the second and the third wait for another key as well. The newest is first in the list. */
    @State
    public static class FourWaiters extends Meeting {
        final Object key = new Object();
        final Object otherKey = new Object();
        final WaitTable table = new WaitTable();
        final Waiter w1 = new Waiter();
        final Waiter w2 = new Waiter();
        final Waiter w3 = new Waiter();
        final Waiter w4 = new Waiter();
        final WaitTable.Entry r1 = table.register(key, w1, null);
        final WaitTable.Entry r2 = table.register(otherKey, w2, table.register(key, w2, null));
        final WaitTable.Entry r3 = table.register(otherKey, w3, table.register(key, w3, null));
        final WaitTable.Entry r4 = table.register(key, w4, null);

        static int woken(Waiter waiter) {
            return waiter.await(true, System.nanoTime(), Long.MAX_VALUE, () -> {}) == Waiter.Outcome.CHANGED ? 1 : 0;
        }

        void report(IIII_Result r) {
            r.r1 = woken(w1);
            r.r2 = woken(w2);
            r.r3 = woken(w3);
            r.r4 = woken(w4);
        }
    }

    @JCStressTest
    @Description("Two neighbours in a list leave it at once; then the key changes.")
    @Outcome(id = "1, 0, 0, 1", expect = ACCEPTABLE, desc = "the others were still there, and nobody else")
    @Outcome(expect = FORBIDDEN, desc = "the list was damaged")
    public static class CancelAndCancel {
        @Actor
        public void second(FourWaiters all) {
            all.meet();
            all.table.cancel(all.r2);
        }

        @Actor
        public void third(FourWaiters all) {
            all.meet();
            all.table.cancel(all.r3);
        }

        @Arbiter
        public void change(FourWaiters all, IIII_Result r) {
            all.table.wake(all.key);
            all.table.wake(all.otherKey);
            all.report(r);
        }
    }

    @JCStressTest
    @Description("One waiter leaves while the key changes and a new waiter comes.")
    @Outcome(id = "1, 0, 1, 1", expect = ACCEPTABLE, desc = "left before the change")
    @Outcome(id = "1, 1, 1, 1", expect = ACCEPTABLE, desc = "woken before it left")
    @Outcome(expect = FORBIDDEN, desc = "somebody was not woken")
    public static class CancelAndWake {
        @Actor
        public void second(FourWaiters all) {
            all.meet();
            all.table.cancel(all.r2);
        }

        @Actor
        public void change(FourWaiters all) {
            all.meet();
            all.table.cancel(all.r4);
            all.table.wake(all.key);
            all.table.register(all.key, all.w4, null);
        }

        @Arbiter
        public void changeAgain(FourWaiters all, IIII_Result r) {
            all.table.wake(all.key);
            all.report(r);
        }
    }
}
