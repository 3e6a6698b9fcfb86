package dev.ame.stress.collections;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.LongBox;
import dev.ame.stm.collections.TBag;
import dev.ame.stress.Meeting;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Takers of a bag get different elements, and none is told that there is nothing while there is. */
public final class Bags {
    private Bags() {}

    /** A bag with elements, and how many of them have been taken by blocks. */
    @State
    public static class Pool extends Meeting {
        final TBag<Integer> bag = new TBag<>();
        final LongBox taken = LongBox.of(0);

        int poll() {
            @Nullable Integer element = bag.poll();
            return element == null ? 0 : element;
        }
    }

    /** One element. */
    @State
    public static class One extends Pool {
        public One() {
            bag.add(1);
        }

        int takeOrAdd() {
            return atomic(() -> {
                int taken = poll();
                if (taken == 0) {
                    bag.add(1);
                }
                return taken;
            });
        }
    }

    @JCStressTest
    @Description("A block takes the only element and is undone; somebody else takes it outside a block.")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the block first, and it has given back what it took")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the block last, and it has found nothing")
    @Outcome(expect = FORBIDDEN, desc = "the element is lost, doubled, or not found")
    public static class ClaimAndRollback {
        @Actor
        public void undone(One pool, III_Result r) {
            pool.meet();
            try {
                atomic(() -> {
                    r.r1 = pool.poll();
                    throw new IllegalStateException();
                });
            } catch (IllegalStateException e) {
                // as planned
            }
        }

        @Actor
        public void taker(One pool, III_Result r) {
            pool.meet();
            r.r2 = pool.poll();
        }

        @Arbiter
        public void after(One pool, III_Result r) {
            r.r3 = pool.bag.size();
        }
    }

    @JCStressTest
    @Description("Two blocks take one of two elements each.")
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "each one")
    @Outcome(expect = FORBIDDEN, desc = "one element for both, or none")
    public static class Takers {
        /** Two elements. */
        @State
        public static class Two extends Pool {
            public Two() {
                bag.add(1);
                bag.add(2);
            }
        }

        @Actor
        public void one(Two pool, II_Result r) {
            pool.meet();
            r.r1 = atomic(pool::poll);
        }

        @Actor
        public void other(Two pool, II_Result r) {
            pool.meet();
            r.r2 = pool.poll();
        }
    }

    @JCStressTest
    @Description("A block adds and says so; another asks for both.")
    @Outcome(
            id = {"0, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "told that there is nothing, or something, at another moment than the rest")
    public static class EmptyAndAdded {
        @Actor
        public void adds(Pool pool) {
            pool.meet();
            atomic(() -> {
                pool.bag.add(1);
                pool.taken.set(1);
            });
        }

        @Actor
        public void asks(Pool pool, II_Result r) {
            pool.meet();
            atomic(() -> {
                r.r1 = pool.poll();
                r.r2 = (int) pool.taken.get();
            });
        }
    }

    @JCStressTest
    @Description("Each block takes the only element, and says so, or finds nothing, and adds one.")
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "one has taken it, then the other has found nothing")
    @Outcome(expect = FORBIDDEN, desc = "both have seen the same moment")
    public static class LastElement {
        @Actor
        public void one(One pool, III_Result r) {
            pool.meet();
            r.r1 = pool.takeOrAdd();
        }

        @Actor
        public void other(One pool, III_Result r) {
            pool.meet();
            r.r2 = pool.takeOrAdd();
        }

        @Arbiter
        public void after(One pool, III_Result r) {
            r.r3 = pool.bag.size();
        }
    }
}
