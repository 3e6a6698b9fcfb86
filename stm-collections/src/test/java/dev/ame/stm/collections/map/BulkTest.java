package dev.ame.stm.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TSet;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each bulk operation of a map is one operation; and what it conflicts with. */
@Timeout(60)
class BulkTest {
    private static final Block<TMap<Integer, Integer>> PUT_VALUE = map -> map.put(1, 7);
    private static final Block<TMap<Integer, Integer>> INSERT = map -> map.put(9, 9);
    private static final Block<TMap<Integer, Integer>> SWAP = map -> {
        map.remove(2);
        return map.put(9, 9);
    };

    private static Overlap<TMap<Integer, Integer>> three() {
        return Overlap.of(() -> TMap.of(1, 1, 2, 2, 3, 3));
    }

    /** Looks at the map, and writes what depends on it. */
    private static Block<TMap<Integer, Integer>> copying(Block<TMap<Integer, Integer>> look) {
        return map -> {
            Object seen = look.runOn(map);
            map.put(100, 100);
            return seen;
        };
    }

    @Test
    void aMappingCountConflictsAsSizeDoes() throws Exception {
        Block<TMap<Integer, Integer>> count = copying(TMap::mappingCount);
        three().commute(count, PUT_VALUE);
        three().commute(count, SWAP);
        three().conflict(count, INSERT);
    }

    @Test
    void whatGoesThroughKeysConflictsWithInsertionsAndRemovals() throws Exception {
        List<Block<TMap<Integer, Integer>>> looks = List.of(
                map -> map.reduceKeysToLong(1, key -> key, 0, Long::sum),
                map -> map.reduceKeys(1, Integer::sum),
                map -> map.searchKeys(1, key -> key > 50 ? key : null),
                map -> {
                    Set<Integer> seen = new HashSet<>();
                    map.forEachKey(1, seen::add);
                    return seen;
                });
        for (Block<TMap<Integer, Integer>> look : looks) {
            three().commute(copying(look), PUT_VALUE);
            three().conflict(copying(look), INSERT);
            three().conflict(copying(look), SWAP);
        }
    }

    @Test
    void whatGoesThroughValuesConflictsWithEveryChange() throws Exception {
        List<Block<TMap<Integer, Integer>>> looks = List.of(
                map -> map.reduceValuesToLong(1, value -> value, 0, Long::sum),
                map -> map.reduceValues(1, Integer::sum),
                map -> map.reduce(1, Integer::sum, Integer::sum),
                map -> map.search(1, (key, value) -> value > 50 ? value : null),
                map -> map.reduceEntriesToInt(1, Map.Entry::getValue, 0, Integer::sum),
                map -> {
                    Set<Integer> seen = new HashSet<>();
                    map.forEach(1, (key, value) -> value, seen::add);
                    return seen;
                });
        for (Block<TMap<Integer, Integer>> look : looks) {
            three().conflict(copying(look), PUT_VALUE);
            three().conflict(copying(look), INSERT);
        }
    }

    @Test
    void keysWithAMappedValueConflictAsPutsDo() throws Exception {
        Block<TMap<Integer, Integer>> add = map -> map.keySet(0).add(5);
        three().commute(add, PUT_VALUE);
        three().commute(add, INSERT);
        three().conflict(add, map -> map.putIfAbsent(5, 6));
    }

    /** A function outside a block sees the map and a box as they are at one moment, which others move together. */
    @Test
    void searchAndReduceAreOneOperationWithWhatTheirFunctionsDo() throws Exception {
        TMap<Integer, Integer> map = TMap.of(1, 1, 2, 2);
        Box<Integer> sum = Box.of(3);
        List<Integer> differences = new ArrayList<>();
        boolean[] interrupted = new boolean[1];
        int difference = map.reduceValuesToInt(
                1,
                value -> {
                    if (!interrupted[0]) {
                        interrupted[0] = true;
                        run(() -> Stm.atomic(() -> {
                            map.put(1, 11);
                            map.put(2, 12);
                            sum.set(23);
                        }));
                    }
                    differences.add(sum.get());
                    return value;
                },
                0,
                Integer::sum);
        assertEquals(differences.get(differences.size() - 1), difference);

        LongBox calls = LongBox.of(0);
        assertThrows(
                ArithmeticException.class,
                () -> map.searchKeys(1, key -> {
                    calls.incrementAndGet();
                    throw new ArithmeticException();
                }),
                "what a function has written is undone with the operation");
        assertEquals(0, calls.get());
        assertNull(map.searchKeys(1, key -> {
            calls.incrementAndGet();
            return null;
        }));
        assertEquals(2, calls.get());
    }

