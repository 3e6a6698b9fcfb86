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

/** What a block has read and not written is still so when it commits. */
public final class CommitValidation {
    private CommitValidation() {}

    /** Two boxes. */
    @State
    public static class Boxes extends Meeting {
        final LongBox a = LongBox.of(0);
        final LongBox b = LongBox.of(0);
    }

    @JCStressTest
    @Description("Each of two blocks reads one box and writes one more than it saw to the other.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the second thread first")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the first thread first")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "write skew: neither saw the other")
    public static class CrossedBlocks {
        @Actor
        public void first(Boxes boxes) {
            boxes.meet();
            atomic(() -> boxes.b.set(boxes.a.get() + 1));
        }

        @Actor
        public void second(Boxes boxes) {
            boxes.meet();
            atomic(() -> boxes.a.set(boxes.b.get() + 1));
        }

        @Arbiter
        public void values(Boxes boxes, II_Result r) {
            r.r1 = (int) boxes.a.get();
            r.r2 = (int) boxes.b.get();
        }
    }

    @JCStressTest
    @Description("A block reads one box and writes another; single operations write the one, then read the other.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the block before the single read")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the block after both single operations")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the block between the single operations")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "the block is neither before the write nor after it")
    public static class BlockAndSingles {
        @Actor
        public void block(Boxes boxes, II_Result r) {
            boxes.meet();
            atomic(() -> {
                r.r1 = (int) boxes.a.get();
                boxes.b.set(1);
            });
        }

        @Actor
        public void singles(Boxes boxes, II_Result r) {
            boxes.meet();
            boxes.a.set(1);
            r.r2 = (int) boxes.b.get();
        }
    }
}
