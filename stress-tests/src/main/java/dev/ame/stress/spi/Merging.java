package dev.ame.stress.spi;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.attempt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.AtomicBlock;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Changes of one structure by two threads all happen, and conflict only if one was told of the other. */
public final class Merging {
    private Merging() {}

    /** Two structures. */
    @State
    public static class Pair extends Meeting {
        final Fields x = new Fields();
        final Fields y = new Fields();
    }

    @JCStressTest
    @Description("Two blocks that are told nothing change two structures, in opposite orders. A nested one is undone.")
    @Outcome(id = "1, 1, 22", expect = ACCEPTABLE, desc = "both happened, neither was aborted")
    @Outcome(
            id = ".*, .*, 22",
            expect = ACCEPTABLE_INTERESTING,
            desc = "one lost patience with one that was descheduled")
    @Outcome(expect = FORBIDDEN, desc = "a lost change")
    public static class BlindAndBlind {
        @Actor
        public void first(Pair pair, III_Result r) {
            pair.meet();
            atomic(() -> {
                r.r1 = attempt();
                pair.x.add(Fields.A, 1);
                pair.y.add(Fields.A, 1);
            });
        }

        @Actor
        public void second(Pair pair, III_Result r) {
            pair.meet();
            atomic(() -> {
                r.r2 = attempt();
                pair.y.add(Fields.A, 1);
                pair.x.add(Fields.A, 1);
                try {
                    atomic(() -> {
                        pair.x.add(Fields.A, 7);
                        throw new IllegalArgumentException();
                    });
                } catch (IllegalArgumentException expected) {
                    pair.x.add(Fields.B, 1);
                }
            });
        }

        @Arbiter
        public void sum(Pair pair, III_Result r) {
            r.r3 = pair.x.get(Fields.A) * 10 + pair.y.get(Fields.A);
        }
    }

    @JCStressTest
    @Description("A block that is told what it adds to, and a single change of the same field and of another.")
    @Outcome(id = "[012], 0, 3", expect = ACCEPTABLE, desc = "all happened")
    @Outcome(expect = FORBIDDEN, desc = "a lost change")
    public static class BlockAndSingle {
        @Actor
        public void block(Pair pair, III_Result r) {
            pair.meet();
            r.r1 = atomic(() -> {
                int seen = pair.x.get(Fields.A);
                pair.x.add(Fields.A, 1);
                return seen;
            });
        }

        @Actor
        public void single(Pair pair) {
            pair.meet();
            pair.x.add(Fields.A, 1);
            pair.x.add(Fields.B, 1);
            pair.x.add(Fields.A, 1);
            pair.x.add(Fields.B, -1);
        }

        @Arbiter
        public void sum(Pair pair, III_Result r) {
            r.r2 = pair.x.get(Fields.B);
            r.r3 = pair.x.get(Fields.A);
        }
    }

    @JCStressTest
    @Description("A serial block looks twice, then changes; an ordinary one changes the same field.")
    @Outcome(id = "(0, 0|1, 1), 2", expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "a commit past the serial block, or a lost change")
    public static class SerialAndBlock {
        private static final AtomicBlock SERIAL = AtomicBlock.named("serial").serialAfter(0);

        @Actor
        public void serial(Pair pair, III_Result r) {
            pair.meet();
            SERIAL.run(() -> {
                r.r1 = pair.x.get(Fields.A);
                r.r2 = pair.x.get(Fields.A);
                pair.x.add(Fields.A, 1);
            });
        }

        @Actor
        public void block(Pair pair) {
            pair.meet();
            atomic(() -> pair.x.add(Fields.A, 1));
        }

        @Arbiter
        public void sum(Pair pair, III_Result r) {
            r.r3 = pair.x.get(Fields.A);
        }
    }
}
