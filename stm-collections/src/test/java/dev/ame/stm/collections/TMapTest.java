package dev.ame.stm.collections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread and one map: construction, views, nulls, text. */
@Timeout(60)
class TMapTest {

    @Test
    void aCopyIsIndependentOfItsSource() {
        Map<String, Integer> source = new HashMap<>(Map.of("a", 1, "b", 2));

        TMap<String, Integer> copy = new TMap<>(source);
        source.put("c", 3);
        copy.remove("a");

        assertEquals(Map.of("b", 2), copy);
        assertEquals(Map.of("a", 1, "b", 2, "c", 3), source);
        assertEquals(copy, new TMap<>(copy));
    }

    @Test
    void aCopyMadeInABlockIsPartOfIt() {
        TMap<String, Integer> source = new TMap<>(Map.of("a", 1));

        TMap<String, Integer> copy = Stm.atomic(() -> {
            source.put("b", 2);
            return new TMap<>(source);
        });

        assertEquals(Map.of("a", 1, "b", 2), copy);
        assertEquals(2, copy.size());
    }

    @Test
    void aCopyOfAMapWithNullsIsRefused() {
        Map<String, Integer> source = new HashMap<>();
        source.put("a", null);

        assertThrows(NullPointerException.class, () -> new TMap<>(source));
        assertThrows(NullPointerException.class, () -> new TMap<String, Integer>(null));
    }

    @Test
    void theTextIsThatOfTheCounterpart() {
        TMap<String, Integer> prices = TMap.named("prices");
        assertEquals("{}", prices.toString());
        prices.put("apple", 3);
        assertEquals("{apple=3}", prices.toString());
        assertEquals("{apple=3}", Stm.atomic(prices::toString));
        assertThrows(NullPointerException.class, () -> TMap.named(null));
    }

    @Test
    void aNameMakesNoDifferenceToEquals() {
        TMap<String, Integer> named = TMap.named("n");
        named.put("a", 1);

        assertEquals(new TMap<>(Map.of("a", 1)), named);
        assertEquals(Map.of("a", 1).hashCode(), named.hashCode());
    }

    @Test
    void nullsAreRefusedAsConcurrentHashMapDoes() {
        TMap<String, Integer> map = new TMap<>(Map.of("a", 1));
        List<Runnable> refused = List.of(
                () -> map.get(null),
                () -> assertFalse(map.containsKey(null)),
                () -> map.getOrDefault(null, 1),
                () -> map.put(null, 1),
                () -> map.put("a", null),
                () -> map.putIfAbsent(null, 1),
                () -> map.putIfAbsent("a", null),
                () -> map.remove(null),
                () -> map.remove(null, 1),
                () -> map.replace(null, 1),
                () -> map.replace("a", null),
                () -> map.replace(null, 1, 2),
                () -> map.replace("a", null, 2),
                () -> map.replace("a", 1, null),
                () -> map.merge(null, 1, Integer::sum),
                () -> map.merge("a", null, Integer::sum),
                () -> map.merge("a", 1, null),
                () -> map.compute(null, (k, v) -> 1),
                () -> map.compute("a", null),
                () -> map.computeIfAbsent(null, k -> 1),
                () -> map.computeIfAbsent("a", null),
                () -> map.computeIfPresent(null, (k, v) -> 1),
                () -> map.computeIfPresent("a", null),
                () -> map.replaceAll((k, v) -> null),
                () -> map.forEach(null),
                () -> map.putAll(null));
        for (int i = 0; i < refused.size(); i++) {
            Runnable call = refused.get(i);
            assertThrows(NullPointerException.class, call::run, "call " + i);
            assertThrows(NullPointerException.class, () -> Stm.atomic(call::run), "call " + i + " in a block");
        }
        assertFalse(map.remove("a", null));
        assertEquals(Map.of("a", 1), map);
    }

    @Test
    void removingFromAViewRemovesFromTheMap() {
        TMap<Integer, String> map = new TMap<>(Map.of(1, "one", 2, "two", 3, "three", 4, "four", 5, "five"));

        assertTrue(map.keySet().remove(1));
        assertFalse(map.keySet().remove(1));
        assertTrue(map.values().remove("two"));
        assertTrue(map.entrySet().remove(Map.entry(3, "three")));
        assertFalse(map.entrySet().remove(Map.entry(4, "five")));
        assertEquals(Map.of(4, "four", 5, "five"), map);
        assertTrue(Stm.atomic(() -> map.keySet().removeIf(key -> key == 4)));
        assertEquals(Set.of(5), map.keySet());
        map.entrySet().clear();
        assertTrue(map.isEmpty());
        assertEquals(0, map.size());
    }

