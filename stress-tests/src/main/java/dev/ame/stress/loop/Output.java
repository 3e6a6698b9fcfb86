package dev.ame.stress.loop;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.LongBox;
import dev.ame.stm.loop.DeferredOutput;
import dev.ame.stress.Meeting;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Blocks of two threads print: their texts stand in the order of the blocks, and none is left unwritten. */
public final class Output {
    /** Much longer than any text takes to be written, so that only one that is left behind exceeds it. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private Output() {}

    /** Collects what is printed. */
    private static final class Sink extends PrintStream {
        private final AtomicReference<String> text = new AtomicReference<>("");

        Sink() {
            super(OutputStream.nullOutputStream());
        }

        @Override
        public void print(String piece) {
            text.accumulateAndGet(piece, String::concat);
        }
    }

    /** An output and two boxes. */
    @State
    public static class Printing extends Meeting {
        private final Sink sink = new Sink();
        final DeferredOutput out = DeferredOutput.to(sink);
        final LongBox a = LongBox.of(0);
        final LongBox b = LongBox.of(0);

        String text() {
            out.flush();
            return sink.text.get();
        }

        /** The length of the text, without doing anything for it to be written. */
        int awaitLength(int expected) {
            long began = System.nanoTime();
            while (sink.text.get().length() < expected && System.nanoTime() - began < PATIENCE_NANOS) {
                Thread.onSpinWait();
            }
            return sink.text.get().length();
        }
    }

    @JCStressTest
    @Description("Each block writes its box, and prints what it sees in the other's.")
    @Outcome(
            id = {"A0B1", "B0A1"},
            expect = ACCEPTABLE,
            desc = "the second has seen the first")
    @Outcome(expect = FORBIDDEN, desc = "a text is missing, or comes before that of a block that it has seen")
    public static class OrderOfBlocks {
        @Actor
        public void first(Printing state) {
            state.meet();
            atomic(() -> {
                state.a.set(1);
                state.out.print("A" + state.b.get());
            });
        }

        @Actor
        public void second(Printing state) {
            state.meet();
            atomic(() -> {
                state.b.set(1);
                state.out.print("B" + state.a.get());
            });
        }

        @Arbiter
        public void text(Printing state, L_Result r) {
            r.r1 = state.text();
        }
    }

    @JCStressTest
    @Description("One block writes a box, the other only reads it.")
    @Outcome(
            id = {"WR1", "R0W"},
            expect = ACCEPTABLE,
            desc = "in the order of the blocks")
    @Outcome(expect = FORBIDDEN, desc = "a text is missing, or on the wrong side of the other")
    public static class BesideAReader {
        @Actor
        public void writer(Printing state) {
            state.meet();
            atomic(() -> {
                state.out.print("W");
                state.a.set(1);
            });
        }

        @Actor
        public void reader(Printing state) {
            state.meet();
            atomic(() -> state.out.print("R" + state.a.get()));
        }

        @Arbiter
        public void text(Printing state, L_Result r) {
            r.r1 = state.text();
        }
    }

    @JCStressTest
    @Description("Both print, one of them while the other writes, and nobody flushes.")
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "all is written")
    @Outcome(expect = FORBIDDEN, desc = "a text was left behind")
    public static class NothingLeft {
        @Actor
        public void first(Printing state) {
            state.meet();
            atomic(() -> state.out.print("a"));
            atomic(() -> state.out.print("b"));
        }

        @Actor
        public void second(Printing state) {
            state.meet();
            atomic(() -> state.out.print("c"));
            atomic(() -> state.out.print("d"));
        }

        @Arbiter
        public void length(Printing state, I_Result r) {
            r.r1 = state.awaitLength(4);
        }
    }
}
