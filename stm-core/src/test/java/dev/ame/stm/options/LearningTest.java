package dev.ame.stm.options;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What a thread learns of blocks that share one body class, it keeps apart by their names. */
@Bounded
class LearningTest {

    private static final int RUNS = 100;

    private final LongBox read = LongBox.of(0);
    private final LongBox written = LongBox.of(0);
    private final AtomicBlock queries = AtomicBlock.named("queries");
    private final AtomicBlock bookings = AtomicBlock.named("bookings");

    /** A generic method of a user: one lambda for all that is run through it. */
    private static void execute(AtomicBlock block, Runnable operation) {
        block.run(operation::run);
    }

    /** Runs of a block that reads, then writes: one that was believed to only read has to start once more. */
    private int runsOfAWriter(BiConsumer<AtomicBlock, Runnable> how, AtomicBlock readers, AtomicBlock writer) {
        int[] runs = new int[1];
        elsewhere(() -> {
            for (int i = 0; i < RUNS; i++) {
                how.accept(readers, read::get);
            }
            how.accept(writer, () -> {
                runs[0]++;
                written.set(read.get() + 1);
            });
        });
        return runs[0];
    }

    @Test
    void readersTeachNothingAboutWritersOfAnotherName() {
        assertEquals(1, runsOfAWriter(LearningTest::execute, queries, bookings));
    }

    @Test
    void oneNameForAllMixesThem() {
        assertEquals(2, runsOfAWriter(LearningTest::execute, queries, queries));
        assertEquals(2, runsOfAWriter((block, operation) -> atomic(operation::run), queries, bookings));
    }

    @Test
    void aBlockThatIsMadeAnewEachTimeIsStillTheSameKind() {
        assertEquals(
                2,
                runsOfAWriter((block, operation) -> AtomicBlock.named("anew").run(operation::run), queries, bookings));
    }

    @Test
    void aBlockWithoutANameTakesOptionsAsAnyOther() {
        AtomicBlock block = AtomicBlock.create().deadline(Duration.ofMinutes(1)).serialAfter(0);
        assertEquals(7, block.call(() -> written.addAndGet(7)));
        assertTrue(block.toString().startsWith("AtomicBlock[name=null, serialAfter=0"), block::toString);
        AtomicBlock.create().run(() -> written.set(1));
        assertEquals(1, written.get());
    }
}