    @Test
    void ofTheViewsOnlyTheEntriesTakeNewElements() {
        TMap<Integer, String> map = new TMap<>();
        assertThrows(UnsupportedOperationException.class, () -> map.keySet().add(1));
        assertThrows(UnsupportedOperationException.class, () -> map.values().add("one"));
        assertTrue(map.entrySet().add(Map.entry(1, "one")));
        assertFalse(map.entrySet().add(Map.entry(1, "two")), "the key was there");
        assertTrue(map.entrySet().addAll(List.of(Map.entry(1, "three"), Map.entry(2, "two"))));
        assertEquals(Map.of(1, "three", 2, "two"), map);
    }

    @Test
    void viewsShowLaterChangesIteratorsDoNot() {
        TMap<Integer, String> map = new TMap<>(Map.of(1, "one"));
        Set<Integer> keys = map.keySet();
        Iterator<Integer> before = keys.iterator();
        map.put(2, "two");

        assertEquals(Set.of(1, 2), keys);
        assertEquals(1, before.next());
        assertFalse(before.hasNext());
        assertThrows(NoSuchElementException.class, before::next);
    }

    @Test
    void inABlockASpliteratorFollowsTheBlocksOwnChanges() {
        TMap<Integer, Integer> map = new TMap<>(Map.of(1, 1, 2, 2, 3, 3));
        Stm.atomic(() -> {
            Spliterator<Integer> keys = map.keySet().spliterator();
            List<Integer> seen = new ArrayList<>();
            assertTrue(keys.tryAdvance(seen::add));
            assertNull(keys.trySplit(), "other threads would not see what the block sees");
            map.keySet().removeIf(key -> !seen.contains(key));
            assertFalse(keys.tryAdvance(seen::add));
            assertThrows(NullPointerException.class, () -> keys.tryAdvance(null));
            map.put(4, 4);
            assertEquals(
                    List.of(4),
                    map.values().parallelStream()
                            .filter(map::containsKey)
                            .filter(v -> v > 3)
                            .toList());
        });
    }

    @Test
    void anIteratorRemovesOnceForEachElement() {
        TMap<Integer, String> map = new TMap<>(Map.of(1, "one", 2, "two"));
        Iterator<Map.Entry<Integer, String>> iterator = map.entrySet().iterator();

        assertThrows(IllegalStateException.class, iterator::remove);
        int first = iterator.next().getKey();
        iterator.remove();
        assertThrows(IllegalStateException.class, iterator::remove);

        assertNull(map.get(first));
        assertEquals(1, map.size());
        iterator.next();
        iterator.remove();
        assertEquals(Map.of(), map);
    }

    @Test
    void aBlockSeesItsOwnWritesAndARollbackUndoesThem() {
        TMap<String, Integer> map = new TMap<>(Map.of("kept", 1, "removed", 2));

        assertThrows(
                IllegalStateException.class,
                () -> Stm.atomic(() -> {
                    map.put("new", 3);
                    map.remove("removed");
                    map.merge("kept", 10, Integer::sum);
                    assertEquals(Map.of("kept", 11, "new", 3), map);
                    assertEquals(2, map.size());
                    assertEquals(2, map.keySet().size());
                    map.clear();
                    assertTrue(map.isEmpty());
                    throw new IllegalStateException();
                }));

        assertEquals(Map.of("kept", 1, "removed", 2), map);
        assertEquals(2, map.size());
    }

    @Test
    void keysWithOneHashCodeAreToldApart() {
        TMap<String, Integer> map = new TMap<>();
        List<String> colliding = Arrays.asList("AaAa", "BBBB", "AaBB", "BBAa");
        colliding.forEach(key -> map.put(key, colliding.indexOf(key)));

        assertEquals(4, map.size());
        colliding.forEach(key -> assertEquals(colliding.indexOf(key), map.get(key)));
    }

    @Test
    void keysOfAnotherTypeAreSimplyAbsent() {
        ConcurrentMap<String, Integer> map = new TMap<>(Map.of("a", 1));

        assertNull(map.get((Object) 1));
        assertFalse(Stm.atomic(() -> map.containsKey((Object) 1)));
        assertNull(map.remove((Object) 1));
        assertEquals(Set.of("a"), map.keySet());
    }
}
