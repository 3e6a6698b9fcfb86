package dev.ame.stm.collections.sorted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.collections.TSortedSet;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Iterators, spliterators, snapshots and copies. */
@Timeout(60)
class SortedIterationTest {
    private final TSortedMap<Integer, Integer> map = new TSortedMap<>();

    SortedIterationTest() {
        IntStream.range(0, 100).forEach(i -> map.put(i, i));
    }

    @Test
    void outsideABlockAnIteratorShowsTheMomentItWasMade() {
        Iterator<Integer> keys = map.keySet().iterator();
        map.remove(50);
        map.put(1000, 1);
        int count = 0;
        while (keys.hasNext()) {
            assertEquals(count++, keys.next());
        }
        assertEquals(100, count);
        keys.remove();
        assertFalse(map.containsKey(99));
        assertThrows(IllegalStateException.class, keys::remove);
        assertThrows(NoSuchElementException.class, keys::next);
    }

    @Test
    void inABlockAnIteratorFollowsTheBlocksOwnChanges() {
        Stm.atomic(() -> {
            List<Integer> seen = new ArrayList<>();
            for (Integer key : map.tailMap(90).keySet()) {
                seen.add(key);
                if (key == 91) {
                    map.remove(92);
                    map.remove(94);
                    map.put(200, 1);
                }
                if (key < 97) {
                    map.put(key, -1);
                }
            }
            assertEquals(List.of(90, 91, 93, 95, 96, 97, 98, 99, 200), seen);
        });
        assertEquals(99, map.size());
    }

    @Test
    void whatHasNextHasPromisedNextGives() {
        Stm.atomic(() -> {
            Iterator<Integer> last = map.tailMap(99).values().iterator();
            assertTrue(last.hasNext());
            map.remove(99);
            assertTrue(last.hasNext());
            assertEquals(99, last.next());
            assertFalse(last.hasNext());
            assertThrows(NoSuchElementException.class, last::next);
        });
    }

    @Test
    void aBlockCanEmptyTheMapWhileItIterates() {
        Stm.atomic(() -> {
            Iterator<Map.Entry<Integer, Integer>> entries =
                    map.descendingMap().entrySet().iterator();
            while (entries.hasNext()) {
                entries.next();
                entries.remove();
            }
            assertTrue(map.isEmpty());
        });
        assertEquals(0, map.size());
    }

    @Test
    void aReadOnlyBlockIteratesOverOneMoment() throws Exception {
        AtomicBlock.named("reader").readOnly().run(() -> {
            int count = 0;
            for (Integer value : map.values()) {
                if (count++ == 10) {
                    Elsewhere.run(() -> map.remove(50));
                    Elsewhere.run(() -> map.put(1000, 1));
                }
                assertTrue(value < 1000);
            }
            assertEquals(100, count);
        });
        assertFalse(map.containsKey(50));
    }

    @Test
    void manyIteratorsOfABlockAreRememberedAsOneRange() throws Exception {
        List<Integer> attempts = new ArrayList<>();
        Stm.atomic(() -> {
            attempts.add(Stm.attempt());
            if (Stm.attempt() == 1) {
                lookOften();
                Elsewhere.run(() -> map.put(1000, 1));
                assertEquals(100, map.headMap(1000).size());
                Elsewhere.run(() -> map.remove(45));
            }
            map.put(1001, 1);
        });
        assertEquals(List.of(1, 2), attempts);
    }

