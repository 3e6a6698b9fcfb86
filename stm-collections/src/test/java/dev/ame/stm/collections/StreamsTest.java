package dev.ame.stm.collections;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams and spliterators of all collections: they stay in a block, split outside, and say of themselves what is so. */
class StreamsTest {
    private static final int SIZE = 5000;
    private static final List<Integer> ELEMENTS =
            IntStream.range(0, SIZE).boxed().toList();

    /** Named, so that a failure says which it is. */
    private record Named(String name, Collection<Integer> elements) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static <K> Map<K, K> mapOf(Collection<K> keys) {
        return keys.stream().collect(Collectors.toMap(Function.identity(), Function.identity()));
    }

    static Stream<Named> collections() {
        TMap<Integer, Integer> map = new TMap<>(mapOf(ELEMENTS));
        TSortedMap<Integer, Integer> sorted = new TSortedMap<>(mapOf(ELEMENTS));
        TBroadcast<Integer> broadcast = new TBroadcast<>();
        Collection<Integer> subscription = broadcast.subscribe();
        ELEMENTS.forEach(broadcast::publish);
        TPriorityQueue<Integer> ranked = new TPriorityQueue<>(ELEMENTS);
        return Stream.of(
                new Named("TQueue", new TQueue<>(ELEMENTS)),
                new Named("TBoundedQueue", new TBoundedQueue<>(SIZE, false, ELEMENTS)),
                new Named("TDeque", new TDeque<>(ELEMENTS)),
                new Named("TPriorityQueue", ranked),
                new Named("subscription", subscription),
                new Named("TList", new TList<>(ELEMENTS)),
                new Named("subList", new TList<>(ELEMENTS).subList(0, SIZE)),
                new Named("TSet", new TSet<>(ELEMENTS)),
                new Named("keySet", map.keySet()),
                new Named("values", map.values()),
                new Named("snapshot keySet", map.snapshot().keySet()),
                new Named("snapshot values", map.snapshot().values()),
                new Named("TSortedSet", new TSortedSet<>(ELEMENTS)),
                new Named("descendingSet", new TSortedSet<>(ELEMENTS).descendingSet()),
                new Named("headMap values", sorted.headMap(SIZE).values()),
                new Named("sorted keySet", sorted.keySet()),
                new Named("sorted snapshot", sorted.snapshot().values()),
                new Named("sorted set snapshot", new TSortedSet<>(ELEMENTS).snapshot()));
    }

