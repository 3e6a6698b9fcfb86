package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a loop's elements come from: each is handled once, whatever the source. */
@Timeout(60)
class AtomicLoopSourceTest {
    private static final List<Integer> ELEMENTS =
            IntStream.range(-20, 80).boxed().toList();

    /** Ends a loop that would not end within a lifetime. */
    private static final class Enough extends Exception {
        private static final long serialVersionUID = 1;
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                source("list", () -> AtomicLoop.over(ELEMENTS), 100),
                source("set", () -> AtomicLoop.over(new HashSet<>(ELEMENTS)), 100),
                source("queue", () -> AtomicLoop.over(new ArrayDeque<>(ELEMENTS)), 100),
                source("bare iterable", () -> AtomicLoop.over((Iterable<Integer>) () -> ELEMENTS.iterator()), -1),
                source("iterator", () -> AtomicLoop.over(ELEMENTS.iterator()), -1),
                source("array", () -> AtomicLoop.over(ELEMENTS.toArray(new Integer[0])), 100),
                source("stream", () -> AtomicLoop.over(ELEMENTS.stream()), -1),
                source("parallel stream", () -> AtomicLoop.over(ELEMENTS.parallelStream()), -1),
                source("range of int", () -> AtomicLoop.range(-20, 80), 100));
    }

    private static Arguments source(String name, Supplier<AtomicLoop<Integer>> loop, long total) {
        return arguments(name, loop, total);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void everyElementIsHandledOnce(String name, Supplier<AtomicLoop<Integer>> loop, long total) {
        Box<Map<Integer, Integer>> seen = Box.of(Map.of());
        AtomicLong toldTotal = new AtomicLong(-2);

        LoopReport report = loop.get()
                .parallelism(3)
                .onProgress(progress -> toldTotal.set(progress.total()))
                .forEach(element -> seen.update(map -> {
                    Map<Integer, Integer> next = new HashMap<>(map);
                    next.merge(element, 1, Integer::sum);
                    return Map.copyOf(next);
                }));

        Map<Integer, Integer> expected = new HashMap<>();
        ELEMENTS.forEach(element -> expected.put(element, 1));
        assertEquals(expected, seen.get());
        assertEquals(100, report.iterations());
        assertEquals(total, toldTotal.get());
    }

    @Test
    void aMapIsItsEntries() {
        Map<String, Integer> prices = Map.of("apple", 3, "pear", 5, "plum", 7);
        LongBox sum = LongBox.of(0);
        Box<Set<String>> names = Box.of(Set.of());

        AtomicLoop.over(prices).parallelism(2).forEach(entry -> {
            sum.add(entry.getValue());
            names.update(before -> {
                Set<String> after = new HashSet<>(before);
                after.add(entry.getKey());
                return Set.copyOf(after);
            });
        });

        assertEquals(15, sum.get());
        assertEquals(prices.keySet(), names.get());
    }

    @Test
    void anElementMayBeNull() {
        LongBox nulls = LongBox.of(0);
        LongBox others = LongBox.of(0);

        LoopReport report = AtomicLoop.over(Arrays.asList("a", null, "b", null, null))
                .parallelism(2)
                .forEach(element -> (element == null ? nulls : others).increment());

        assertEquals(3, nulls.get());
        assertEquals(2, others.get());
        assertEquals(5, report.iterations());
    }

    @Test
    void aRangeOfIntsIsHalfOpen() {
        assertRange(0, 0, 0);
        assertRange(5, 5, 0);
        assertRange(5, 1, 0);
        assertRange(Integer.MAX_VALUE, Integer.MIN_VALUE, 0);
        assertRange(-2, 3, 5);
        assertRange(Integer.MAX_VALUE - 3, Integer.MAX_VALUE, 3);
        assertRange(Integer.MIN_VALUE, Integer.MIN_VALUE + 2, 2);
    }

    private static void assertRange(int from, int to, int size) {
        LongBox sum = LongBox.of(0);

        LoopReport report = AtomicLoop.range(from, to).parallelism(2).forEach(sum::add);

        long expected = 0;
        for (int i = from; i < to; i++) {
            expected += i;
        }
        assertEquals(size, report.iterations());
        assertEquals(expected, sum.get());
    }

    @Test
    void aRangeOfLongsIsHalfOpen() {
        assertLongRange(0, 0, 0);
        assertLongRange(9, -9, 0);
        assertLongRange(Long.MAX_VALUE, Long.MIN_VALUE, 0);
        assertLongRange(-3, 4, 7);
        assertLongRange(Long.MAX_VALUE - 3, Long.MAX_VALUE, 3);
        assertLongRange(Long.MIN_VALUE, Long.MIN_VALUE + 2, 2);
    }

    private static void assertLongRange(long from, long to, int size) {
        LongBox sum = LongBox.of(0);

        LoopReport report = AtomicLoop.range(from, to).parallelism(2).forEach(sum::add);

        long expected = 0;
        for (long i = from; i < to; i++) {
            expected += i;
        }
        assertEquals(size, report.iterations());
        assertEquals(expected, sum.get());
    }

    @Test
    void aHugeRangeOfLongsStartsAtOnce() {
        assertStartsAtOnce(AtomicLoop.range(Long.MIN_VALUE, Long.MAX_VALUE), Long.MIN_VALUE, -1);
        assertStartsAtOnce(AtomicLoop.range(0L, Long.MAX_VALUE), 0, Long.MAX_VALUE);
        assertStartsAtOnce(AtomicLoop.range(Long.MIN_VALUE, 0), Long.MIN_VALUE, -1);
        assertStartsAtOnce(AtomicLoop.range(Long.MIN_VALUE + 1, 0), Long.MIN_VALUE + 1, Long.MAX_VALUE);
    }

    @Test
    void aHugeRangeOfIntsStartsAtOnce() {
        assertStartsAtOnce(AtomicLoop.range(Integer.MIN_VALUE, Integer.MAX_VALUE), Integer.MIN_VALUE, (1L << 32) - 1);
    }

    /** Runs until the first progress is told. */
    private static void assertStartsAtOnce(AtomicLoop<? extends Number> loop, long first, long total) {
        AtomicLong told = new AtomicLong(-2);
        AtomicLong seen = new AtomicLong(first + 1);
        AtomicLoop<? extends Number> observed = loop.parallelism(1).onProgress(progress -> told.set(progress.total()));

        assertThrows(
                Enough.class,
                () -> observed.forEach(i -> {
                    seen.accumulateAndGet(i.longValue(), Math::min);
                    if (told.get() != -2) {
                        throw new Enough();
                    }
                }));

        assertEquals(total, told.get());
        assertEquals(first, seen.get());
    }

    @Test
    void aLoopOverACollectionCanBeRunAgain() {
        LongBox sum = LongBox.of(0);
        AtomicLoop<Integer> loop = AtomicLoop.over(List.of(1, 2, 3)).parallelism(2);

        loop.forEach(sum::add);
        loop.forEach(sum::add);

        assertEquals(12, sum.get());
    }

    @Test
    void anInfiniteSourceEndsWithAFailure() {
        LongBox handled = LongBox.of(0);

        assertThrows(
                Enough.class,
                () -> AtomicLoop.over(Stream.iterate(0, i -> i + 1))
                        .parallelism(3)
                        .chunk(1) // so that each of the others has one at most
                        .forEach(i -> {
                            handled.increment();
                            if (i == 1000) {
                                throw new Enough();
                            }
                        }));

        assertTrue(handled.get() >= 998, () -> "elements before the failing one were dropped: " + handled.get());
    }

    @Test
    void aSourceThatFailsEndsTheLoop() {
        IllegalStateException dry = new IllegalStateException("dry");
        LongBox sum = LongBox.of(0);
        Iterator<Integer> failing = new Iterator<>() {
            private int next = 1;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next > 4) {
                    throw dry;
                }
                return next++;
            }
        };

        assertSame(
                dry,
                assertThrows(
                        IllegalStateException.class,
                        () -> AtomicLoop.over(failing).parallelism(3).forEach(sum::add)));

        assertEquals(10, sum.get());
    }

    @Test
    void theSourceIsAskedByOneThreadAtATimeOutsideAnyBlock() {
        AtomicBoolean inUse = new AtomicBoolean();
        Iterator<Integer> guarded = new Iterator<>() {
            private int next; // not volatile: a loop must publish it from thread to thread

            @Override
            public boolean hasNext() {
                enter();
                boolean more = next < 500;
                inUse.set(false);
                return more;
            }

            @Override
            public Integer next() {
                enter();
                int result = next++;
                inUse.set(false);
                return result;
            }

            private void enter() {
                assertTrue(inUse.compareAndSet(false, true), "two threads at once");
                assertFalse(Stm.inAtomic(), "in a block");
            }
        };
        LongBox sum = LongBox.of(0);

        AtomicLoop.over(guarded).parallelism(4).forEach(sum::add);

        assertEquals(500 * 499 / 2, sum.get());
    }
}
