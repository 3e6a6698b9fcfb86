package dev.ame.stm.collections.lincheck;

import java.util.Map;
import java.util.NavigableMap;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Operations on any sorted map. */
public abstract class SortedMapOperations {
    private final NavigableMap<Integer, Integer> map;

    SortedMapOperations(NavigableMap<Integer, Integer> map) {
        this.map = map;
    }

    @Operation
    public Integer put(
            @Param(gen = IntGen.class, conf = "1:3") int key, @Param(gen = IntGen.class, conf = "1:3") int value) {
        return map.put(key, value);
    }

    @Operation
    public Integer get(@Param(gen = IntGen.class, conf = "1:3") int key) {
        return map.get(key);
    }

    @Operation
    public Integer remove(@Param(gen = IntGen.class, conf = "1:3") int key) {
        return map.remove(key);
    }

    @Operation
    public Integer merge(
            @Param(gen = IntGen.class, conf = "1:3") int key, @Param(gen = IntGen.class, conf = "1:3") int value) {
        return map.merge(key, value, Integer::sum);
    }

    @Operation
    public Integer pollFirst() {
        Map.Entry<Integer, Integer> first = map.pollFirstEntry();
        return first == null ? null : first.getKey();
    }

    @Operation
    public Integer higher(@Param(gen = IntGen.class, conf = "1:3") int key) {
        return map.higherKey(key);
    }

    @Operation
    public String all() {
        return map.toString();
    }

    @Operation
    public void clear() {
        map.clear();
    }
}
