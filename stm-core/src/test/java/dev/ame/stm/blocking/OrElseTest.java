package dev.ame.stm.blocking;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static dev.ame.stm.support.TestThreads.startWithStack;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicCall;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.TxnLocal;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alternative runs when the first branch would wait; if both would, the block waits for either. */
@Bounded
class OrElseTest {

    private final LongBox left = LongBox.of(0);
    private final LongBox right = LongBox.of(0);
    private final Box<String> box = Box.of("old");

    /** Takes a positive value out of the box, or waits. */
    private static AtomicCall<Long, RuntimeException> take(LongBox from) {
        return () -> {
            long value = from.get();
            check(value > 0);
            from.set(0);
            return value;
        };
    }

    @Test
    void theFirstBranchIsEnoughWhenItDoesNotWait() {
        left.set(3);
        right.set(4);
        assertEquals(3, (long) atomic(() -> orElse(take(left), take(right))));
        assertEquals(0, left.get());
        assertEquals(4, right.get());
    }

    @Test
    void theSecondBranchRunsWhenTheFirstWaits() {
        right.set(4);
        assertEquals(4, (long) atomic(() -> orElse(take(left), take(right))));
        assertEquals(0, right.get());
    }

    @Test
    void outsideABlockItOpensOne() {
        right.set(4);
        boolean wasInAtomic = orElse(
                () -> {
                    check(left.get() > 0);
                    return false;
                },
                () -> {
                    right.set(0);
                    return inAtomic();
                });
        assertTrue(wasInAtomic);
        assertFalse(inAtomic());
        assertEquals(0, right.get());
    }

    @Test
    void writesOfTheAbandonedBranchAreDropped() {
        String seen = atomic(() -> {
            box.set("outer");
            return orElse(
                    () -> {
                        box.set("first");
                        atomic(() -> right.add(1));
                        left.add(1);
                        check(left.get() > 100);
                        return box.get();
                    },
                    box::get);
        });
        assertEquals("outer", seen);
        assertEquals("outer", box.get());
        assertEquals(0, left.get());
        assertEquals(0, right.get());
    }

    @Test
    void perBlockValuesOfTheAbandonedBranchAreDropped() {
        TxnLocal<String> local = TxnLocal.withInitial(() -> "initial");
        String seen = atomic(() -> {
            local.set("outer");
            return orElse(
                    () -> {
                        local.set("first");
                        check(left.get() > 0);
                        return local.get();
                    },
                    local::get);
        });
        assertEquals("outer", seen);
    }

    @Test
    void bothBranchesWaitForTheLeftBox() {
        Running waiter = start(() -> assertEquals(5, (long) orElse(take(left), take(right))));
        waiter.awaitParked();
        left.set(5);
        waiter.join();
    }

    @Test
    void bothBranchesWaitForTheRightBox() {
        Running waiter = start(() -> assertEquals(6, (long) orElse(take(left), take(right))));
        waiter.awaitParked();
        right.set(6);
        waiter.join();
    }

    @Test
    void aWaitAfterTheAlternativeIsAlsoForTheAbandonedReads() {
        // The second branch succeeds, then the block waits: a change of the first branch's box must wake it.
        Running waiter = start(() -> atomic(() -> {
            boolean first = orElse(
                    () -> {
                        check(left.get() > 0);
                        return true;
                    },
                    () -> false);
            if (!first && box.get().equals("old")) {
                retry();
            }
        }));
        waiter.awaitParked();
        left.set(1);
        waiter.join();
    }

    @Test
    void anExceptionIsNotAReasonForTheAlternative() {
        IOException failure = new IOException("first");
        AtomicInteger second = new AtomicInteger();
        IOException caught = assertThrows(
                IOException.class,
                () -> orElse(
                        () -> {
                            box.set("first");
                            throw failure;
                        },
                        second::incrementAndGet));
        assertSame(failure, caught);
        assertEquals(0, second.get());
        assertEquals("old", box.get());
    }

