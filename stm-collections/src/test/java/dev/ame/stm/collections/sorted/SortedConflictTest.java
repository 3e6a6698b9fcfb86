package dev.ame.stm.collections.sorted;

import static dev.ame.stm.collections.support.Overlap.does;
import static dev.ame.stm.collections.support.Overlap.first;

import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.collections.TSortedSet;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Two blocks conflict if one changes what the other was told, and not otherwise. */
class SortedConflictTest {

    /** 10, 20, ... 1000: more than one leaf. */
    private static final Overlap<TSortedMap<Integer, String>> MAP = Overlap.of(() -> {
        TreeMap<Integer, String> source = new TreeMap<>();
        for (int i = 10; i <= 1000; i += 10) {
            source.put(i, "v" + i);
        }
        return new TSortedMap<>(source);
    });

    private static final Overlap<TSortedMap<Integer, String>> EMPTY = Overlap.of(() -> new TSortedMap<>());

    private static final Overlap<TSortedSet<Integer>> SET =
            Overlap.of(() -> new TSortedSet<>(new TreeSet<>(List.of(10, 20, 30))));

    private static Block<TSortedMap<Integer, String>> of(Block<TSortedMap<Integer, String>> block) {
        return block;
    }

    private static List<Integer> keys(Map<Integer, String> map) {
        return new ArrayList<>(map.keySet());
    }

    @Test
    void changesOfDifferentKeys() throws Exception {
        for (Overlap<TSortedMap<Integer, String>> map : List.of(MAP, EMPTY)) {
            map.commute(m -> m.put(15, "a"), m -> m.put(16, "b"));
            map.commute(m -> m.put(15, "a"), m -> m.put(25, "b"));
            map.commute(m -> m.put(20, "a"), m -> m.put(30, "b"));
            map.commute(m -> m.put(15, "a"), m -> m.remove(20));
            map.commute(m -> m.remove(10), m -> m.remove(20));
            map.commute(m -> m.putIfAbsent(15, "a"), m -> m.merge(16, "b", String::concat));
            map.commute(m -> m.computeIfAbsent(15, k -> "a"), m -> m.computeIfPresent(20, (k, v) -> null));
        }
    }

    @Test
    void looksAndChangesOfDifferentKeys() throws Exception {
        MAP.commute(m -> m.get(10), m -> m.put(20, "b"));
        MAP.commute(m -> m.get(15), m -> m.put(16, "b"));
        MAP.commute(m -> m.get(15), m -> m.remove(10));
        MAP.commute(m -> m.containsKey(15), m -> m.put(14, "b"));
        EMPTY.commute(m -> m.get(15), m -> m.put(16, "b"));
    }

    @Test
    void theSameKey() throws Exception {
        MAP.conflict(m -> m.get(10), m -> m.put(10, "b"));
        MAP.conflict(m -> m.get(15), m -> m.put(15, "b"));
        MAP.conflict(m -> m.get(10), m -> m.remove(10));
        MAP.conflict(m -> m.put(10, "a"), m -> m.put(10, "b"));
        MAP.conflict(m -> m.put(15, "a"), m -> m.put(15, "b"));
        MAP.conflict(m -> m.merge(10, "a", String::concat), m -> m.merge(10, "b", String::concat));
        MAP.commute(m -> m.get(15), m -> m.remove(15));
        MAP.commute(m -> m.get(10), m -> m.putIfAbsent(10, "b"));
    }

    @Test
    void presenceAndValues() throws Exception {
        MAP.commute(m -> m.containsKey(10), m -> m.put(10, "b"));
        MAP.conflict(m -> m.containsKey(10), m -> m.remove(10));
        MAP.conflict(m -> m.containsKey(15), m -> m.put(15, "b"));
    }

    @Test
    void sizes() throws Exception {
        MAP.commute(m -> m.size(), m -> m.put(10, "b"));
        MAP.commute(m -> m.size(), m -> m.replace(10, "v10", "b"));
        MAP.conflict(m -> m.size(), m -> m.put(15, "b"));
        MAP.conflict(m -> m.size(), m -> m.remove(10));
        MAP.commute(m -> m.size(), does(m -> {
            m.remove(10);
            m.put(15, "b");
        }));
        MAP.commute(m -> m.subMap(10, 50).size(), m -> m.put(55, "b"));
        MAP.conflict(m -> m.subMap(10, 50).size(), m -> m.put(45, "b"));
    }

    @Test
    void writeSkewOverTheSize() throws Exception {
        MAP.conflict(
                first((TSortedMap<Integer, String> m) -> m.size()).then(m -> m.put(15, "a")),
                first((TSortedMap<Integer, String> m) -> m.size()).then(m -> m.put(25, "b")));
    }

