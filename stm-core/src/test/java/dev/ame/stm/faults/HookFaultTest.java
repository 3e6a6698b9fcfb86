package dev.ame.stm.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.support.Bounded;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the stack has room for, the hooks of a block are run once it has ended, each once. */
@Bounded
class HookFaultTest {

    private static List<Arguments> everything() {
        return Arrays.stream(HookScenario.values())
                .flatMap(scenario -> Stream.of(
                                Faults.Kind.ONE_CALL, Faults.Kind.END_OF_STACK, Faults.Kind.NEAR_END_OF_STACK)
                        .map(kind -> Arguments.of(scenario, kind)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void noneIsLost(HookScenario scenario, Faults.Kind kind) throws Throwable {
        Class<?> program = new FaultyClasses().loadClass(HookFaultProgram.class.getName());
        try {
            Object struck =
                    program.getMethod("run", String.class, String.class).invoke(null, scenario.name(), kind.name());
            assertTrue((Integer) struck > 0, "it was not instrumented");
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
