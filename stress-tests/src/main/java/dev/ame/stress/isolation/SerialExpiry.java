package dev.ame.stress.isolation;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stress.Meeting;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The serial lock is taken from a block whose deadline has passed, perhaps at the very moment at which it commits. */
public final class SerialExpiry {
    private static final AtomicBlock HASTY =
            AtomicBlock.named("hasty").serialAfter(0).deadline(Duration.ofNanos(3_000));

    private SerialExpiry() {}

    /** Two boxes that every block leaves equal. */
    @State
    public static class Pair extends Meeting {
        final LongBox a = LongBox.of(0);
        final LongBox b = LongBox.of(0);

        void addToBoth() {
            long x = a.get();
            a.set(x + 1);
            b.set(b.get() + 1);
        }
    }

    @JCStressTest
    @Description(
            "A serial block with a deadline about as long as it takes, and an ordinary block. Whether the first one committed, "
                    + "what it saw of the other one, and what is missing at the end.")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "both committed")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE_INTERESTING, desc = "the serial block was too late")
    @Outcome(expect = FORBIDDEN, desc = "half of a block was seen, or an addition was lost or done twice")
    public static class CommitOrExpire {
        @Actor
        public void serial(Pair pair, III_Result r) {
            pair.meet();
            try {
                HASTY.run(() -> {
                    long a = pair.a.get();
                    long b = pair.b.get();
                    r.r2 |= a == b ? 0 : 1;
                    pair.a.set(a + 1);
                    pair.b.set(b + 1);
                });
                r.r1 = 1;
            } catch (DeadlineExceededException e) {
                r.r1 = 0;
            }
        }

        @Actor
        public void ordinary(Pair pair) {
            pair.meet();
            atomic(pair::addToBoth);
        }

        @Arbiter
        public void missing(Pair pair, III_Result r) {
            boolean right = pair.a.get() == r.r1 + 1 && pair.b.get() == r.r1 + 1;
            r.r3 = right ? 0 : 1;
        }
    }
}
