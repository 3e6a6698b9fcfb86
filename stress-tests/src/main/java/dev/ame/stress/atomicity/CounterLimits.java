package dev.ame.stress.atomicity;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.attempt;
import static dev.ame.stm.Stm.check;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Counter;
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
import org.openjdk.jcstress.infra.results.II_Result;

/** What a counter answers about a limit holds when the block commits, and nothing else is a conflict. */
public final class CounterLimits {
    private static final AtomicBlock WAITING = AtomicBlock.named("waiting").deadline(Duration.ofSeconds(20));

    private CounterLimits() {}

    /** A counter, and a box for each actor. */
    @State
    public static class Stock extends Meeting {
        final Counter counter = new Counter();
        final LongBox one = LongBox.of(0);
        final LongBox other = LongBox.of(0);

        Stock with(long amount) {
            counter.add(amount);
            return this;
        }
    }

    @JCStressTest
    @Description("Two want the last one, by a block and by a single operation.")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the block has it")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the single operation has it")
    @Outcome(expect = FORBIDDEN, desc = "both have it, or neither, or the sum does not fit")
    @State
    public static class TheLastOne {
        private final Stock stock = new Stock().with(1);

        @Actor
        public void block(III_Result r) {
            stock.meet();
            atomic(() -> {
                r.r1 = stock.counter.tryAdd(-1, 0) ? 1 : 0;
                stock.one.set(1);
            });
        }

        @Actor
        public void single(III_Result r) {
            stock.meet();
            r.r2 = stock.counter.tryAdd(-1, 0) ? 1 : 0;
        }

        @Arbiter
        public void sum(III_Result r) {
            r.r3 = (int) stock.counter.sum();
        }
    }

    @JCStressTest
    @Description("Both look whether there are two and then take two, blind, each from where its thread likes to take.")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the first one has them")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the second one has them")
    @Outcome(expect = FORBIDDEN, desc = "write skew: both have them; or neither has")
    @State
    public static class LookAndTake {
        private final Stock stock = new Stock().with(2);

        private int take() {
            return atomic(() -> {
                boolean enough = stock.counter.isAtLeast(2);
                stock.counter.add(enough ? -2 : 0);
                return enough ? 1 : 0;
            });
        }

        @Actor
        public void one(III_Result r) {
            stock.meet();
            r.r1 = take();
        }

        @Actor
        public void other(III_Result r) {
            stock.meet();
            r.r2 = take();
        }

        @Arbiter
        public void sum(III_Result r) {
            r.r3 = (int) stock.counter.sum();
        }
    }

    @JCStressTest
    @Description("Far from the limit: one takes, the other asks and adds. Results are the attempts that each needed.")
    @Outcome(id = "1, 1, 100", expect = ACCEPTABLE, desc = "no conflict")
    @Outcome(expect = FORBIDDEN, desc = "a conflict about an answer that has not changed, or a lost addition")
    @State
    public static class FarFromTheLimit {
        private final Stock stock = new Stock().with(100);

        @Actor
        public void taker(III_Result r) {
            stock.meet();
            atomic(() -> {
                r.r1 = stock.counter.tryAdd(-1, 0) ? attempt() : -1;
                stock.one.set(1);
            });
        }

        @Actor
        public void asker(III_Result r) {
            stock.meet();
            atomic(() -> {
                r.r2 = stock.counter.isAtLeast(10) ? attempt() : -1;
                stock.counter.increment();
                stock.other.set(1);
            });
        }

        @Arbiter
        public void sum(III_Result r) {
            r.r3 = (int) stock.counter.sum();
        }
    }

    @JCStressTest
    @Description("A taker waits until there is one; the giver adds nothing first, then one.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "woken, or not asleep yet")
    @Outcome(id = "-1, 1", expect = FORBIDDEN, desc = "the wake-up was lost")
    @State
    public static class WaitingForOne {
        private final Stock stock = new Stock();

        @Actor
        public void taker(II_Result r) {
            stock.meet();
            try {
                WAITING.run(() -> check(stock.counter.tryAdd(-1, 0)));
                r.r1 = 1;
            } catch (DeadlineExceededException e) {
                r.r1 = -1;
            }
        }

        @Actor
        public void giver() {
            stock.meet();
            stock.counter.add(0);
            stock.counter.increment();
        }

        @Arbiter
        public void sum(II_Result r) {
            r.r2 = (int) stock.counter.sum();
        }
    }
}
