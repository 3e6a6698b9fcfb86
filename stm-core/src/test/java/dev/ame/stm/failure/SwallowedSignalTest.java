package dev.ame.stm.failure;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** User code that catches everything can't make the engine commit half a block, nor end a wait. */
@Bounded
class SwallowedSignalTest {

    /** Runs some code and hides whatever it throws. */
    record Swallower(String name, Consumer<Runnable> how) {
        void run(Runnable code) {
            how.accept(code);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final LongBox x = LongBox.of(0);
    private final LongBox y = LongBox.of(0);
    private final LongBox first = LongBox.of(-1);
    private final LongBox last = LongBox.of(-1);

    static List<Swallower> swallowers() {
        return List.of(
                new Swallower("catch Throwable", SwallowedSignalTest::catchAll),
                new Swallower("return in finally", SwallowedSignalTest::returnInFinally),
                new Swallower("break in finally", SwallowedSignalTest::breakInFinally),
                new Swallower("wrapped, then caught", SwallowedSignalTest::wrapAndCatch),
                new Swallower("replaced in finally", code -> catchAll(() -> throwInFinally(code))),
                new Swallower("tried again and again", SwallowedSignalTest::tryThreeTimes),
                new Swallower("in a nested block", code -> atomic(() -> catchAll(code))),
                new Swallower("around a nested block", code -> catchAll(() -> atomic(code::run))),
                new Swallower(
                        "around a nested block that keeps its writes",
                        code -> catchAll(() -> AtomicBlock.named("keeps")
                                .noRollbackFor(Throwable.class)
                                .run(code::run))),
                new Swallower("in the second alternative", SwallowedSignalTest::inSecondAlternative),
                new Swallower("FutureTask", code -> new FutureTask<>(code, null).run()),
                new Swallower(
                        "CompletableFuture",
                        code -> CompletableFuture.runAsync(code, Runnable::run)
                                .exceptionally(thrown -> null)
                                .join()));
    }

    private static void catchAll(Runnable code) {
        try {
            code.run();
        } catch (Throwable swallowed) {
            requireThat(inAtomic());
        }
    }

    private static void requireThat(boolean condition) {
        if (!condition) {
            throw new AssertionError("the block ended too early");
        }
    }

    @SuppressWarnings({"finally", "Finally"})
    private static void returnInFinally(Runnable code) {
        try {
            code.run();
        } finally {
            return;
        }
    }

    @SuppressWarnings({"finally", "Finally", "LoopOverCharArray"})
    private static void breakInFinally(Runnable code) {
        do {
            try {
                code.run();
            } finally {
                break;
            }
        } while (true);
    }

    private static void wrapAndCatch(Runnable code) {
        try {
            try {
                code.run();
            } catch (Throwable thrown) {
                throw new IllegalArgumentException("wrapped", thrown);
            }
        } catch (IllegalArgumentException swallowed) {
            requireThat(inAtomic());
        }
    }

    @SuppressWarnings({"finally", "Finally"})
    private static void throwInFinally(Runnable code) {
        try {
            code.run();
        } finally {
            throw new IllegalArgumentException("instead of whatever it was");
        }
    }

    private static void tryThreeTimes(Runnable code) {
        for (int i = 0; i < 3; i++) {
            catchAll(code);
        }
    }

    private static void inSecondAlternative(Runnable code) {
        LongBox closed = LongBox.of(0);
        catchAll(() -> orElse(() -> closed.get() == 0 ? retry() : null, () -> {
            catchAll(code);
            return null;
        }));
    }

    /** Changes x and y together; that it reads x first puts it before every block that has not finished. */
    private void interfere() {
        elsewhere(() -> atomic(() -> {
            assertEquals(0, x.getAndAdd(10));
            y.add(10);
        }));
    }

    @ParameterizedTest
    @MethodSource("swallowers")
    void aSwallowedConflictCommitsNothing(Swallower swallower) {
        atomic(() -> {
            long seen = x.get();
            first.set(seen);
            if (attempt() == 1) {
                interfere();
            }
            swallower.run(() -> y.get());
            swallower.run(() -> last.set(seen));
            swallower.run(() -> x.set(seen + 1));
        });
        assertEquals(11, x.get());
        assertEquals(10, first.get());
        assertEquals(10, last.get());
    }

    @ParameterizedTest
    @MethodSource("swallowers")
    void aSwallowedRetryWaits(Swallower swallower) {
        Running waiter = start(() -> atomic(() -> {
            first.set(1);
            swallower.run(() -> check(x.get() != 0));
            swallower.run(() -> last.set(1));
        }));
        waiter.awaitParked();
        assertEquals(-1, first.get());
        assertEquals(-1, last.get());
        x.set(1);
        waiter.join();
        assertEquals(1, first.get());
        assertEquals(1, last.get());
    }

    @ParameterizedTest
    @MethodSource("swallowers")
    void aRetrySwallowedInTheFirstBranchLeadsToTheSecond(Swallower swallower) {
        String result = atomic(() -> orElse(
                () -> {
                    first.set(1);
                    swallower.run(() -> check(x.get() != 0));
                    swallower.run(() -> last.set(1));
                    return "first";
                },
                () -> "second"));
        assertEquals("second", result);
        assertEquals(-1, first.get());
        assertEquals(-1, last.get());
    }

    @ParameterizedTest
    @MethodSource("swallowers")
    void aSwallowedWaitStillHasItsDeadline(Swallower swallower) {
        AtomicBlock block = AtomicBlock.named("hurried").deadline(Duration.ofMillis(20));
        assertThrows(
                DeadlineExceededException.class,
                () -> block.run(() -> {
                    first.set(1);
                    swallower.run(() -> check(x.get() != 0));
                }));
        assertEquals(-1, first.get());
    }

    @ParameterizedTest
    @MethodSource("swallowers")
    void aConflictSwallowedInAHookBeforeTheCommitCommitsNothing(Swallower swallower) {
        atomic(() -> {
            long seen = x.get();
            x.set(seen + 1);
            beforeCommit(() -> {
                if (attempt() == 1) {
                    interfere();
                }
                swallower.run(() -> y.get());
                swallower.run(() -> last.set(seen));
            });
        });
        assertEquals(11, x.get());
        assertEquals(10, last.get());
    }

    @Test
    void aRetryReplacedByAnExceptionStillWaits() {
        Running waiter = start(() -> atomic(() -> {
            first.set(1);
            throwInFinallyUnlessOpen();
        }));
        waiter.awaitParked();
        x.set(1);
        waiter.join();
        assertEquals(1, first.get());
    }

    private void throwInFinallyUnlessOpen() {
        try {
            check(x.get() != 0);
        } catch (Throwable replaced) {
            throw new IllegalArgumentException("instead of the wait", replaced);
        }
    }

    @Test
    void anotherAlternativeDoesNotForgiveASwallowedRetry() {
        Running waiter = start(() -> atomic(() -> {
            catchAll(() -> check(x.get() != 0));
            catchAll(() -> orElse(() -> y.get() == 0 ? retry() : null, () -> null));
            catchAll(() -> last.set(1));
        }));
        waiter.awaitParked();
        assertEquals(-1, last.get());
        x.set(1);
        waiter.join();
        assertEquals(1, last.get());
    }

    @Test
    void anUndoneNestedBlockDoesNotForgiveASwallowedRetry() {
        Running waiter = start(() -> atomic(() -> {
            catchAll(() -> atomic(() -> {
                catchAll(() -> check(x.get() != 0));
                throw new IllegalArgumentException();
            }));
            catchAll(() -> last.set(1));
        }));
        waiter.awaitParked();
        assertEquals(-1, last.get());
        x.set(1);
        // Open now: the nested block is undone by its own exception, the outer one commits.
        waiter.join();
        assertEquals(1, last.get());
    }

    @Test
    void retryInACatchClauseWaits() {
        Running waiter = start(() -> atomic(() -> {
            try {
                if (x.get() == 0) {
                    throw new IllegalArgumentException("not yet");
                }
            } catch (IllegalArgumentException e) {
                retry();
            }
        }));
        waiter.awaitParked();
        x.set(1);
        waiter.join();
    }

    @Test
    @SuppressWarnings({"finally", "Finally"})
    void retryInAFinallyClauseWins() {
        Running waiter = start(() -> atomic(() -> {
            try {
                if (x.get() == 0) {
                    throw new IllegalArgumentException("not yet");
                }
            } finally {
                check(x.get() != 0);
            }
        }));
        waiter.awaitParked();
        x.set(1);
        waiter.join();
    }

    @Test
    void aBlockThatSwallowsTheAbortOfBecomingIrrevocableIsRightNevertheless() {
        atomic(() -> {
            long seen = x.get();
            first.set(seen);
            if (attempt() == 1) {
                interfere();
            }
            catchAll(() -> irrevocable("after a conflict"));
            catchAll(() -> last.set(seen));
            catchAll(() -> x.set(seen + 1));
        });
        assertEquals(11, x.get());
        assertEquals(10, first.get());
        assertEquals(10, last.get());
    }

    @Test
    void aSignalKeptAndThrownInAnotherBlockDoesNoHarm() {
        AtomicReference<Throwable> kept = new AtomicReference<>();
        Running waiter = start(() -> atomic(() -> {
            try {
                check(x.get() != 0);
            } catch (Throwable signal) {
                kept.set(signal);
            }
        }));
        waiter.awaitParked();
        boolean returned = false;
        try {
            atomic(() -> {
                y.set(y.get() + 1);
                if (attempt() == 1) {
                    SwallowedSignalTest.<RuntimeException>sneakyThrow(kept.get());
                }
            });
            returned = true;
        } catch (Throwable rolledBack) {
            assertEquals(0, attempt());
        }
        assertEquals(returned ? 1 : 0, y.get());
        x.set(1);
        waiter.join();
        elsewhere(() -> assertEquals(returned(y), y.incrementAndGet()));
    }

    private static long returned(LongBox box) {
        return box.get() + 1;
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneakyThrow(Throwable throwable) throws X {
        throw (X) throwable;
    }
}
