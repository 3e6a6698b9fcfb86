package dev.ame.stress.spi;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.check;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stress.Meeting;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A block that waits for another answer wakes when it comes, at whatever point of the wait. */
public final class WaitingForAnswers {
    /** Much longer than any wait for the other thread, so that only a lost wake-up exceeds it. */
    private static final AtomicBlock WAITING = AtomicBlock.named("waiting").deadline(Duration.ofSeconds(20));

    private static final int LOST = -1;

    private WaitingForAnswers() {}

    /** Something to wait for. */
    @State
    public static class World extends Meeting {
        final Fields fields = new Fields();
        final Registry registry = new Registry();
    }

    @JCStressTest
    @Description("For a field of a structure. Another field is changed before.")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken, or not asleep yet")
    @Outcome(id = "-1", expect = FORBIDDEN, desc = "the wake-up was lost")
    public static class ForAField {
        @Actor
        public void waiter(World world, I_Result r) {
            world.meet();
            try {
                r.r1 = WAITING.call(() -> {
                    int value = world.fields.get(Fields.A);
                    check(value != 0);
                    return value;
                });
            } catch (DeadlineExceededException e) {
                r.r1 = LOST;
            }
        }

        @Actor
        public void changer(World world) {
            world.meet();
            world.fields.add(Fields.B, 1);
            world.fields.add(Fields.A, 1);
        }
    }

    @JCStressTest
    @Description("For a key that is missing.")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken, or not asleep yet")
    @Outcome(id = "-1", expect = FORBIDDEN, desc = "the wake-up was lost")
    public static class ForAKey {
        @Actor
        public void waiter(World world, I_Result r) {
            world.meet();
            try {
                r.r1 = WAITING.call(() -> {
                    int value = world.registry.get(0);
                    check(value != 0);
                    return value;
                });
            } catch (DeadlineExceededException e) {
                r.r1 = LOST;
            }
        }

        @Actor
        public void changer(World world) {
            world.meet();
            atomic(() -> world.registry.put(0, 1));
        }
    }
}
