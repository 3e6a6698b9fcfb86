package dev.ame.stress.isolation;

import static dev.ame.stm.Stm.atomic;
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

/**
 * An irrevocable block that tells others something in the middle, by a plain volatile field. Whoever was told, and then reads,
 * sees what the block has written; and nobody sees half of it.
 */
public final class IrrevocableTells {
    private static final AtomicBlock IRREVOCABLE =
            AtomicBlock.named("irrevocable").irrevocable();
    private static final AtomicBlock READER = AtomicBlock.named("reader").readOnly();

    private IrrevocableTells() {}

    /** Two boxes that the block writes, one before and one after it tells. */
    @State
    public static class Told extends Meeting {
        final LongBox before = LongBox.of(0);
        final LongBox after = LongBox.of(0);
        volatile int told;

        void writeAndTell() {
            meet();
            IRREVOCABLE.run(() -> {
                before.set(1);
                told = 1;
                after.set(1);
            });
        }

        void readBoth(III_Result r) {
            r.r2 = (int) before.get();
            r.r3 = (int) after.get();
        }
    }

    @JCStressTest
    @Description("Read outside of any block: what was told, then both boxes.")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "read before the block")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "the block between the two reads")
    @Outcome(
            id = {"0, 1, 1", "1, 1, 1"},
            expect = ACCEPTABLE,
            desc = "read after the block")
    @Outcome(expect = FORBIDDEN, desc = "an old value was read after it was told, or half of the block was seen")
    public static class Single {
        @Actor
        public void irrevocable(Told told) {
            told.writeAndTell();
        }

        @Actor
        public void reader(Told told, III_Result r) {
            told.meet();
            r.r1 = told.told;
            told.readBoth(r);
        }
    }

    @JCStressTest
    @Description("Read in a block that begins after it was told.")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "read before the block")
    @Outcome(
            id = {"0, 1, 1", "1, 1, 1"},
            expect = ACCEPTABLE,
            desc = "read after the block")
    @Outcome(expect = FORBIDDEN, desc = "an old value was read after it was told, or half of the block was seen")
    public static class Block {
        @Actor
        public void irrevocable(Told told) {
            told.writeAndTell();
        }

        @Actor
        public void reader(Told told, III_Result r) {
            told.meet();
            r.r1 = told.told;
            atomic(() -> told.readBoth(r));
        }
    }

    @JCStressTest
    @Description("Read from a snapshot that is pinned after it was told, and before the block has committed.")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "read before the block")
    @Outcome(
            id = {"0, 1, 1", "1, 1, 1"},
            expect = ACCEPTABLE,
            desc = "read after the block")
    @Outcome(expect = FORBIDDEN, desc = "an old value was read after it was told, or half of the block was seen")
    public static class Pinned {
        @Actor
        public void irrevocable(Told told) {
            told.writeAndTell();
        }

        @Actor
        public void reader(Told told, III_Result r) {
            told.meet();
            r.r1 = told.told;
            READER.run(() -> told.readBoth(r));
        }
    }
}
