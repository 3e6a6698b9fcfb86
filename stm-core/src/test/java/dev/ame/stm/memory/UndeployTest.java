package dev.ame.stm.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.ForkedJvm;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nothing that the library leaves on a thread it did not make keeps an application's class loader. */
@Bounded
class UndeployTest {
    private static final List<String> APPLICATIONS = List.of(
            "nothing",
            "read",
            "block",
            "blocks",
            "read-only",
            "serial",
            "irrevocable",
            "hooks",
            "failure",
            "wait",
            "loop",
            "ordered",
            "tasks");

    @Test
    void anApplicationThatIsDoneCanBeUnloaded() {
        ForkedJvm program = ForkedJvm.of(UndeployProgram.class)
                .jvmOption("-Xmx64m")
                .jvmOption("-XX:+UseSerialGC")
                .jvmOption("-XX:TieredStopAtLevel=1");
        APPLICATIONS.forEach(program::argument);
        assertEquals(
                APPLICATIONS.stream().map(name -> name + ": collected").collect(Collectors.toList()), program.run());
    }
}