    private void lookOften() {
        Iterator<Integer> slow = map.keySet().iterator();
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, map.keySet().iterator().next());
            assertEquals(i % 100, map.ceilingKey(i % 100));
            if (i % 20 == 0) {
                assertEquals(i / 20, slow.next());
            }
        }
    }

    @Test
    void snapshotsAndCopiesStayAsTheyAre() {
        NavigableMap<Integer, Integer> snapshot = map.snapshot();
        TSortedMap<Integer, Integer> copy = map.clone();
        map.clear();
        assertEquals(100, snapshot.size());
        assertEquals(100, copy.size());
        assertEquals(5, snapshot.headMap(5).size());
        copy.remove(5);
        assertEquals(5, snapshot.get(5));
        assertThrows(UnsupportedOperationException.class, () -> snapshot.put(1, 1));
        assertThrows(
                UnsupportedOperationException.class, () -> snapshot.keySet().remove(1));
        assertThrows(UnsupportedOperationException.class, () -> snapshot.pollFirstEntry());
        Iterator<Integer> values = snapshot.values().iterator();
        values.next();
        assertThrows(UnsupportedOperationException.class, values::remove);
        TSortedSet<String> set = new TSortedSet<>(List.of("b", "a"));
        assertEquals(List.of("a", "b"), new ArrayList<>(set.snapshot()));
        assertEquals(set, set.clone());
    }

    @Test
    void constructorsKeepTheOrderThatTheyAreGiven() {
        TreeMap<Integer, Integer> reversed = new TreeMap<>(Collections.reverseOrder());
        reversed.putAll(map);
        assertEquals(99, new TSortedMap<>(reversed).firstKey());
        assertEquals(0, new TSortedMap<>((Map<Integer, Integer>) reversed).firstKey());
        assertEquals(99, new TSortedSet<>(reversed.navigableKeySet()).first());
        assertEquals(0, new TSortedSet<>(new ArrayList<>(reversed.keySet())).first());
        assertNull(new TSortedMap<>((Map<Integer, Integer>) reversed).comparator());
        assertEquals(
                Comparator.reverseOrder(),
                TSortedMap.<Integer, Integer>named("n", Comparator.reverseOrder())
                        .comparator());
    }

    @Test
    void spliteratorsHalve() {
        assertEquals(4950, map.values().parallelStream().mapToInt(i -> i).sum());
        assertEquals(
                4950,
                Stm.atomic(() -> map.values().parallelStream().mapToInt(i -> i).sum()));
        Spliterator<Integer> second = map.descendingKeySet().spliterator();
        Spliterator<Integer> first = second.trySplit();
        assertTrue(first.tryAdvance(key -> assertEquals(99, key)));
        assertEquals(49, first.estimateSize());
        assertEquals(50, second.estimateSize());
        int expected = Spliterator.SORTED
                | Spliterator.ORDERED
                | Spliterator.DISTINCT
                | Spliterator.CONCURRENT
                | Spliterator.NONNULL;
        assertEquals(expected, first.characteristics());
        assertNull(map.keySet().spliterator().getComparator());
        assertEquals(
                Spliterator.ORDERED | Spliterator.CONCURRENT | Spliterator.NONNULL,
                map.values().spliterator().characteristics());
        assertThrows(
                IllegalStateException.class, () -> map.values().spliterator().getComparator());
    }

    @Test
    void boundsAreChecked() {
        NavigableMap<Integer, Integer> part = map.subMap(10, false, 20, true);
        assertThrows(IllegalArgumentException.class, () -> part.put(10, 1));
        assertThrows(IllegalArgumentException.class, () -> part.putIfAbsent(21, 1));
        assertThrows(IllegalArgumentException.class, () -> part.subMap(10, true, 15, true));
        assertThrows(IllegalArgumentException.class, () -> part.headMap(21, false));
        assertThrows(IllegalArgumentException.class, () -> map.subMap(20, 10));
        assertEquals(9, part.subMap(10, false, 20, false).size());
        assertEquals(9, part.descendingMap().subMap(20, false, 10, false).size());
        assertNull(part.remove(10));
        assertNull(part.get(21));
        assertNull(part.computeIfAbsent(30, k -> null));
        assertThrows(IllegalArgumentException.class, () -> part.computeIfAbsent(30, k -> 1));
    }

    /** Neither the tree nor what the block remembers holds a key that was removed. */
    @Test
    @SuppressWarnings("ThreadPriorityCheck")
    void aRemovedKeyIsLetGo() {
        TSortedMap<String, Integer> texts = new TSortedMap<>();
        List<WeakReference<String>> keys = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String key = "key " + i;
            texts.put(key, i);
            keys.add(new WeakReference<>(key));
        }
        for (int i = 0; i < 1000; i += 2) {
            texts.remove("key " + i);
        }
        Stm.atomic(() -> texts.put("other", 1));
        for (int round = 0; round < 100 && alive(keys) > 500; round++) {
            System.gc();
            Thread.yield();
        }
        assertEquals(500, alive(keys));
        assertEquals(501, texts.size());
    }

    private static long alive(List<WeakReference<String>> keys) {
        return keys.stream().filter(key -> key.get() != null).count();
    }
}
