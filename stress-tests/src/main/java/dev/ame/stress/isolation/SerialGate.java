package dev.ame.stress.isolation;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.irrevocable;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Nobody commits past a serial or irrevocable block. Such a block validates nothing when it commits, so whoever slips
 * through the gate shows as half a commit in its reads, or is overwritten.
 */
public final class SerialGate {
    private static final AtomicBlock SERIAL = AtomicBlock.named("serial").serialAfter(0);
    private static final int MOST_RUNS = 32;

    private SerialGate() {}

    /** Two boxes that every block leaves equal. */
    @State
    public static class Pair extends Meeting {
        final LongBox a = LongBox.of(0);
        final LongBox b = LongBox.of(0);
        volatile boolean done;

        void addToBoth() {
            long x = a.get();
            long y = b.get();
            a.set(x + 1);
            b.set(y + 1);
        }
    }

    @JCStressTest
    @Description(
            "Serial blocks, one after the other until an ordinary block has got through. What the first serial block read, and how "
                    + "much was added beside the serial blocks.")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "the ordinary block after the first serial one")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "the ordinary block first")
    @Outcome(expect = FORBIDDEN, desc = "a commit while a serial block was running")
    public static class SerialAndBlock {
        @Actor
        public void serial(Pair pair, III_Result r) {
            pair.meet();
            SERIAL.run(() -> {
                r.r1 = (int) pair.a.get();
                r.r2 = (int) pair.b.get();
                pair.addToBoth();
            });
            r.r3 = 1;
            while (!pair.done && r.r3 < MOST_RUNS) {
                SERIAL.run(pair::addToBoth);
                r.r3++;
            }
        }

        @Actor
        public void ordinary(Pair pair) {
            pair.meet();
            atomic(pair::addToBoth);
            pair.done = true;
        }

        @Arbiter
        public void sum(Pair pair, III_Result r) {
            r.r3 = (int) Math.min(pair.a.get(), pair.b.get()) - r.r3;
        }
    }

    @JCStressTest
    @Description("A serial block that reads a box twice and adds to it, and a single addition.")
    @Outcome(id = "0, 0, 2", expect = ACCEPTABLE, desc = "the serial block first")
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "the single addition first")
    @Outcome(expect = FORBIDDEN, desc = "a single write while a serial block was running")
    public static class SerialAndSingle {
        @Actor
        public void serial(Pair pair, III_Result r) {
            pair.meet();
            SERIAL.run(() -> {
                r.r1 = (int) pair.a.get();
                r.r2 = (int) pair.a.get();
                pair.a.set(r.r2 + 1);
            });
        }

        @Actor
        public void single(Pair pair) {
            pair.meet();
            pair.a.addAndGet(1);
        }

        @Arbiter
        public void sum(Pair pair, III_Result r) {
            r.r3 = (int) pair.a.get();
        }
    }

    @JCStressTest
    @Description(
            "A block that becomes irrevocable after it has read one box, and an ordinary block. It writes, so its reads are logged.")
    @Outcome(id = "0, 0, 1, 2", expect = ACCEPTABLE, desc = "the irrevocable block first")
    @Outcome(id = "1, 1, 1, 2", expect = ACCEPTABLE, desc = "the ordinary block first")
    @Outcome(expect = FORBIDDEN, desc = "a commit past the irrevocable block, or its irrevocable part ran twice")
    public static class IrrevocableMidway {
        @Actor
        public void irrevocableBlock(Pair pair, IIII_Result r) {
            pair.meet();
            atomic(() -> {
                long a = pair.a.get();
                pair.a.set(a + 1);
                irrevocable("stress test");
                r.r1 = (int) a;
                r.r2 = (int) pair.b.get();
                r.r3++;
                pair.b.set(r.r2 + 1);
            });
        }

        @Actor
        public void ordinary(Pair pair) {
            pair.meet();
            atomic(pair::addToBoth);
        }

        @Arbiter
        public void sum(Pair pair, IIII_Result r) {
            r.r4 = (int) Math.min(pair.a.get(), pair.b.get());
        }
    }
}
