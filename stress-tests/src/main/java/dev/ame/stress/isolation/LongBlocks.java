package dev.ame.stress.isolation;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.LongBox;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A block that reads much keeps no log; it learns from the other committers what they write. */
public final class LongBlocks {
    /** Enough for a thread to take the block for a long one from its second run on. */
    private static final int MANY = 300;

    private LongBlocks() {}

    /** Many boxes, of which the first and the last matter. */
    @State
    public static class Boxes extends Meeting {
        final LongBox[] all = new LongBox[MANY];

        /** Only zeros. */
        public Boxes() {
            for (int i = 0; i < MANY; i++) {
                all[i] = LongBox.of(0);
            }
        }

        final LongBox first() {
            return all[0];
        }

        final LongBox last() {
            return all[MANY - 1];
        }

        final long sum() {
            long sum = 0;
            for (LongBox box : all) {
                sum += box.get();
            }
            return sum;
        }
    }

    @JCStressTest
    @Description("A long block reads all boxes and writes the last; a short one reads the last and writes the first.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the short block first")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the long block first")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "write skew: neither saw the other")
    public static class AgainstShortBlock {
        @Actor
        public void longBlock(Boxes boxes) {
            boxes.meet();
            atomic(() -> boxes.last().set(boxes.sum() + 1));
        }

        @Actor
        public void shortBlock(Boxes boxes) {
            boxes.meet();
            atomic(() -> boxes.first().set(boxes.last().get() + 1));
        }

        @Arbiter
        public void values(Boxes boxes, II_Result r) {
            r.r1 = (int) boxes.first().get();
            r.r2 = (int) boxes.last().get();
        }
    }

    @JCStressTest
    @Description("Each of two long blocks reads all boxes and writes one.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the first thread first")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the second thread first")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "write skew: neither saw the other")
    public static class AgainstLongBlock {
        @Actor
        public void first(Boxes boxes) {
            boxes.meet();
            atomic(() -> boxes.first().set(boxes.sum() + 1));
        }

        @Actor
        public void second(Boxes boxes) {
            boxes.meet();
            atomic(() -> boxes.last().set(boxes.sum() + 1));
        }

        @Arbiter
        public void values(Boxes boxes, II_Result r) {
            r.r1 = (int) boxes.first().get();
            r.r2 = (int) boxes.last().get();
        }
    }
}
