package dev.ame.stm.blocking;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicAction;
import dev.ame.stm.AtomicCall;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code orElse} of branches without a result, beside the form with one. That this compiles is part of the test. */
@Bounded
class OrElseActionTest {

    private final LongBox left = LongBox.of(0);
    private final LongBox right = LongBox.of(0);
    private final LongBox taken = LongBox.of(0);

    private void takeLeft() {
        check(left.get() > 0);
        left.decrement();
        taken.add(1);
    }

    private void takeRight() {
        taken.add(1_000);
        check(right.get() > 0);
        right.decrement();
    }

    /** Overloaded, as {@code poll} of queues is: a reference to it fits more than one type. */
    private static final class Overloaded {
        private final long number;

        Overloaded(long number) {
            this.number = number;
        }

        long poll() {
            if (number == 0) {
                retry();
            }
            return number;
        }

        long poll(long other) {
            return number + other;
        }
    }

    @Test
    void theFirstBranchIsPreferred() {
        left.set(1);
        right.set(1);
        orElse(() -> takeLeft(), () -> takeRight());
        assertEquals(1, taken.get());
        assertEquals(0, left.get());
    }

    @Test
    void theSecondIsRunIfTheFirstWantsToWaitAndUndoesIt() {
        left.set(1);
        atomic(() -> orElse(this::takeRight, this::takeLeft));
        assertEquals(1, taken.get());
        assertEquals(0, left.get());
    }

    @Test
    void blocksOfStatementsAreActions() {
        orElse(
                () -> {
                    taken.set(5);
                    check(left.get() > 0);
                },
                () -> {
                    taken.add(7);
                });
        assertEquals(7, taken.get());
    }

    @Test
    void oneBranchMayBeAnExpressionOfEitherKind() {
        orElse(() -> retry(), () -> {
            taken.set(1);
        });
        orElse(() -> taken.incrementAndGet(), () -> {});
        assertEquals(2, taken.get());
    }

    @Test
    void theFormWithAResultIsStillTheOneForResults() {
        long number = orElse(() -> retry(), () -> 1L);
        Long viaBlock = orElse(
                () -> {
                    check(left.get() > 0);
                    return left.get();
                },
                () -> 2L);
        String text = atomic(() -> orElse(() -> left.get() == 0 ? retry() : "first", () -> "second"));
        AtomicCall<Integer, RuntimeException> four = () -> 4;
        int given = orElse(() -> retry(), four);
        assertEquals("1 2 second 4", number + " " + viaBlock + " " + text + " " + given);
        assertThrows(UnsupportedOperationException.class, () -> {
            int never = orElse(
                    () -> {
                        throw new UnsupportedOperationException();
                    },
                    () -> 1);
            assertEquals(0, never);
        });
    }

    @Test
    void referencesToOverloadedMethodsAreNotAmbiguous() {
        Overloaded empty = new Overloaded(0);
        Overloaded full = new Overloaded(3);
        long three = orElse(empty::poll, full::poll);
        assertEquals(3, three);
        assertEquals(7, full.poll(4));
    }

    @Test
    void referencesToMethodsWithoutAResultAreActions() {
        Counter counter = Counter.create();
        AtomicAction<RuntimeException> first = () -> retry();
        orElse(counter::increment, counter::decrement);
        orElse(first, counter::increment);
        assertEquals(2, counter.sum());
    }

    @Test
    void checkedExceptionsAreThrownAsTheyAre() {
        assertThrows(FileNotFoundException.class, this::failInTheSecond);
        assertEquals(0, taken.get());
    }

    private void failInTheSecond() throws IOException {
        orElse(
                () -> {
                    if (left.get() == 0) {
                        retry();
                    }
                    throw new IOException("not reached");
                },
                () -> {
                    taken.set(1);
                    throw new FileNotFoundException("as planned");
                });
    }

    @Test
    void thereMayBeMoreThanTwo() {
        right.set(1);
        orElse(this::takeLeft, this::takeLeft, this::takeRight, () -> taken.add(1_000_000));
        assertEquals(1_000, taken.get());
        orElse(this::takeLeft, this::takeRight, this::takeLeft, () -> taken.add(1_000_000));
        assertEquals(1_001_000, taken.get());
    }

    @Test
    void ifAllWantToWaitTheBlockWaitsForAnyOfThem() {
        LongBox third = LongBox.of(0);
        for (LongBox box : new LongBox[] {left, right, third}) {
            taken.set(0);
            Running waiter = start(() -> orElse(this::takeLeft, this::takeRight, () -> check(third.get() > 0)));
            waiter.awaitParked();
            box.set(1);
            waiter.join();
            assertEquals(box == left ? 1 : box == right ? 1_000 : 0, taken.get());
        }
    }

    @Test
    void nullIsRefused() {
        AtomicAction<RuntimeException> none = null;
        AtomicAction<RuntimeException> some = () -> {};
        assertThrows(NullPointerException.class, () -> orElse(none, some));
        assertThrows(NullPointerException.class, () -> orElse(some, none));
        assertThrows(NullPointerException.class, () -> orElse(some, some, none));
        assertThrows(NullPointerException.class, () -> orElse(some, some, (AtomicAction<RuntimeException>[]) null));
        assertFalse(inAtomic());
        assertTrue(taken.get() == 0);
    }
}
