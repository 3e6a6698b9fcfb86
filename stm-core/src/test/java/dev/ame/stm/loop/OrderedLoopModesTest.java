package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.loop.OrderedLoopProperties.Kind;
import dev.ame.stm.loop.OrderedLoopProperties.Program;
import dev.ame.stm.loop.OrderedLoopProperties.Step;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.ForkedJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ordered loops give the same in all modes of the engine. Each run takes a JVM of its own, since they are read once. */
@Bounded
class OrderedLoopModesTest {

    /** Runs random programs as a plain loop and as an ordered one. */
    static final class Comparison {
        private static final int PROGRAMS = 300;
        private static final int MAX_STEPS = 40;
        private static final int BOXES = 4;

        private Comparison() {}

        private static Program draw(Random random) {
            List<Step> steps = new ArrayList<>();
            for (int i = random.nextInt(MAX_STEPS); i > 0; i--) {
                Kind[] all = Kind.values();
                Kind kind = all[random.nextInt(all.length)];
                boolean ends = kind == Kind.FAIL || kind == Kind.FAIL_IF_ODD || kind == Kind.STOP;
                kind = ends && random.nextInt(4) != 0 ? Kind.UPDATE : kind;
                steps.add(new Step(kind, random.nextInt(BOXES), random.nextInt(BOXES)));
            }
            return new Program(steps, 1 + random.nextInt(4), random.nextInt(6), random.nextBoolean());
        }

        public static void main(String[] arguments) {
            Random random = new Random(4711);
            int different = 0;
            for (int i = 0; i < PROGRAMS; i++) {
                Program program = draw(random);
                String expected = OrderedLoopProperties.serially(program);
                String actual = OrderedLoopProperties.inParallel(program);
                if (!expected.equals(actual)) {
                    different++;
                    System.out.println(program + "\n" + expected + "\n" + actual);
                }
            }
            System.out.println(different + " of " + PROGRAMS + " differ");
        }
    }

    @ParameterizedTest
    @CsvSource({"ame.chaos,0.3", "ame.mode,serial", "ame.mode,random:1"})
    void anOrderedLoopGivesWhatThePlainLoopGives(String property, String value) {
        List<String> lines = ForkedJvm.of(Comparison.class)
                .jvmOption("-XX:TieredStopAtLevel=1")
                .property(property, value)
                .run();
        assertEquals(List.of("0 of 300 differ"), lines);
    }
}
