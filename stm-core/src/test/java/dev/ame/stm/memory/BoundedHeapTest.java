package dev.ame.stm.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.ForkedJvm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Much work in a small heap: whatever grows with the work instead of with what is alive does not fit. */
@Bounded
class BoundedHeapTest {

    @ParameterizedTest
    @EnumSource
    void theHeapDoesNotGrowWithTheWork(BoundedHeapProgram.Work work) {
        List<String> lines = ForkedJvm.of(BoundedHeapProgram.class)
                .jvmOption("-Xmx20m")
                .jvmOption("-XX:+UseSerialGC")
                .argument(work.name())
                .run();
        assertTrue(lines.contains("done"), () -> String.join("\n", lines));
    }
}
