package dev.ame.stm.failure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.ForkedJvm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A stack overflow may strike at any call in the engine. Wherever it does, no half commit is seen and every box stays
 * usable, from other threads too. Each kind of program has a JVM of its own: what it breaks, if it breaks something, is
 * broken for good.
 */
@Bounded
class StackOverflowTest {

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftByHalves(OverflowStep step) {
        List<String> lines = ForkedJvm.of(StackOverflowProgram.class)
                .jvmOption("-XX:TieredStopAtLevel=1")
                .jvmOption("-XX:+UseSerialGC")
                .argument(step.name())
                .run();
        assertTrue(lines.contains("sound and usable"), () -> String.join("\n", lines));
    }
}
