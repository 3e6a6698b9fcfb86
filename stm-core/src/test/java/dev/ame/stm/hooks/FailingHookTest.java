package dev.ame.stm.hooks;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hook that throws after the decision hides nothing: not the result, not the exception, not the other hooks. */
@Bounded
class FailingHookTest {

    private final List<Throwable> reported = new CopyOnWriteArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final LongBox number = LongBox.of(0);

    @BeforeEach
    void collectFailures() {
        Stm.setHookFailureHandler(reported::add);
    }

    @AfterEach
    void forgetFailures() {
        Stm.setHookFailureHandler(ignored -> {});
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalArgumentException("hook"),
                new AssertionError("hook"),
                new StackOverflowError("hook"),
                new OutOfMemoryError("hook"),
                new Exception("checked"));
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneakyThrow(Throwable throwable) throws X {
        throw (X) throwable;
    }

    private static Runnable failingWith(Throwable throwable) {
        return () -> FailingHookTest.<RuntimeException>sneakyThrow(throwable);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void afterACommitTheResultIsReturned(Throwable failure) {
        String result = atomic(() -> {
            number.set(1);
            afterCommit(() -> events.add("first"));
            afterCommit(failingWith(failure));
            afterCommit(() -> events.add("last"));
            return "result";
        });
        assertEquals("result", result);
        assertEquals(1, number.get());
        assertEquals(List.of("first", "last"), events);
        assertEquals(List.of(failure), reported);
        assertFalse(inAtomic());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void afterARollbackTheExceptionIsTheBlocksOwn(Throwable failure) {
        IllegalStateException thrown = new IllegalStateException("block");
        assertSame(
                thrown,
                assertThrows(
                        IllegalStateException.class,
                        () -> atomic(() -> {
                            number.set(1);
                            afterRollback(() -> events.add("first"));
                            afterRollback(failingWith(failure));
                            afterRollback(() -> events.add("last"));
                            throw thrown;
                        })));
        assertEquals(0, number.get());
        assertEquals(List.of("first", "last"), events);
        assertEquals(List.of(failure), reported);
    }

    @Test
    void allFailuresAreReportedInOrder() {
        IllegalArgumentException one = new IllegalArgumentException("one");
        IllegalArgumentException two = new IllegalArgumentException("two");
        atomic(() -> {
            afterCommit(failingWith(one));
            afterCommit(failingWith(two));
        });
        assertEquals(List.of(one, two), reported);
    }

    @Test
    void aHandlerThatThrowsHidesNothingEither() {
        Stm.setHookFailureHandler(failure -> {
            throw new IllegalArgumentException("handler", failure);
        });
        String result = atomic(() -> {
            number.set(1);
            afterCommit(failingWith(new IllegalArgumentException("hook")));
            afterCommit(() -> events.add("last"));
            return "result";
        });
        assertEquals("result", result);
        assertEquals(1, number.get());
        assertEquals(List.of("last"), events);
    }

    @Test
    void theHandlerRunsOutsideTheBlock() {
        Stm.setHookFailureHandler(failure -> {
            events.add("in atomic: " + inAtomic());
            atomic(() -> number.set(number.get() + 1));
        });
        atomic(() -> {
            number.set(1);
            afterCommit(failingWith(new IllegalArgumentException("hook")));
        });
        assertEquals(List.of("in atomic: false"), events);
        assertEquals(2, number.get());
    }

    @Test
    void aFailingHookOfAnUndoneNestedBlockLeavesTheOuterAlone() {
        IllegalArgumentException failure = new IllegalArgumentException("hook");
        IllegalStateException thrown = new IllegalStateException("inner");
        atomic(() -> {
            number.set(1);
            assertSame(
                    thrown,
                    assertThrows(
                            IllegalStateException.class,
                            () -> atomic(() -> {
                                number.set(2);
                                afterRollback(failingWith(failure));
                                throw thrown;
                            })));
        });
        assertEquals(1, number.get());
        assertEquals(List.of(failure), reported);
    }

    @Test
    void aFailingHookOfAnAbortedAttemptLeavesTheBlockAlone() {
        IllegalArgumentException failure = new IllegalArgumentException("hook");
        atomic(() -> {
            afterRollback(failingWith(failure));
            long seen = number.get();
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(0, number.getAndAdd(10)));
            }
            number.set(seen + 1);
        });
        assertEquals(11, number.get());
        assertEquals(List.of(failure), reported);
    }

    @Test
    void aFailingHookOfAnIrrevocableBlockHidesNothing() {
        IllegalArgumentException failure = new IllegalArgumentException("hook");
        AtomicBlock.named("irrevocable").irrevocable().run(() -> {
            number.set(1);
            afterCommit(failingWith(failure));
        });
        assertEquals(1, number.get());
        assertEquals(List.of(failure), reported);
        elsewhere(() -> number.add(1));
    }

    @Test
    void aHookThatRetriesIsJustAFailingHook() {
        atomic(() -> {
            number.set(1);
            afterCommit(() -> check(number.get() == 100));
            afterCommit(() -> events.add("last"));
        });
        assertEquals(List.of("last"), events);
        assertEquals(1, reported.size());
        assertTrue(reported.get(0) instanceof IllegalStateException);
    }

    @Test
    void aVetoIsNotAFailureToReport() {
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> beforeCommit(() -> {
                    throw new IllegalArgumentException("veto");
                })));
        assertEquals(List.of(), reported);
    }

    @Test
    void aHookThatRunsABlockThatFailsIsReported() {
        IllegalArgumentException failure = new IllegalArgumentException("block in a hook");
        atomic(() -> afterCommit(() -> atomic(() -> {
            number.set(1);
            throw failure;
        })));
        assertEquals(0, number.get());
        assertEquals(List.of(failure), reported);
    }

    @Test
    void withoutAHandlerNothingIsThrown() {
        assertThrows(NullPointerException.class, () -> Stm.setHookFailureHandler(null));
        atomic(() -> afterCommit(failingWith(new IllegalArgumentException("still reported"))));
        assertEquals(1, reported.size());
    }
}
