package dev.ame.stm.collections.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** What the blocks of several threads see and leave behind, they could have run one by one. */
class ConcurrentProgramsProperties {
    private static final int THREADS = 3;
    private static final int BLOCKS_PER_THREAD = 3;
    private static final int REPEATS = 10;

    private static final ModelThreads POOL = new ModelThreads(THREADS);

    @AfterContainer
    static void stop() {
        POOL.close();
    }

    /** Not shrunk: a program that failed once often does not the next time. */
    @Property(tries = 400, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void someSerialOrderExplainsWhatHappened(@ForAll("programs") Program program) throws Exception {
        for (int i = 0; i < REPEATS; i++) {
            Execution execution = POOL.run(program);
            assertTrue(
                    execution.isExplainedBySomeOrder(new ModelWorld(program.parts())),
                    () -> "no order of these blocks explains what they have seen and left: " + execution);
        }
    }

    @Provide
    Arbitrary<Program> programs() {
        return Program.of(Parts.ALL, 2, THREADS, BLOCKS_PER_THREAD);
    }

    /** The same with a map that knows nothing of blocks, in programs without rollback. */
    @Example
    void aMapWithoutIsolationIsCaught() throws Exception {
        List<Part<?>> broken = List.of(Maps.MAP.madeBy(ConcurrentHashMap::new));
        RandomGenerator<List<Step>> steps = Step.some(broken, 0).generator(1);
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            Program program = new Program(
                    broken,
                    List.of(
                            List.of(new Block(steps.next(random).value(), Block.End.COMMITS)),
                            List.of(new Block(steps.next(random).value(), Block.End.COMMITS))));
            if (!POOL.run(program).isExplainedBySomeOrder(new ModelWorld(broken))) {
                return;
            }
        }
        throw new AssertionError("no program has shown that the map is not isolated");
    }
}
