package dev.ame.stm.collections.serial;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.collections.TArray;
import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.collections.TSet;
import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.collections.TSortedSet;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * References in any direction between collections, their views and their elements are read as they were written, wherever in
 * the cycle one begins, and a collection can be used while its elements are read.
 */
class CyclesTest {

    /** An element that knows what it is in. */
    @SuppressWarnings("serial") // what it is given is
    private static class Element implements Serializable, Comparable<Element> {
        private static final long serialVersionUID = 1;

        final int number;
        final Object owner;

        Element(int number, Object owner) {
            this.number = number;
            this.owner = owner;
        }

        @Override
        public int compareTo(Element other) {
            return Integer.compare(number, other.number);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Element element && element.number == number;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    /** An element that uses what it is in while that is being read. */
    private static final class Curious extends Element {
        private static final long serialVersionUID = 1;

        Curious(int number, Object owner) {
            super(number, owner);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            assertEquals(owner.hashCode(), owner.hashCode());
            if (owner instanceof Collection<?> collection) {
                assertTrue(collection.size() <= 3);
                assertEquals(collection.size(), collection.stream().count());
            } else if (owner instanceof Map<?, ?> map) {
                assertTrue(map.size() <= 3);
                assertEquals(map.size(), map.entrySet().stream().count());
            }
        }
    }

    static Stream<Named<Supplier<Object>>> collections() {
        return Stream.<Supplier<Object>>of(
                        TQueue::new,
                        () -> new TBoundedQueue<>(5, true),
                        () -> new TDeque<>(5),
                        TPriorityQueue::new,
                        TList::new,
                        () -> new TArray<>(3),
                        TSet::new,
                        TSortedSet::new,
                        TMap::new,
                        TSortedMap::new)
                .map(empty -> Named.of(empty.get().getClass().getSimpleName(), empty));
    }

    @SuppressWarnings("unchecked")
    private static void add(Object collection, Element element) {
        if (collection instanceof Collection<?>) {
            ((Collection<Object>) collection).add(element);
        } else if (collection instanceof Map<?, ?>) {
            ((Map<Object, Object>) collection).put(element, element);
        } else {
            ((TArray<Object>) collection).set(element.number, element);
        }
    }

    private static List<Object> elements(Object collection) {
        if (collection instanceof TArray<?> array) {
            return Arrays.asList(array.toArray());
        }
        return new ArrayList<>(collection instanceof Map<?, ?> map ? map.values() : (Collection<?>) collection);
    }

    private static void assertOwned(Object collection) {
        assertEquals(3, elements(collection).size());
        for (Object element : elements(collection)) {
            assertSame(collection, ((Element) element).owner);
        }
    }

    private static Object filled(Supplier<Object> empty) {
        Object collection = empty.get();
        for (int i = 0; i < 3; i++) {
            add(collection, new Element(i, collection));
        }
        return collection;
    }

    @ParameterizedTest
    @MethodSource("collections")
    void elementsKnowWhatTheyAreIn(Supplier<Object> empty) {
        Object original = filled(empty);
        Object copy = Wire.copy(original);
        assertNotSame(original, copy);
        assertSame(original.getClass(), copy.getClass());
        assertOwned(copy);
        add(copy, new Element(0, copy));
    }

    @ParameterizedTest
    @MethodSource("collections")
    void fromAnElement(Supplier<Object> empty) {
        Element first = (Element) elements(filled(empty)).get(0);
        Element copy = Wire.copy(first);
        assertOwned(copy.owner);
        assertSame(copy, elements(copy.owner).get(0));
    }

    @ParameterizedTest
    @MethodSource("collections")
    void insideABlock(Supplier<Object> empty) {
        Object copy = atomic(() -> {
            Object inside = Wire.copy(filled(empty));
            assertOwned(inside);
            return inside;
        });
        assertOwned(copy);
    }

    @ParameterizedTest
    @MethodSource("collections")
    void elementsMayUseWhatTheyAreIn(Supplier<Object> empty) {
        Object original = empty.get();
        for (int i = 0; i < 3; i++) {
            add(original, new Curious(i, original));
        }
        assertOwned(Wire.copy(original));
        Element first = (Element) elements(original).get(0);
        assertOwned(Wire.copy(first).owner);
    }

    @ParameterizedTest
    @MethodSource("collections")
    void severalLevels(Supplier<Object> empty) {
        Object outer = empty.get();
        TList<Object> list = new TList<>();
        Map<String, Object> plain = new HashMap<>();
        TArray<Object> array = new TArray<>(2);
        add(outer, new Element(0, list));
        list.add(plain);
        plain.put("array", array);
        array.set(0, outer);
        array.set(1, array);

        Element element = (Element) elements(Wire.copy(outer)).get(0);
        TList<?> copiedList = (TList<?>) element.owner;
        TArray<?> copiedArray = (TArray<?>) ((Map<?, ?>) copiedList.get(0)).get("array");
        assertSame(element, elements(copiedArray.get(0)).get(0));
        assertSame(copiedArray, copiedArray.get(1));
    }

    /** The element that a sub-list is in; the sub-list itself is written as a list of its own. */
    @Test
    void aPartOfAListIsReadAsAList() {
        TList<Object> list = new TList<>(List.of(1, 2, 3));
        List<Object> part = list.subList(1, 3);
        part.set(0, part);
        List<Object> copy = Wire.copy(part);
        assertSame(copy, copy.get(0));
        assertEquals(3, copy.get(1));
    }

    @Test
    void viewsOfAMapInItsOwnValues() {
        TMap<Object, Object> map = new TMap<>();
        map.put("keys", map.keySet());
        map.put("values", map.values());
        map.put("entries", map.entrySet());
        assertViews(Wire.copy(map));
        assertViews(mapOf(Wire.copy(map.keySet()), Wire.copy(map)));

        Collection<Object> values = Wire.copy(map.values());
        Set<?> keys = (Set<?>) values.stream()
                .filter(value -> value instanceof Set<?> set && set.contains("keys"))
                .findFirst()
                .orElseThrow();
        keys.remove("entries");
        assertEquals(2, values.size());
    }

    private static TMap<Object, Object> mapOf(Set<Object> keys, TMap<Object, Object> map) {
        assertEquals(Set.of("keys", "values", "entries"), keys);
        return map;
    }

    private static void assertViews(TMap<Object, Object> map) {
        Set<?> keys = (Set<?>) map.get("keys");
        keys.remove("entries");
        assertEquals(Set.of("keys", "values"), map.keySet());
        map.put("more", 1);
        assertEquals(3, keys.size());
        assertTrue(((Collection<?>) map.get("values")).contains(1));
    }

    @Test
    void viewsOfASortedMapInItsOwnValues() {
        TSortedMap<Integer, Object> map = new TSortedMap<>();
        map.put(1, map.headMap(3, true));
        map.put(2, map.navigableKeySet());
        map.put(3, map.descendingMap());
        assertSortedViews(Wire.copy(map));

        NavigableMap<Integer, Object> part = Wire.copy(map.headMap(2, true));
        assertEquals(2, part.size());
        @SuppressWarnings("unchecked")
        NavigableSet<Integer> keys = (NavigableSet<Integer>) part.get(2);
        assertEquals(Set.of(1, 2, 3), keys);
        keys.remove(1);
        assertEquals(1, part.size());
    }

    private static void assertSortedViews(TSortedMap<Integer, Object> map) {
        @SuppressWarnings("unchecked")
        NavigableMap<Integer, Object> head = (NavigableMap<Integer, Object>) map.get(1);
        NavigableMap<?, ?> descending = (NavigableMap<?, ?>) map.get(3);
        map.put(4, "four");
        assertEquals(3, head.size());
        assertEquals(4, descending.firstKey());
        head.remove(2);
        assertEquals(3, map.size());
    }

    @Test
    void aSortedSetAndItsParts() {
        TSortedSet<Element> set = new TSortedSet<>();
        set.add(new Element(1, set.headSet(new Element(2, null))));
        set.add(new Element(2, set));
        TSortedSet<Element> copy = Wire.copy(set);
        assertSame(copy, copy.last().owner);
        NavigableSet<?> head = (NavigableSet<?>) copy.first().owner;
        assertSame(copy.first(), head.first());
        copy.pollFirst();
        assertTrue(head.isEmpty());
    }

    @Test
    void aSnapshotAndItsParts() {
        TSortedMap<Integer, List<Object>> map = new TSortedMap<>();
        List<Object> value = new ArrayList<>();
        map.put(1, value);
        NavigableMap<Integer, List<Object>> snapshot = map.snapshot();
        value.add(snapshot);
        value.add(snapshot.tailMap(1, true));
        NavigableMap<Integer, List<Object>> copy = Wire.copy(snapshot);
        assertSame(copy, copy.get(1).get(0));
        assertSame(copy.get(1), ((Map<?, ?>) copy.get(1).get(1)).get(1));
    }

    @Test
    void whatIsWrittenTogetherIsReadAsOne() {
        TMap<Object, Object> map = new TMap<>(Map.of(1, 1));
        List<Object> copies = Wire.copy(new ArrayList<>(List.of(map.keySet(), map, map.values())));
        ((Map<?, ?>) copies.get(1)).clear();
        assertTrue(((Collection<?>) copies.get(0)).isEmpty());
        assertTrue(((Collection<?>) copies.get(2)).isEmpty());
    }
}