    @Test
    void emptiness() throws Exception {
        MAP.commute(m -> m.isEmpty(), m -> m.put(15, "b"));
        MAP.commute(m -> m.isEmpty(), m -> m.remove(10));
        MAP.commute(m -> m.isEmpty(), m -> m.pollFirstEntry());
        EMPTY.conflict(m -> m.isEmpty(), m -> m.put(15, "b"));
        MAP.commute(m -> m.subMap(10, 50).isEmpty(), m -> m.pollFirstEntry());
        MAP.conflict(m -> m.subMap(10, 15).isEmpty(), m -> m.pollFirstEntry());
        MAP.conflict(m -> m.subMap(11, 15).isEmpty(), m -> m.put(12, "b"));
    }

    @Test
    void emptinessAfterOwnChanges() throws Exception {
        Block<TSortedMap<Integer, String>> leavesOne = of(m -> {
            m.remove(10);
            return m.headMap(20, true).isEmpty();
        });
        MAP.commute(leavesOne, m -> m.put(15, "b"));
        MAP.conflict(leavesOne, m -> m.remove(20));
        Block<TSortedMap<Integer, String>> putsOne = of(m -> {
            m.put(15, "a");
            return m.headMap(20, true).isEmpty();
        });
        MAP.commute(putsOne, m -> m.remove(20));
        Block<TSortedMap<Integer, String>> replacesOne = of(m -> {
            m.put(10, "a");
            return m.headMap(20, true).isEmpty();
        });
        MAP.commute(replacesOne, m -> m.remove(20));
        Block<TSortedMap<Integer, String>> leavesNone = of(m -> {
            m.remove(10);
            return m.headMap(20).isEmpty();
        });
        MAP.conflict(leavesNone, m -> m.put(15, "b"));
    }

    @Test
    void ranges() throws Exception {
        Block<TSortedMap<Integer, String>> values =
                m -> new ArrayList<>(m.subMap(100, true, 200, false).values());
        MAP.conflict(values, m -> m.put(150, "b"));
        MAP.conflict(values, m -> m.put(155, "b"));
        MAP.conflict(values, m -> m.remove(100));
        MAP.commute(values, m -> m.put(99, "b"));
        MAP.commute(values, m -> m.put(200, "b"));
        MAP.commute(values, m -> m.remove(200));
        Block<TSortedMap<Integer, String>> keys = m -> keys(m.subMap(100, 200));
        MAP.commute(keys, m -> m.put(150, "b"));
        MAP.conflict(keys, m -> m.put(155, "b"));
        MAP.commute(keys, m -> m.put(205, "b"));
        Block<TSortedMap<Integer, String>> downwards =
                m -> keys(m.subMap(100, 200).descendingMap());
        MAP.commute(downwards, m -> m.put(99, "b"));
        MAP.conflict(downwards, m -> m.put(101, "b"));
    }

    @Test
    void writeSkewThroughARange() throws Exception {
        MAP.conflict(
                first((TSortedMap<Integer, String> m) -> keys(m.subMap(100, 200)))
                        .then(m -> m.put(305, "a")),
                first((TSortedMap<Integer, String> m) -> keys(m.subMap(300, 400)))
                        .then(m -> m.put(105, "b")));
        MAP.commute(
                first((TSortedMap<Integer, String> m) -> keys(m.subMap(100, 200)))
                        .then(m -> m.put(105, "a")),
                first((TSortedMap<Integer, String> m) -> keys(m.subMap(300, 400)))
                        .then(m -> m.put(305, "b")));
    }

    @Test
    void iteratorsTellAsTheyGo() throws Exception {
        Block<TSortedMap<Integer, String>> firstTwo = m -> {
            Iterator<Integer> keys = m.keySet().iterator();
            keys.next();
            return keys.next();
        };
        MAP.commute(firstTwo, m -> m.put(25, "b"));
        MAP.commute(firstTwo, m -> m.put(20, "b"));
        MAP.commute(firstTwo, m -> m.remove(30));
        MAP.conflict(firstTwo, m -> m.put(15, "b"));
        MAP.conflict(firstTwo, m -> m.put(5, "b"));
        MAP.conflict(firstTwo, m -> m.remove(20));
        Block<TSortedMap<Integer, String>> oneAndMore = m -> {
            Iterator<Integer> keys = m.keySet().iterator();
            return keys.next() > 0 && keys.hasNext();
        };
        MAP.commute(oneAndMore, m -> m.put(15, "b"));
        Block<TSortedMap<Integer, String>> lastDownwards =
                m -> m.descendingMap().values().iterator().next();
        MAP.commute(lastDownwards, m -> m.put(995, "b"));
        MAP.conflict(lastDownwards, m -> m.put(1000, "b"));
        MAP.conflict(lastDownwards, m -> m.put(1001, "b"));
    }

