package dev.ame.stm.modes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.ForkedJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The modes change how blocks run, never what they mean. Each run takes a JVM of its own, since they are read once. */
@Bounded
class ModeTest {

    private static final String ROUNDS = "200";

    private static ForkedJvm program() {
        return ForkedJvm.of(Program.class).jvmOption("-XX:TieredStopAtLevel=1").jvmOption("-Xshare:auto");
    }

    private static String valueOf(String name, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + lines));
    }

    @Test
    void withoutOptionsTheProgramIsRight() {
        List<String> lines = program().run();
        assertEquals("[0, 1, 2, 3, 4, 5, 6, 7]", valueOf("order", lines), "the serial lock is fair");
    }

    @Test
    void theDefaultMayBeNamed() {
        assertTrue(program().property("ame.mode", "stm").run().contains("done"));
    }

    @Test
    void inSerialModeBlocksRunOneAtATime() {
        List<String> lines = program().property("ame.mode", "serial").run();
        assertEquals("1", valueOf("most inside", lines));
        assertEquals("0", valueOf("re-executions", lines));
    }

    @Test
    void inRandomModeBlocksRunOneAtATimeInASeededOrder() {
        List<String> first = program().property("ame.mode", "random:42").run();
        List<String> second = program().property("ame.mode", "random:42").run();
        List<String> other = program().property("ame.mode", "random:4711").run();
        for (List<String> lines : List.of(first, second, other)) {
            assertEquals("1", valueOf("most inside", lines));
            assertEquals("0", valueOf("re-executions", lines));
            assertNotEquals("[0, 1, 2, 3, 4, 5, 6, 7]", valueOf("order", lines), "this is not random");
        }
    }

    @Test
    void chaosAbortsWhatMayBeAbortedAndNothingElse() {
        List<String> lines = program().property("ame.chaos", "0.5").run();
        assertTrue(Integer.parseInt(valueOf("re-executions", lines)) > 50, lines::toString);
        assertEquals(ROUNDS, valueOf("serial runs", lines));
        assertEquals(ROUNDS, valueOf("irrevocable runs", lines));
        assertEquals(ROUNDS, valueOf("function runs", lines));
    }

    @Test
    void evenCertainChaosLetsTheProgramEnd() {
        List<String> lines = program().property("ame.chaos", "1.0").run();
        assertTrue(Integer.parseInt(valueOf("re-executions", lines)) > 50, lines::toString);
    }
}
