package dev.ame.stm.collections.model;

import static dev.ame.stm.collections.model.Part.kind;

import dev.ame.stm.collections.TMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The hash map. */
final class Maps {
    private static final int MODULUS = 4;

    private static final List<Part.Kind<Map<Integer, Integer>>> KINDS = List.of(
            kind("get", (map, key, value) -> map.get(key)),
            kind("put", (map, key, value) -> map.put(key, value)),
            kind("remove", (map, key, value) -> map.remove(key)),
            kind("removeValue", (map, key, value) -> map.remove(key, value)),
            kind("putIfAbsent", (map, key, value) -> map.putIfAbsent(key, value)),
            kind("replace", (map, key, value) -> map.replace(key, value)),
            kind(
                    "merge",
                    (map, key, value) -> map.merge(key, value, (old, by) -> old == 0 ? null : (old + by) % MODULUS)),
            kind("compute", (map, key, value) -> map.compute(key, (k, old) -> old == null ? value : null)),
            kind("size", (map, key, value) -> map.size()),
            kind("isEmpty", (map, key, value) -> map.isEmpty()),
            kind("containsValue", (map, key, value) -> map.containsValue(value)),
            kind("entries", (map, key, value) -> new HashMap<>(map)),
            kind("keys", (map, key, value) -> new TreeSet<>(map.keySet())),
            kind("removeIf", (map, key, value) -> map.values().removeIf(each -> each == value)),
            kind("replaceAll", (map, key, value) -> {
                map.replaceAll((k, old) -> k > key ? value : old);
                return null;
            }),
            kind("clear", (map, key, value) -> {
                map.clear();
                return null;
            }));

    static final Part<Map<Integer, Integer>> MAP =
            new Part<>("map", TMap::new, HashMap::new, HashMap::new, map -> new HashMap<>((Map<?, ?>) map), KINDS);

    private Maps() {}
}
