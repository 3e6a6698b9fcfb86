package dev.ame.stm.collections.counterparts;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TSet;
import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.collections.TSortedSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Maps and sets can be serialized, as their counterparts can: they come back with what they held, and separate from it. */
class MapSerializationTest {
    private static final Map<Integer, Integer> ENTRIES = Map.of(1, 2, 2, 1, 3, 1);

    static Stream<Object> collections() {
        TSortedMap<Integer, Integer> backwards = new TSortedMap<>(Comparator.<Integer>reverseOrder());
        backwards.putAll(ENTRIES);
        TSortedMap<Integer, Integer> map = new TSortedMap<>(ENTRIES);
        TSortedSet<Integer> set = new TSortedSet<>(Set.of(1, 2, 3));
        return Stream.of(
                new TMap<>(ENTRIES),
                new TMap<>(),
                new TMap<>(ENTRIES).keySet(),
                new TSet<>(Set.of(1, 2, 3)),
                map,
                new TSortedMap<>(),
                backwards,
                map.headMap(2),
                map.subMap(1, false, 3, true).descendingMap(),
                map.keySet(),
                map.snapshot(),
                set,
                set.tailSet(2),
                set.descendingSet());
    }

    @ParameterizedTest
    @MethodSource("collections")
    void comesBack(Object collection) {
        Object copy = copyOf(collection);
        assertNotSame(collection, copy);
        assertEquals(collection.getClass(), copy.getClass());
        assertEquals(collection, copy);
        assertEquals(inOrder(collection), inOrder(copy));
    }

    private static List<Object> inOrder(Object collection) {
        return new ArrayList<>(collection instanceof Map<?, ?> map ? map.entrySet() : (Collection<?>) collection);
    }

    @Test
    void theCopyIsSeparate() {
        TMap<Integer, Integer> map = new TMap<>(ENTRIES);
        TMap<Integer, Integer> copy = copyOf(map);
        copy.put(4, 1);
        map.remove(1);
        assertEquals(4, copy.size());
        assertNull(map.get(4));
    }

    @Test
    void theOrderAndTheRangeComeBack() {
        TSortedMap<Integer, Integer> map = new TSortedMap<>(Comparator.<Integer>reverseOrder());
        map.putAll(ENTRIES);
        NavigableMap<Integer, Integer> part = copyOf(map.headMap(2, true));
        assertEquals(List.of(3, 2), List.copyOf(part.keySet()));
        assertThrows(IllegalArgumentException.class, () -> part.put(1, 1));
    }

    @Test
    void viewsThatAreWrittenTogetherShareTheirElementsAsBefore() {
        TSortedMap<Integer, Integer> map = new TSortedMap<>(ENTRIES);
        List<NavigableMap<Integer, Integer>> copies = copyOf(new ArrayList<>(List.of(map, map.headMap(2, true))));
        copies.get(1).put(0, 0);
        assertEquals(0, copies.get(0).get(0));
    }

    @Test
    void inABlockItsOwnChangesAreWritten() {
        TSet<Integer> set = new TSet<>();
        TSortedSet<Integer> sorted = new TSortedSet<>();
        atomic(() -> {
            set.add(1);
            sorted.add(1);
            assertEquals(Set.of(1), copyOf(set));
            assertEquals(Set.of(1), copyOf(sorted));
        });
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // it is what was written
    private static <T> T copyOf(T original) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