    @Test
    void anExceptionOfABranchUndoesTheBranchAlone() {
        atomic(() -> {
            left.set(1);
            try {
                orElse(
                        () -> {
                            box.set("first");
                            return box.get().isEmpty() ? "" : retry();
                        },
                        () -> {
                            right.set(1);
                            throw new IllegalArgumentException();
                        });
            } catch (IllegalArgumentException e) {
                assertEquals("old", box.get());
                assertEquals(0, right.get());
            }
        });
        assertEquals(1, left.get());
        assertEquals(0, right.get());
    }

    @Test
    void aWaitInANestedBlockOfTheFirstBranchLeadsToTheSecond() {
        String result = orElse(
                () -> atomic(() -> {
                    box.set("nested");
                    return atomic(() -> left.get() > 0 ? box.get() : retry());
                }),
                () -> "second after " + box.get());
        assertEquals("second after old", result);
    }

    @Test
    void aConflictInTheFirstBranchIsNoReasonForTheSecond() {
        List<String> trace = new ArrayList<>();
        left.set(1);
        String result = atomic(() -> orElse(
                () -> {
                    long value = left.get();
                    if (attempt() == 1) {
                        elsewhere(() -> assertEquals(1, left.getAndAdd(10)));
                    }
                    left.set(value + 1);
                    left.get();
                    trace.add("first");
                    return "first";
                },
                () -> {
                    trace.add("second");
                    return "second";
                }));
        assertEquals("first", result);
        assertFalse(trace.contains("second"));
        assertEquals(12, left.get());
    }

    @Test
    void theInnermostAlternativeComesFirst() {
        right.set(7);
        List<String> order = new ArrayList<>();
        long result = orElse(
                () -> orElse(
                        () -> {
                            order.add("a");
                            return take(left).call();
                        },
                        () -> {
                            order.add("b");
                            return take(left).call();
                        }),
                () -> {
                    order.add("c");
                    return take(right).call();
                });
        assertEquals(7, result);
        assertEquals(List.of("a", "b", "c"), order);
    }

    @Test
    void alternativesInTheSecondBranchWorkToo() {
        long result = orElse(take(left), () -> orElse(take(right), () -> orElse(take(left), () -> -1L)));
        assertEquals(-1, result);
    }

    /** Every level writes, so that each abandoned branch has something to drop. */
    private long leftDeep(int depth) {
        if (depth == 0) {
            return take(left).call();
        }
        return orElse(
                () -> {
                    right.add(1);
                    return leftDeep(depth - 1);
                },
                () -> {
                    if (depth < 1_000) {
                        check(left.get() > 0);
                    }
                    return right.get() * 10_000 + depth;
                });
    }

    private long rightDeep(int depth) {
        if (depth == 0) {
            return right.get();
        }
        return orElse(
                () -> {
                    right.add(1);
                    return take(left).call();
                },
                () -> rightDeep(depth - 1));
    }

    private static Running withDeepStack(Running.Job job) {
        return startWithStack(256L << 20, job);
    }

    @Test
    void aThousandAlternativesDeepInTheFirstBranch() {
        withDeepStack(() -> assertEquals(1_000, leftDeep(1_000))).join();
        assertEquals(0, right.get());
    }

    @Test
    void aThousandAlternativesDeepInTheSecondBranch() {
        withDeepStack(() -> assertEquals(0, rightDeep(1_000))).join();
        assertEquals(0, right.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aThousandAlternativesThatAllWaitAreWoken(boolean deepOnTheLeft) {
        Running waiter = withDeepStack(() -> {
            long result = deepOnTheLeft
                    ? leftDeep(999)
                    : atomic(() -> {
                        long value = rightDeep(999);
                        return value > 0 ? value : retry();
                    });
            assertTrue(result > 0);
        });
        waiter.awaitParked();
        left.set(8);
        waiter.join();
    }

    @Test
    void aFirstBranchThatReadNothingStillHasAnAlternative() {
        assertEquals("second", orElse(() -> retry(), () -> "second"));
    }

    @Test
    void withoutAnyReadBothBranchesCannotWait() {
        assertThrows(IllegalStateException.class, () -> orElse(() -> retry(), () -> retry()));
    }
}
