package dev.ame.stress.blocking;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.check;
import static dev.ame.stm.Stm.orElse;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stress.Meeting;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A block that waits in {@code retry} wakes when something it has read changes. The two threads go through the boxes
 * side by side, so the change comes at every point of the wait: while the block runs, registers, looks again, parks.
 */
public final class RetryWakeUp {
    /** Much longer than any wait for the other thread, so that only a lost wake-up exceeds it. */
    private static final AtomicBlock WAITING = AtomicBlock.named("waiting").deadline(Duration.ofSeconds(20));

    private static final int LOST = -1;

    private RetryWakeUp() {}

    /** Two boxes to wait for. */
    @State
    public static class Boxes extends Meeting {
        final LongBox a = LongBox.of(0);
        final LongBox b = LongBox.of(0);

        /** Waits until {@code box} is not zero and answers its value. */
        static int await(LongBox box) {
            try {
                return WAITING.call(() -> nonZero(box));
            } catch (DeadlineExceededException e) {
                return LOST;
            }
        }

        /** Waits until either box is not zero; looks at {@code a} first. */
        int awaitEither() {
            try {
                return WAITING.call(() -> orElse(() -> nonZero(a), () -> nonZero(b)));
            } catch (DeadlineExceededException e) {
                return LOST;
            }
        }

        private static int nonZero(LongBox box) {
            int value = (int) box.get();
            check(value != 0);
            return value;
        }
    }

    @JCStressTest
    @Description("Woken by a block, which writes another box before.")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken, or not asleep yet")
    @Outcome(id = "-1", expect = FORBIDDEN, desc = "the wake-up was lost")
    public static class ByABlock {
        @Actor
        public void waiter(Boxes boxes, I_Result r) {
            boxes.meet();
            r.r1 = Boxes.await(boxes.a);
        }

        @Actor
        public void changer(Boxes boxes) {
            boxes.meet();
            atomic(() -> {
                boxes.b.set(1);
                boxes.a.set(1);
            });
        }
    }

    @JCStressTest
    @Description(
            "Waits for either of two boxes, then for the other one. Single writes change that of the abandoned branch first.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "woken by the box of the first branch")
    @Outcome(expect = FORBIDDEN, desc = "a wake-up was lost, or a branch that waits went on")
    public static class ForEitherBranch {
        @Actor
        public void waiter(Boxes boxes, II_Result r) {
            boxes.meet();
            r.r1 = boxes.awaitEither();
            r.r2 = Boxes.await(boxes.b);
        }

        @Actor
        public void changer(Boxes boxes) {
            boxes.meet();
            boxes.a.set(1);
            boxes.b.set(2);
        }
    }

    @JCStressTest(Mode.Termination)
    @Description("Without a deadline: a waiting block ends.")
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "woken, or not asleep yet")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "the wake-up was lost")
    @State
    public static class WithoutDeadline {
        private final Boxes boxes = new Boxes();

        @Actor
        public void waiter() {
            atomic(() -> orElse(() -> Boxes.nonZero(boxes.a), () -> Boxes.nonZero(boxes.b)));
        }

        @Signal
        public void change() {
            boxes.b.set(1);
        }
    }
}
