package dev.ame.stress.spi;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.LongBox;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Each of two blocks is told that the other has not been there yet, and then goes there: not both can be right. */
public final class Answers {
    private Answers() {}

    /** Whatever can be asked. */
    @State
    public static class World extends Meeting {
        final Fields fields = new Fields();
        final Fields others = new Fields();
        final LongBox box = LongBox.of(0);
        final Registry registry = new Registry();
        final Registry.Slot slot = new Registry.Slot();
    }

    /** What each of the two was told: 1 if the other had been there. */
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the first thread first")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the second thread first")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "both committed on an answer that was not so any more")
    @Outcome(expect = FORBIDDEN, desc = "one was told of what never happened")
    public static class OneWasFirst {}

    @JCStressTest
    @JCStressMeta(OneWasFirst.class)
    @Description("Two fields of one structure: each is told one and changes the other.")
    public static class InOneStructure {
        @Actor
        public void first(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                r.r1 = world.fields.get(Fields.B);
                world.fields.add(Fields.A, 1);
            });
        }

        @Actor
        public void second(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                r.r2 = world.fields.get(Fields.A);
                world.fields.add(Fields.B, 1);
            });
        }
    }

    @JCStressTest
    @JCStressMeta(OneWasFirst.class)
    @Description("Two structures: each is told of one and changes the other.")
    public static class InTwoStructures {
        @Actor
        public void first(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                r.r1 = world.others.get(Fields.A);
                world.fields.add(Fields.A, 1);
            });
        }

        @Actor
        public void second(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                r.r2 = world.fields.get(Fields.A);
                world.others.add(Fields.A, 1);
            });
        }
    }

    @JCStressTest
    @JCStressMeta(OneWasFirst.class)
    @Description("A structure and a box.")
    public static class InAStructureAndABox {
        @Actor
        public void first(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                r.r1 = world.fields.get(Fields.A);
                world.box.set(1);
            });
        }

        @Actor
        public void second(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                r.r2 = (int) world.box.get();
                world.fields.add(Fields.A, 1);
            });
        }
    }

    @JCStressTest
    @JCStressMeta(OneWasFirst.class)
    @Description("Two questions, whose answers the other changes outside of any cell first, then by its commit.")
    public static class InQuestions {
        @Actor
        public void first(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                r.r1 = world.registry.get(1);
                world.registry.put(0, 1);
            });
        }

        @Actor
        public void second(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                r.r2 = world.registry.get(0);
                world.registry.put(1, 1);
            });
        }
    }

    @JCStressTest
    @JCStressMeta(OneWasFirst.class)
    @Description("A cell that is null, which is remembered as an answer, and a structure.")
    public static class InANullCell {
        @Actor
        public void first(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                r.r1 = world.slot.get();
                world.fields.add(Fields.A, 1);
            });
        }

        @Actor
        public void second(World world, II_Result r) {
            world.meet();
            atomic(() -> {
                r.r2 = world.fields.get(Fields.A);
                world.slot.set(1);
            });
        }
    }
}
