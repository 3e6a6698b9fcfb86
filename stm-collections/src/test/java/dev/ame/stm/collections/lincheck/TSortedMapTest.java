package dev.ame.stm.collections.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.collections.support.ModelChecking;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Single operations on a sorted map are linearizable, and blocks that look at ranges are serializable. */
public class TSortedMapTest extends SortedMapOperations {

    public TSortedMapTest() {
        super(new TSortedMap<>());
    }

    /** What the operations mean. */
    public static final class Sequential extends SortedMapOperations {
        public Sequential() {
            super(new TreeMap<>());
        }
    }

    @Test
    void isLinearizable() {
        ModelChecking.check(TSortedMapTest.class, Sequential.class);
    }

    @ModelChecking.OnDemand
    @Test
    void noWriteSkewThroughRanges() {
        ModelChecking.explore(() -> {
            TSortedMap<Integer, Integer> map = new TSortedMap<>();
            ModelChecking.inParallel(() -> putUnlessAny(map, 5, 10, 20), () -> putUnlessAny(map, 15, 0, 10));
            assertEquals(1, map.size());
        });
    }

    @ModelChecking.OnDemand
    @Test
    void blocksLoseNothing() {
        ModelChecking.explore(() -> {
            TSortedMap<Integer, Integer> map = new TSortedMap<>();
            ModelChecking.inParallel(() -> Stm.atomic(() -> map.put(1, 1)), () -> {
                map.put(2, 2);
                Stm.atomic(() -> map.remove(2));
            });
            assertEquals(1, map.size());
        });
    }

    private static void putUnlessAny(TSortedMap<Integer, Integer> map, int key, int from, int to) {
        Stm.atomic(() -> {
            if (map.subMap(from, to).isEmpty()) {
                map.put(key, key);
            }
        });
    }
}