    private static void run(Runnable elsewhere) {
        try {
            Elsewhere.run(() -> {
                elsewhere.run();
                return null;
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void forEachShowsOneMomentAndCallsOncePerElement() {
        TMap<Integer, Integer> map = TMap.of(1, 1, 2, 2, 3, 3);
        List<Integer> shown = new ArrayList<>();
        map.forEachKey(1, key -> {
            run(() -> map.put(10 + key, 0));
            shown.add(key);
        });
        Collections.sort(shown);
        assertEquals(List.of(1, 2, 3), shown);
        assertEquals(6, map.size());
    }

    @Test
    void insideABlockAllRunsOnItsThreadAndSeesItsWrites() {
        TMap<Integer, Integer> map = new TMap<>();
        for (int i = 0; i < 5000; i++) {
            map.put(i, 1);
        }
        Thread here = Thread.currentThread();
        Stm.atomic(() -> {
            map.put(0, 100);
            map.remove(1);
            Set<Thread> threads = new HashSet<>();
            long sum = map.reduceValuesToLong(
                    1,
                    value -> {
                        threads.add(Thread.currentThread());
                        return value;
                    },
                    0,
                    Long::sum);
            map.forEach(1, (key, value) -> threads.add(Thread.currentThread()));
            assertEquals(5098, sum);
            assertEquals(Set.of(here), threads);
        });
    }

    @Test
    void entriesWriteThrough() {
        TMap<Integer, Integer> map = TMap.of(1, 1, 2, 2);
        map.forEachEntry(1, entry -> entry.setValue(entry.getValue() + 10));
        assertEquals(Map.of(1, 11, 2, 12), map);
    }

    @Test
    void functionsMustNotBeNull() {
        TMap<Integer, Integer> map = new TMap<>();
        assertThrows(NullPointerException.class, () -> map.search(1, null));
        assertThrows(NullPointerException.class, () -> map.searchKeys(1, null));
        assertThrows(NullPointerException.class, () -> map.reduceValues(1, null));
        assertThrows(NullPointerException.class, () -> map.reduce(1, Integer::sum, null));
        assertThrows(NullPointerException.class, () -> map.reduceToInt(1, null, 0, Integer::sum));
        assertThrows(NullPointerException.class, () -> map.forEach(1, null));
        assertThrows(NullPointerException.class, () -> map.forEach(1, (key, value) -> 1, null));
        assertThrows(NullPointerException.class, () -> map.forEachEntry(1, null));
    }

    @Test
    void keysCanBeAddedWithAMappedValue() {
        TMap<String, Integer> map = TMap.of("a", 1);
        Set<String> keys = map.keySet(7);
        assertTrue(keys.add("b"));
        assertFalse(keys.add("a"));
        assertTrue(keys.addAll(List.of("a", "c")));
        assertTrue(keys.remove("a"));
        assertEquals(Map.of("b", 7, "c", 7), map);
        assertEquals(Set.of("b", "c"), keys);
        assertThrows(NullPointerException.class, () -> map.keySet(null));
        assertThrows(NullPointerException.class, () -> keys.add(null));
        assertThrows(UnsupportedOperationException.class, () -> map.keySet().add("d"));
    }

    @Test
    void sizesBeyondIntsAreNotCutOff() {
        assertEquals(3L, TMap.of(1, 1, 2, 2, 3, 3).mappingCount());
        TSet<Integer> set = TMap.newKeySet();
        assertTrue(set.add(1) && TMap.<Integer>newKeySet(16).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> TMap.newKeySet(-1));
    }
}
