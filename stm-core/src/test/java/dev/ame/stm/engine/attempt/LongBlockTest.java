package dev.ame.stm.engine.attempt;

import static dev.ame.stm.Stm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ame.stm.AtomicAction;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A block that is known to read much, and writes, reads from a pinned snapshot. */
@Bounded
class LongBlockTest {

    private static final int READS = 2 * BlockProfile.MANY_READS;

    private final List<LongBox> boxes =
            IntStream.range(0, READS).mapToObj(i -> LongBox.of(1)).toList();
    private boolean watched;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void itWatchesHoweverFewBoxesItWrites(int writes) {
        assumeFalse(Attempts.NEVER_PLAIN);
        AtomicAction<RuntimeException> block = () -> {
            long sum = 0;
            for (LongBox box : boxes) {
                sum += box.get();
            }
            watched = Transaction.current().reads.isPinned();
            for (int i = 0; i < writes; i++) {
                boxes.get(i).set(sum / READS);
            }
        };
        atomic(block);
        atomic(block);
        assertTrue(watched, "the second run is not pinned");
        assertEquals(READS, boxes.stream().mapToLong(LongBox::get).sum());
    }
}
