package dev.ame.stm.atomicity;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation outside a block is atomic by itself. */
@Bounded
class SingleOperationTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 2_000;

    /** One way to add one. */
    record Increment(String name, Runnable operation) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Box<Integer> BOX = Box.of(0);
    private static final LongBox NUMBER = LongBox.of(0);
    private static final Counter COUNTER = Counter.create();

    static List<Increment> increments() {
        return List.of(
                new Increment("Box.update", () -> BOX.update(value -> value + 1)),
                new Increment("Box.getAndUpdate", () -> BOX.getAndUpdate(value -> value + 1)),
                new Increment("Box.updateAndGet", () -> BOX.updateAndGet(value -> value + 1)),
                new Increment("Box.commute", () -> BOX.commute(value -> value + 1)),
                new Increment("Box.compareAndSet", SingleOperationTest::compareAndIncrement),
                new Increment("LongBox.update", () -> NUMBER.update(value -> value + 1)),
                new Increment("LongBox.getAndUpdate", () -> NUMBER.getAndUpdate(value -> value + 1)),
                new Increment("LongBox.updateAndGet", () -> NUMBER.updateAndGet(value -> value + 1)),
                new Increment("LongBox.commute", () -> NUMBER.commute(value -> value + 1)),
                new Increment("LongBox.add", () -> NUMBER.add(1)),
                new Increment("LongBox.incrementAndGet", NUMBER::incrementAndGet),
                new Increment("LongBox.getAndAdd", () -> NUMBER.getAndAdd(1)),
                new Increment("LongBox.compareAndSet", SingleOperationTest::compareAndIncrementNumber),
                new Increment("Counter.increment", COUNTER::increment),
                new Increment("Counter.add", () -> COUNTER.add(1)));
    }

    private static void compareAndIncrement() {
        Integer seen;
        do {
            seen = BOX.get();
        } while (!BOX.compareAndSet(seen, seen + 1));
    }

    private static void compareAndIncrementNumber() {
        long seen;
        do {
            seen = NUMBER.get();
        } while (!NUMBER.compareAndSet(seen, seen + 1));
    }

    private static long sum() {
        return BOX.get() + NUMBER.get() + COUNTER.sum();
    }

    @ParameterizedTest
    @MethodSource("increments")
    void incrementsOfManyThreadsAllCount(Increment increment) {
        long before = sum();
        together(THREADS, index -> {
            for (int i = 0; i < ROUNDS; i++) {
                increment.operation().run();
            }
        });
        assertEquals(before + THREADS * ROUNDS, sum());
    }

    @ParameterizedTest
    @MethodSource("increments")
    void incrementsInAndOutsideBlocksAllCount(Increment increment) {
        long before = sum();
        together(THREADS, index -> {
            for (int i = 0; i < ROUNDS / 4; i++) {
                if (index % 2 == 0) {
                    increment.operation().run();
                } else {
                    atomic(() -> increment.operation().run());
                }
            }
        });
        assertEquals(before + THREADS * ROUNDS / 4, sum());
    }

    @ParameterizedTest
    @MethodSource("increments")
    void aBlockDoesNotOverwriteASingleOperation(Increment increment) {
        long before = sum();
        atomic(() -> {
            Integer boxValue = BOX.get();
            long numberValue = NUMBER.get();
            long counterValue = COUNTER.sum();
            if (attempt() == 1) {
                elsewhere(increment.operation()::run);
            }
            BOX.set(boxValue);
            NUMBER.set(numberValue);
            COUNTER.add(counterValue - COUNTER.sum());
            increment.operation().run();
        });
        assertEquals(before + 2, sum());
    }

    @Test
    void getAndSetHandsEveryValueToExactlyOne() {
        Box<Integer> box = Box.of(-1);
        Set<Integer> taken = ConcurrentHashMap.newKeySet();
        AtomicInteger handedOut = new AtomicInteger();
        together(THREADS, index -> {
            for (int i = 0; i < ROUNDS; i++) {
                Integer previous = box.getAndSet(index * ROUNDS + i);
                assertTrue(taken.add(previous), () -> previous + " was taken twice");
                handedOut.incrementAndGet();
            }
        });
        taken.add(box.get());
        assertEquals(THREADS * ROUNDS + 1, taken.size());
        assertEquals(THREADS * ROUNDS, handedOut.get());
    }

    @Test
    void incrementAndGetNeverGivesANumberTwice() {
        LongBox box = LongBox.of(0);
        Set<Long> numbers = ConcurrentHashMap.newKeySet();
        together(THREADS, index -> {
            for (int i = 0; i < ROUNDS; i++) {
                assertTrue(numbers.add(box.incrementAndGet()));
            }
        });
        assertEquals(THREADS * ROUNDS, numbers.size());
    }

    @Test
    void getAndAddNeverGivesANumberTwice() {
        LongBox box = LongBox.of(0);
        Set<Long> numbers = ConcurrentHashMap.newKeySet();
        together(THREADS, index -> {
            for (int i = 0; i < ROUNDS; i++) {
                assertTrue(numbers.add(box.getAndAdd(2)));
            }
        });
        assertEquals(2L * THREADS * ROUNDS, box.get());
    }

    @Test
    void onlyOneOfManyCompareAndSetsWins() {
        for (int round = 0; round < 50; round++) {
            String free = "free";
            Box<String> box = Box.of(free);
            AtomicInteger winners = new AtomicInteger();
            together(THREADS, index -> {
                if (box.compareAndSet(free, "taken by " + index)) {
                    winners.incrementAndGet();
                }
            });
            assertEquals(1, winners.get());
        }
    }

    @Test
    void aFunctionThatThrowsLeavesTheValueAlone() {
        IllegalArgumentException thrown = new IllegalArgumentException();
        long before = sum();
        assertThrows(
                IllegalArgumentException.class,
                () -> BOX.update(value -> {
                    throw thrown;
                }));
        assertThrows(
                IllegalArgumentException.class,
                () -> BOX.commute(value -> {
                    throw thrown;
                }));
        assertThrows(
                IllegalArgumentException.class,
                () -> NUMBER.updateAndGet(value -> {
                    throw thrown;
                }));
        assertThrows(
                IllegalArgumentException.class,
                () -> NUMBER.getAndUpdate(value -> {
                    throw thrown;
                }));
        assertThrows(
                IllegalArgumentException.class,
                () -> NUMBER.commute(value -> {
                    throw thrown;
                }));
        assertEquals(before, sum());
        elsewhere(() -> {
            BOX.update(value -> value + 1);
            NUMBER.add(1);
        });
        assertEquals(before + 2, sum());
    }

    @Test
    void aFunctionMayReadTheBoxItUpdates() {
        BOX.set(20);
        BOX.update(value -> value + BOX.get() + 2);
        assertEquals(42, BOX.get());
    }

    @Test
    void singleOperationsAreNotBlocks() {
        BOX.set(1);
        assertEquals(0, attempt());
        requireNotAtomic();
        assertThrows(IllegalStateException.class, () -> afterCommit(() -> {}));
    }
}
