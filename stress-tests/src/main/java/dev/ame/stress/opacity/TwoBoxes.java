package dev.ame.stress.opacity;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.attempt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A commit of two boxes happens at one instant, however they are read. */
public final class TwoBoxes {
    private TwoBoxes() {}

    /** Two boxes that every block leaves equal, and two others. */
    @State
    public static class Pair extends Meeting {
        final LongBox a = LongBox.of(0);
        final LongBox b = LongBox.of(0);
        final LongBox other = LongBox.of(0);
        final LongBox filling = LongBox.of(0);

        void setBoth(int value) {
            atomic(() -> {
                a.set(value);
                b.set(value);
            });
        }

        void commitTwice() {
            setBoth(1);
            setBoth(2);
        }
    }

    @JCStressTest
    @Description("A block that only reads, as it comes: it soon runs without a log, and pinned when it collides.")
    @Outcome(id = "0, 0, [12]", expect = ACCEPTABLE, desc = "before the commits, restarted at most once")
    @Outcome(id = "1, 1, [12]", expect = ACCEPTABLE, desc = "between the commits, restarted at most once")
    @Outcome(id = "2, 2, [12]", expect = ACCEPTABLE, desc = "after the commits, restarted at most once")
    @Outcome(expect = FORBIDDEN, desc = "half a commit, or more than one restart")
    public static class ReadInABlock {
        @Actor
        public void writer(Pair pair) {
            pair.meet();
            pair.commitTwice();
        }

        @Actor
        public void reader(Pair pair, III_Result r) {
            pair.meet();
            atomic(() -> {
                r.r1 = (int) pair.a.get();
                r.r2 = (int) pair.b.get();
                r.r3 = attempt();
            });
        }
    }

    @JCStressTest
    @Description(
            "A declared read-only block, which is pinned. Its tick moves the clock between any two steps of the commit.")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "before the commits")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "between the commits")
    @Outcome(id = "2, 2, 1", expect = ACCEPTABLE, desc = "after the commits")
    @Outcome(expect = FORBIDDEN, desc = "half a commit, or an abort of a pinned reader")
    public static class ReadPinned {
        private static final AtomicBlock READ_ONLY =
                AtomicBlock.named("pinned reader").readOnly();

        @Actor
        public void writer(Pair pair) {
            pair.meet();
            pair.commitTwice();
        }

        @Actor
        public void reader(Pair pair, III_Result r) {
            pair.meet();
            READ_ONLY.run(() -> {
                r.r1 = (int) pair.a.get();
                r.r2 = (int) pair.b.get();
                r.r3 = attempt();
            });
        }
    }

    @JCStressTest
    @Description("Two single reads, one after the other. The boxes are stamped in the order of the reads.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "before the commit")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the commit in between")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "after the commit")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "the second read went back before the commit")
    public static class ReadAlone {
        @Actor
        public void writer(Pair pair) {
            pair.meet();
            pair.setBoth(1);
        }

        @Actor
        public void reader(Pair pair, II_Result r) {
            pair.meet();
            r.r1 = (int) pair.a.get();
            r.r2 = (int) pair.b.get();
        }
    }

    @JCStressTest
    @Description(
            "What each attempt of a block that writes sees, those that will abort included. It extends its snapshot.")
    @Outcome(id = "[012], 0", expect = ACCEPTABLE, desc = "every attempt saw equal boxes")
    @Outcome(expect = FORBIDDEN, desc = "an attempt saw a state that never was")
    public static class SeenByEachAttempt {
        private static final AtomicBlock READ_ONLY = AtomicBlock.named("tick").readOnly();

        /** So many reads make a validation last as long as a commit. */
        private static final int FILLING = 100;

        @Actor
        public void writer(Pair pair) {
            pair.meet();
            pair.other.set(1);
            Meeting.pause(FILLING);
            pair.setBoth(1);
            // A pinned snapshot moves the clock, so that what follows has a new stamp.
            READ_ONLY.run(pair.other::get);
            pair.setBoth(2);
        }

        @Actor
        public void reader(Pair pair, II_Result r) {
            LongBox own = LongBox.of(0);
            pair.meet();
            atomic(() -> {
                own.set(1);
                long a = pair.a.get();
                for (int i = 0; i < FILLING; i++) {
                    pair.filling.get();
                }
                pair.other.get();
                if (pair.b.get() != a || pair.a.get() != a) {
                    r.r2 = 1;
                }
                r.r1 = (int) a;
            });
        }
    }
}