    @Test
    void removalByAKeyIterator() throws Exception {
        Block<TSortedMap<Integer, String>> removeFirst = does(m -> {
            Iterator<Integer> keys = m.keySet().iterator();
            keys.next();
            keys.remove();
        });
        MAP.commute(removeFirst, m -> m.put(20, "b"));
        MAP.commute(removeFirst, m -> m.put(15, "b"));
        MAP.conflict(removeFirst, removeFirst);
    }

    @Test
    void neighbours() throws Exception {
        MAP.commute(m -> m.firstKey(), m -> m.put(15, "b"));
        MAP.commute(m -> m.firstKey(), m -> m.put(10, "b"));
        MAP.conflict(m -> m.firstEntry(), m -> m.put(10, "b"));
        MAP.conflict(m -> m.firstKey(), m -> m.put(5, "b"));
        MAP.conflict(m -> m.firstKey(), m -> m.pollFirstEntry());
        MAP.commute(m -> m.firstKey(), m -> m.pollLastEntry());
        MAP.commute(m -> m.ceilingKey(15), m -> m.put(14, "b"));
        MAP.commute(m -> m.ceilingKey(15), m -> m.put(21, "b"));
        MAP.conflict(m -> m.ceilingKey(15), m -> m.put(15, "b"));
        MAP.conflict(m -> m.ceilingKey(15), m -> m.put(17, "b"));
        MAP.conflict(m -> m.ceilingKey(15), m -> m.remove(20));
        MAP.commute(m -> m.higherKey(15), m -> m.put(15, "b"));
        MAP.commute(m -> m.lowerKey(20), m -> m.remove(20));
        MAP.conflict(m -> m.floorKey(20), m -> m.remove(20));
        MAP.conflict(m -> m.lowerEntry(20), m -> m.put(10, "b"));
        MAP.conflict(m -> m.higherKey(1000), m -> m.put(2000, "b"));
        MAP.commute(m -> m.higherKey(1000), m -> m.put(1000, "b"));
        MAP.conflict(m -> m.descendingMap().firstKey(), m -> m.put(1001, "b"));
    }

    @Test
    void polls() throws Exception {
        MAP.conflict(m -> m.pollFirstEntry(), m -> m.pollFirstEntry());
        MAP.commute(m -> m.pollFirstEntry(), m -> m.pollLastEntry());
        MAP.commute(m -> m.pollFirstEntry(), m -> m.put(15, "b"));
        MAP.conflict(m -> m.pollFirstEntry(), m -> m.put(5, "b"));
        EMPTY.conflict(m -> m.pollFirstEntry(), m -> m.put(5, "b"));
        EMPTY.commute(m -> m.pollFirstEntry(), m -> m.pollLastEntry());
    }

    @Test
    void bulkChanges() throws Exception {
        MAP.commute(does(m -> m.putAll(Map.of(15, "a", 20, "b"))), does(m -> m.putAll(Map.of(25, "c", 30, "d"))));
        MAP.commute(does(m -> m.subMap(100, 200).clear()), m -> m.put(205, "b"));
        MAP.conflict(does(m -> m.subMap(100, 200).clear()), m -> m.put(105, "b"));
        MAP.commute(
                of(m -> {
                    m.clear();
                    m.put(1, "a");
                    return m.size();
                }),
                m -> m.put(15, "b"));
    }

    @Test
    void wholeMaps() throws Exception {
        MAP.conflict(m -> m.snapshot(), m -> m.put(15, "b"));
        MAP.conflict(m -> m.clone(), m -> m.put(10, "b"));
        MAP.conflict(m -> m.toString(), m -> m.put(15, "b"));
    }

    @Test
    void whatABlockHasPutItselfItKnows() throws Exception {
        MAP.commute(
                of(m -> {
                    m.put(15, "a");
                    return m.ceilingKey(15);
                }),
                m -> m.put(16, "b"));
        MAP.conflict(
                of(m -> {
                    m.put(15, "a");
                    return m.ceilingKey(12);
                }),
                m -> m.put(13, "b"));
    }

    @Test
    void sets() throws Exception {
        SET.commute(s -> s.add(15), s -> s.add(16));
        SET.commute(s -> s.add(10), s -> s.contains(10));
        SET.commute(s -> s.contains(10), s -> s.remove(20));
        SET.commute(s -> s.isEmpty(), s -> s.add(15));
        SET.conflict(s -> s.size(), s -> s.add(15));
        SET.conflict(s -> s.add(15), s -> s.add(15));
        SET.conflict(s -> s.first(), s -> s.add(5));
        SET.commute(s -> s.first(), s -> s.add(15));
        SET.conflict(s -> s.pollFirst(), s -> s.pollFirst());
        SET.commute(s -> s.pollFirst(), s -> s.pollLast());
    }
}
