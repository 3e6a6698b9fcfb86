package dev.ame.stress.spi;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A commit of structures and boxes happens at one instant, whoever looks, and however often a view has to move. */
public final class Moments {
    private Moments() {}

    /** Every block of the writer leaves the fields B and the box equal, and changes nothing else. */
    @State
    public static class World extends Meeting {
        private static final AtomicBlock TICK = AtomicBlock.named("tick").readOnly();

        final Fields x = new Fields();
        final Fields y = new Fields();
        final LongBox box = LongBox.of(0);
        final LongBox bell = LongBox.of(0);
        final LongBox filling = LongBox.of(0);
        final Registry registry = new Registry();

        /** So many reads make a validation last as long as a commit. */
        static final int FILLING = 100;

        void step() {
            atomic(() -> {
                x.add(Fields.B, 1);
                y.add(Fields.B, 1);
                box.add(1);
            });
        }

        void commitTwice() {
            bell.set(1);
            Meeting.pause(FILLING);
            step();
            // A pinned snapshot moves the clock, so that what follows has a new stamp.
            TICK.run(bell::get);
            bell.set(2);
            step();
        }

        void fill() {
            for (int i = 0; i < FILLING; i++) {
                filling.get();
            }
        }

        /** Answers the one number that all three show, or -1. */
        int oneNumber() {
            int n = x.get(Fields.B);
            fill();
            bell.get();
            return y.get(Fields.B) == n && box.get() == n && x.get(Fields.B) == n ? n : -1;
        }
    }

    /** What the last attempt saw, and whether any attempt saw two moments. */
    @Outcome(id = "[012], 0", expect = ACCEPTABLE, desc = "every attempt saw one moment")
    @Outcome(expect = FORBIDDEN, desc = "an attempt saw two halves of different moments")
    public static class OneMoment {}

    @JCStressTest
    @JCStressMeta(OneMoment.class)
    @Description(
            "A block whose views must move when the bell rings. They are told of the other field only, so they can.")
    public static class SeenFromViewsThatMove {
        @Actor
        public void writer(World world) {
            world.meet();
            world.commitTwice();
        }

        @Actor
        public void reader(World world, II_Result r) {
            LongBox own = LongBox.of(0);
            world.meet();
            atomic(() -> {
                own.set(1);
                world.x.get(Fields.A);
                world.y.add(Fields.A, 1);
                world.fill();
                world.bell.get();
                int n = world.oneNumber();
                if (n < 0) {
                    r.r2 = 1;
                }
                r.r1 = n;
            });
        }
    }

    @JCStressTest
    @JCStressMeta(OneMoment.class)
    @Description("A block that only reads, as it comes: without a log, then pinned.")
    public static class SeenByAReader {
        @Actor
        public void writer(World world) {
            world.meet();
            world.step();
            world.step();
        }

        @Actor
        public void reader(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                int n = world.x.get(Fields.B);
                if (world.y.get(Fields.B) != n || world.box.get() != n) {
                    r.r2 = 1;
                }
                r.r1 = n;
            });
        }
    }

    @JCStressTest
    @JCStressMeta(OneMoment.class)
    @Description("A declared read-only block, which is pinned.")
    public static class SeenByAPinnedReader {
        private static final AtomicBlock READ_ONLY = AtomicBlock.named("pinned").readOnly();

        @Actor
        public void writer(World world) {
            world.meet();
            world.step();
            world.step();
        }

        @Actor
        public void reader(World world, II_Result r) {
            world.meet();
            READ_ONLY.run(() -> {
                int n = world.x.get(Fields.B);
                if (world.y.get(Fields.B) != n || world.box.get() != n) {
                    r.r2 = 1;
                }
                r.r1 = n;
            });
        }
    }

    @JCStressTest
    @JCStressMeta(OneMoment.class)
    @Description("That a key is missing belongs to the moment of the rest.")
    public static class SeenWithAQuestion {
        @Actor
        public void writer(World world) {
            world.meet();
            world.bell.set(1);
            Meeting.pause(World.FILLING);
            atomic(() -> {
                world.registry.put(0, 1);
                world.box.set(1);
            });
        }

        @Actor
        public void reader(World world, II_Result r) {
            LongBox own = LongBox.of(0);
            world.meet();
            atomic(() -> {
                own.set(1);
                int n = world.registry.get(0);
                world.fill();
                world.bell.get();
                if (world.box.get() != n) {
                    r.r2 = 1;
                }
                r.r1 = n;
            });
        }
    }
}
