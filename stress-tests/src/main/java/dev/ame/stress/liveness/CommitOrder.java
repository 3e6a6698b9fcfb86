package dev.ame.stress.liveness;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.attempt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.LongBox;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Committers that stand in each other's way: all of them get through, and soon. */
public final class CommitOrder {
    private CommitOrder() {}

    /** Two boxes. */
    @State
    public static class Boxes extends Meeting {
        final LongBox a = LongBox.of(0);
        final LongBox b = LongBox.of(0);
    }

    @JCStressTest
    @Description(
            "Two blocks write the same boxes in opposite orders. They are installed in one order, so a committer waits only "
                    + "for one that is past the decision.")
    @Outcome(id = "1, 1, (11|22)", expect = ACCEPTABLE, desc = "one after the other, neither aborted")
    @Outcome(
            id = {"1, .*, (11|22)", ".*, 1, (11|22)"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "one was descheduled while it published, and the other lost patience")
    @Outcome(expect = FORBIDDEN, desc = "mixed values, or each aborted the other")
    public static class OppositeWrites {
        @Actor
        public void first(Boxes boxes, III_Result r) {
            boxes.meet();
            atomic(() -> {
                r.r1 = attempt();
                boxes.a.set(1);
                boxes.b.set(1);
            });
        }

        @Actor
        public void second(Boxes boxes, III_Result r) {
            boxes.meet();
            atomic(() -> {
                r.r2 = attempt();
                boxes.b.set(2);
                boxes.a.set(2);
            });
        }

        @Arbiter
        public void values(Boxes boxes, III_Result r) {
            r.r3 = (int) (boxes.a.get() * 10 + boxes.b.get());
        }
    }

    @JCStressTest
    @Description(
            "Each of two blocks reads what the other writes, so at most one of two attempts can win. One gives way, the other waits "
                    + "until it has.")
    @Outcome(
            id = {"1, [12]", "2, 1"},
            expect = ACCEPTABLE,
            desc = "one of them at the first attempt")
    @Outcome(
            id = {"1, .*", ".*, 1", "2, .*", ".*, 2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "one was descheduled before it gave way, and the other lost patience")
    @Outcome(expect = FORBIDDEN, desc = "each aborted the other again and again")
    public static class MutualReads {
        @Actor
        public void first(Boxes boxes, II_Result r) {
            boxes.meet();
            atomic(() -> {
                r.r1 = attempt();
                boxes.b.set(boxes.a.get() + 1);
            });
        }

        @Actor
        public void second(Boxes boxes, II_Result r) {
            boxes.meet();
            atomic(() -> {
                r.r2 = attempt();
                boxes.a.set(boxes.b.get() + 1);
            });
        }
    }
}
