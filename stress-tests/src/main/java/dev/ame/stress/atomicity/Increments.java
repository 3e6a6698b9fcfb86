package dev.ame.stress.atomicity;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.attempt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.LongBox;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** No increment of a box is lost, whichever way the two threads go about it. */
public final class Increments {
    private Increments() {}

    /** One box, and the ways to add to it. */
    @State
    public static class Counted extends Meeting {
        final LongBox box = LongBox.of(0);

        /** Reads, then writes; answers what it has written. */
        int addInABlock() {
            return atomic(() -> {
                long sum = box.get() + 1;
                box.set(sum);
                return (int) sum;
            });
        }
    }

    /** The outcomes of two increments that answer the new value: one after the other. */
    @Outcome(id = "1, 2, 2", expect = ACCEPTABLE, desc = "the first thread first")
    @Outcome(id = "2, 1, 2", expect = ACCEPTABLE, desc = "the second thread first")
    @Outcome(expect = FORBIDDEN, desc = "lost, or both saw the same value")
    public static class OneAfterTheOther {}

    @JCStressTest
    @JCStressMeta(OneAfterTheOther.class)
    @Description("Two blocks that read and write the box.")
    public static class BlockAndBlock {
        @Actor
        public void first(Counted n, III_Result r) {
            n.meet();
            r.r1 = n.addInABlock();
        }

        @Actor
        public void second(Counted n, III_Result r) {
            n.meet();
            r.r2 = n.addInABlock();
        }

        @Arbiter
        public void sum(Counted n, III_Result r) {
            r.r3 = (int) n.box.get();
        }
    }

    @JCStressTest
    @JCStressMeta(OneAfterTheOther.class)
    @Description("A block and a single operation.")
    public static class BlockAndSingle {
        @Actor
        public void first(Counted n, III_Result r) {
            n.meet();
            r.r1 = n.addInABlock();
        }

        @Actor
        public void second(Counted n, III_Result r) {
            n.meet();
            r.r2 = (int) n.box.addAndGet(1);
        }

        @Arbiter
        public void sum(Counted n, III_Result r) {
            r.r3 = (int) n.box.get();
        }
    }

    @JCStressTest
    @JCStressMeta(OneAfterTheOther.class)
    @Description("Two single operations, one of them a compare-and-set.")
    public static class SingleAndSingle {
        @Actor
        public void first(Counted n, III_Result r) {
            n.meet();
            r.r1 = (int) n.box.incrementAndGet();
        }

        @Actor
        public void second(Counted n, III_Result r) {
            n.meet();
            long seen = n.box.get();
            while (!n.box.compareAndSet(seen, seen + 1)) {
                seen = n.box.get();
            }
            r.r2 = (int) seen + 1;
        }

        @Arbiter
        public void sum(Counted n, III_Result r) {
            r.r3 = (int) n.box.get();
        }
    }

    @JCStressTest
    @Description("Two blocks that add without reading: both count, and neither is ever aborted.")
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "both on their first attempt")
    @Outcome(expect = FORBIDDEN, desc = "lost, or aborted")
    public static class BlindAndBlind {
        @Actor
        public void first(Counted n, III_Result r) {
            n.meet();
            atomic(() -> {
                n.box.add(1);
                r.r1 = attempt();
            });
        }

        @Actor
        public void second(Counted n, III_Result r) {
            n.meet();
            atomic(() -> {
                n.box.add(1);
                r.r2 = attempt();
            });
        }

        @Arbiter
        public void sum(Counted n, III_Result r) {
            r.r3 = (int) n.box.get();
        }
    }
}