    private static Set<Thread> threadsOf(Stream<?> stream) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        stream.forEach(element -> {
            threads.add(Thread.currentThread());
            assertTrue(Stm.inAtomic());
        });
        return threads;
    }

    @ParameterizedTest
    @MethodSource("collections")
    void insideABlockTheyStayOnItsThread(Named named) {
        Collection<Integer> elements = named.elements;
        Stream<Integer> made = elements.parallelStream();
        Spliterator<Integer> split = elements.spliterator();
        LongBox sum = LongBox.of(0);
        atomic(() -> {
            Set<Thread> own = Set.of(Thread.currentThread());
            assertEquals(own, threadsOf(elements.parallelStream()));
            assertEquals(own, threadsOf(elements.stream().parallel()));
            assertEquals(own, threadsOf(StreamSupport.stream(elements.spliterator(), true)));
            assertEquals(own, threadsOf(made));
            assertNull(split.trySplit());
            elements.parallelStream().forEach(sum::add);
            long again =
                    elements.parallelStream().mapToLong(i -> i + outsideOf(own)).sum();
            assertEquals(sum.get(), again);
            assertEquals(
                    own,
                    threadsOf(elements.stream()
                            .parallel()
                            .sorted(Comparator.reverseOrder())
                            .map(i -> i)));
            assertEquals(own, threadsOf(elements.parallelStream().distinct().skip(1)));
        });
        assertEquals((SIZE - 1L) * SIZE / 2, sum.get());
    }

    private static int outsideOf(Set<Thread> own) {
        assertTrue(own.contains(Thread.currentThread()));
        return 0;
    }

    @Test
    void soDoEntries() {
        TMap<Integer, Integer> map = new TMap<>(mapOf(ELEMENTS));
        TSortedMap<Integer, Integer> sorted = new TSortedMap<>(mapOf(ELEMENTS));
        List<Collection<? extends Map.Entry<Integer, Integer>>> all = List.of(
                map.entrySet(),
                map.snapshot().entrySet(),
                sorted.entrySet(),
                sorted.snapshot().entrySet(),
                sorted.descendingMap().entrySet());
        for (Collection<? extends Map.Entry<Integer, Integer>> entries : all) {
            atomic(() -> {
                assertEquals(Set.of(Thread.currentThread()), threadsOf(entries.parallelStream()));
                assertEquals(
                        Set.of(Thread.currentThread()),
                        threadsOf(entries.stream().parallel()));
            });
            assertNotNull(entries.spliterator().trySplit());
        }
    }

    @Test
    void soDoArrays() {
        TArray<Integer> array = new TArray<>(ELEMENTS);
        TLongArray numbers = new TLongArray(LongStream.range(0, SIZE).toArray());
        Stream<Integer> made = array.stream().parallel();
        LongStream madeOfNumbers = numbers.stream().parallel();
        atomic(() -> {
            Set<Thread> own = Set.of(Thread.currentThread());
            assertEquals(own, threadsOf(array.stream().parallel()));
            assertEquals(own, threadsOf(array.stream().parallel().sorted().filter(Objects::nonNull)));
            assertEquals(own, threadsOf(made));
            assertEquals(own, threadsOf(numbers.stream().parallel().boxed()));
            assertEquals(own, threadsOf(numbers.stream().sorted().parallel().mapToObj(i -> i)));
            assertEquals(own, threadsOf(madeOfNumbers.boxed()));
        });
        assertNotNull(array.stream().spliterator().trySplit());
        assertNotNull(numbers.stream().spliterator().trySplit());
        assertEquals(SIZE, array.stream().parallel().count());
        assertEquals((SIZE - 1L) * SIZE / 2, numbers.stream().parallel().sum());
    }

    /** What a stream throws, and what it is given, is as of any stream. */
    @Test
    void insideABlockTheyAreLikeAnyStream() {
        TList<Integer> list = new TList<>(List.of(3, 1, 2));
        atomic(() -> {
            assertEquals(List.of(1, 2, 3), list.stream().parallel().sorted().toList());
            assertEquals(6, list.parallelStream().mapToInt(i -> i).sum());
            assertThrows(NullPointerException.class, () -> list.stream().map(null));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> list.parallelStream().forEach(element -> {
                        throw new IllegalArgumentException();
                    }));
            Stream<Integer> stream = list.stream();
            assertFalse(stream.parallel().isParallel());
            assertEquals(3, Stream.concat(stream, Stream.<Integer>empty()).count());
            assertThrows(IllegalStateException.class, stream::count);
        });
    }

    @ParameterizedTest
    @MethodSource("collections")
    void outsideABlockTheySplit(Named named) {
        Spliterator<Integer> second = named.elements.spliterator();
        Spliterator<Integer> first = second.trySplit();
        assertNotNull(first);
        Set<Integer> both = new HashSet<>();
        first.forEachRemaining(both::add);
        assertTrue(both.size() > SIZE / 4 && both.size() < SIZE);
        second.forEachRemaining(both::add);
        assertEquals(Set.copyOf(ELEMENTS), both);
        assertTrue(named.elements.parallelStream().isParallel());
        assertFalse(named.elements.stream().isParallel());
        assertEquals(SIZE, named.elements.parallelStream().count());
    }

    @ParameterizedTest
    @MethodSource("collections")
    void characteristicsFitTogether(Named named) {
        assertFitTogether(named.elements.spliterator(), false);
        assertFitTogether(Objects.requireNonNull(split(named.elements)), false);
        atomic(() -> assertFitTogether(named.elements.spliterator(), true));
    }

    private static Spliterator<Integer> split(Collection<Integer> elements) {
        return elements.spliterator().trySplit();
    }

    private static void assertFitTogether(Spliterator<Integer> elements, boolean live) {
        boolean concurrent = elements.hasCharacteristics(Spliterator.CONCURRENT);
        boolean immutable = elements.hasCharacteristics(Spliterator.IMMUTABLE);
        boolean sized = elements.hasCharacteristics(Spliterator.SIZED);
        assertFalse(concurrent && sized);
        assertFalse(concurrent && immutable);
        assertTrue(sized || !elements.hasCharacteristics(Spliterator.SUBSIZED));
        if (elements.hasCharacteristics(Spliterator.SORTED)) {
            assertTrue(elements.hasCharacteristics(Spliterator.ORDERED));
            Comparator<? super Integer> order = elements.getComparator();
            assertTrue(order == null || order.compare(1, 2) > 0);
        } else {
            assertThrows(IllegalStateException.class, elements::getComparator);
        }
        long size = elements.estimateSize();
        int[] count = new int[1];
        elements.forEachRemaining(element -> count[0]++);
        assertTrue(!sized || count[0] == size);
        assertTrue(live || count[0] == size || !sized);
    }

    @ParameterizedTest
    @MethodSource("collections")
    void queuesMayBeChangedWhileTheirElementsAreShown(Named named) {
        if (named.elements instanceof java.util.Queue) {
            Spliterator<Integer> elements = named.elements.spliterator();
            boolean sized = elements.hasCharacteristics(Spliterator.SIZED);
            assertNotEquals(sized, elements.hasCharacteristics(Spliterator.CONCURRENT));
            assertTrue(elements.hasCharacteristics(Spliterator.NONNULL));
        }
    }
}
