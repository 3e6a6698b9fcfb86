package dev.ame.stm.collections;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A null, or a capacity that cannot be, is refused by its name: an element is not called a key. */
class NullMessagesTest {
    private static final List<Integer> NULL = Arrays.asList((Integer) null);

    private static void assertRefused(String name, Executable... operations) {
        for (Executable operation : operations) {
            assertEquals(
                    name, assertThrows(NullPointerException.class, operation).getMessage());
            atomic(() -> assertEquals(
                    name, assertThrows(NullPointerException.class, operation).getMessage()));
        }
    }

    static Stream<Set<Integer>> sets() {
        TSortedSet<Integer> sorted = new TSortedSet<>(List.of(1));
        return Stream.of(new TSet<>(List.of(1)), sorted, sorted.headSet(5), sorted.descendingSet());
    }

    @ParameterizedTest
    @MethodSource("sets")
    void elementsOfSets(Set<Integer> set) {
        assertRefused(
                "element",
                () -> set.add(null),
                () -> set.contains(null),
                () -> set.remove(null),
                () -> set.addAll(NULL),
                () -> set.removeAll(NULL));
        if (set instanceof NavigableSet<Integer> sorted) {
            assertRefused(
                    "element",
                    () -> sorted.floor(null),
                    () -> sorted.higher(null),
                    () -> sorted.headSet(null),
                    () -> sorted.tailSet(null, true),
                    () -> sorted.subSet(null, 1));
        }
    }

    @Test
    void elementsOfNewSets() {
        assertRefused("element", () -> new TSet<>(NULL), () -> new TSortedSet<>(NULL), () -> new TBag<>(NULL));
    }

    @Test
    void elementsOutOfRange() {
        NavigableSet<Integer> set = new TSortedSet<>(List.of(1)).headSet(5, true);
        assertEquals(
                "element out of range",
                assertThrows(IllegalArgumentException.class, () -> set.add(7)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> set.tailSet(7, true));
        assertEquals(
                "a snapshot cannot be changed",
                assertThrows(
                                UnsupportedOperationException.class,
                                () -> new TSortedSet<>(List.of(1)).snapshot().add(2))
                        .getMessage());
    }

    static Stream<ConcurrentMap<Integer, Integer>> maps() {
        return Stream.of(new TMap<>(Map.of(1, 1)), new TSortedMap<>(Map.of(1, 1)));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void keysAndValuesOfMaps(ConcurrentMap<Integer, Integer> map) {
        assertRefused(
                "key",
                () -> map.get(null),
                () -> map.put(null, 1),
                () -> map.containsKey(null),
                () -> map.remove(null),
                () -> map.remove(null, 1),
                () -> map.replace(null, 1),
                () -> map.replace(null, 1, 1),
                () -> map.putIfAbsent(null, 1),
                () -> map.getOrDefault(null, 1),
                () -> map.compute(null, (k, v) -> v),
                () -> map.computeIfAbsent(null, k -> k),
                () -> map.computeIfPresent(null, (k, v) -> v),
                () -> map.merge(null, 1, Integer::sum),
                () -> map.keySet().remove(null),
                () -> map.keySet().contains(null));
        assertRefused("value", () -> map.put(1, null), () -> map.replace(1, null), () -> map.putIfAbsent(1, null));
        assertRefused("value", () -> map.merge(1, null, Integer::sum), () -> map.containsValue(null));
        assertRefused("oldValue", () -> map.replace(1, null, 1));
        assertRefused("newValue", () -> map.replace(1, 1, null));
    }

    static Stream<Collection<Integer>> queues() {
        return Stream.of(new TQueue<>(), new TBoundedQueue<>(3), new TDeque<>(), new TPriorityQueue<>());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void elementsOfQueues(Collection<Integer> queue) {
        assertRefused("element", () -> queue.add(null), () -> queue.addAll(NULL));
    }

    /** As their counterparts. */
    @Test
    void capacities() {
        assertThrows(IllegalArgumentException.class, () -> new TMap<>(-1));
        assertThrows(IllegalArgumentException.class, () -> new TMap<>(-1, 0.5f));
        assertThrows(IllegalArgumentException.class, () -> new TMap<>(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new TMap<>(1, Float.NaN));
        assertThrows(IllegalArgumentException.class, () -> new TMap<>(1, 0.5f, 0));
        assertThrows(IllegalArgumentException.class, () -> new TMap<>(-1, 0.5f, 1));
        assertThrows(IllegalArgumentException.class, () -> new ConcurrentHashMap<>(1, Float.NaN));
        assertThrows(IllegalArgumentException.class, () -> new TSet<>(-1));
        TMap<Integer, Integer> map = new TMap<>(100, 0.5f, 2);
        assertTrue(map.isEmpty());
        map.put(1, 1);
        assertEquals(Map.of(1, 1), map);
        assertTrue(new TMap<>(0, 7f).isEmpty());
        assertTrue(new TSet<>(0).add(1));
    }
}
