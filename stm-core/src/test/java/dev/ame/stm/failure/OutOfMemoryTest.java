package dev.ame.stm.failure;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.ForkedJvm;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An out-of-memory error may strike at any allocation, the engine's own included. */
@Bounded
class OutOfMemoryTest {

    private final LongBox a = LongBox.of(0);
    private final LongBox b = LongBox.of(0);

    /** More than any heap the tests run with. */
    private static Object tooMuch() {
        return IntStream.range(0, 1_000).mapToObj(i -> new long[1 << 28]).toList();
    }

    @Test
    void aBlockThatRunsOutOfMemoryIsRolledBack() {
        assertThrows(
                OutOfMemoryError.class,
                () -> atomic(() -> {
                    a.set(1);
                    assertTrue(tooMuch() != null);
                }));
        elsewhere(() -> assertEquals(0, a.get()));
        elsewhere(() -> atomic(() -> a.set(a.get() + 1)));
        assertEquals(1, a.get());
    }

    @Test
    void aBlockThatCatchesTheErrorMayCommit() {
        atomic(() -> {
            a.set(1);
            assertThrows(
                    OutOfMemoryError.class,
                    () -> atomic(() -> {
                        b.set(1);
                        assertTrue(tooMuch() != null);
                    }));
        });
        assertEquals(1, a.get());
        assertEquals(0, b.get());
    }

    @Test
    void aFullHeapLeavesNoHalfCommitAndAUsableEngine() {
        List<String> lines = ForkedJvm.of(FullHeapProgram.class)
                .jvmOption("-Xmx32m")
                .jvmOption("-XX:+UseSerialGC")
                .run();
        assertTrue(lines.contains("sound and usable"), () -> String.join("\n", lines));
    }
}
