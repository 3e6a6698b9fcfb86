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

/**
 * A stack overflow at every call, and an out-of-memory error at every allocation, that the library makes: one after the
 * other, alone and followed by more. Nothing is left by halves, no lock stays, nobody sleeps on.
 */
@Bounded
class FaultInjectionTest {

    /** Run with {@code -Dame.faults=all} after changes of what the library does at the end of the stack. */
    private static final boolean ALL = "all".equals(System.getProperty("ame.faults"));

    private static List<Arguments> everything() {
        return Arrays.stream(Scenario.values())
                .flatMap(scenario -> Stream.of(Faults.Kind.values())
                        .filter(kind -> ALL || kind != Faults.Kind.NEAR_END_OF_STACK)
                        .map(kind -> Arguments.of(scenario, kind)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void nothingIsLeftByHalves(Scenario scenario, Faults.Kind kind) throws Throwable {
        Class<?> program = new FaultyClasses().loadClass(FaultProgram.class.getName());
        try {
            Object struck =
                    program.getMethod("run", String.class, String.class).invoke(null, scenario.name(), kind.name());
            // A block that reads and writes boxes allocates nothing; that calls are struck shows that it was
            // instrumented.
            assertTrue((Integer) struck > 0 || kind.strikesAllocations(), "it was not instrumented");
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
