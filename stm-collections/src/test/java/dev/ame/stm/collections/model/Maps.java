package dev.ame.stm.collections.model;

import static dev.ame.stm.collections.model.Part.kind;

import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TSortedMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The hash map and the sorted one. */
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

    private static final List<Part.Kind<Map<Integer, Integer>>> IN_ORDER = List.of(
            kind("firstEntry", (map, key, value) -> seen(sorted(map).firstEntry())),
            kind("lastKey", (map, key, value) -> sorted(map).lastKey()),
            kind("floorKey", (map, key, value) -> sorted(map).floorKey(key)),
            kind("higherEntry", (map, key, value) -> seen(sorted(map).higherEntry(key))),
            kind("pollFirstEntry", (map, key, value) -> seen(sorted(map).pollFirstEntry())),
            kind("pollLastEntry", (map, key, value) -> seen(sorted(map).pollLastEntry())),
            kind(
                    "list",
                    (map, key, value) -> new ArrayList<>(
                            map.entrySet().stream().map(Maps::seen).toList())),
            kind(
                    "descending",
                    (map, key, value) -> List.copyOf(sorted(map).descendingMap().keySet())),
            kind(
                    "range",
                    (map, key, value) -> List.copyOf(range(map, key, value).values())),
            kind("rangeIsEmpty", (map, key, value) -> range(map, key, value).isEmpty()),
            kind("rangeSize", (map, key, value) -> range(map, key, value).size()),
            kind("lastOfRange", (map, key, value) -> seen(range(map, key, value).lastEntry())),
            kind(
                    "pollOfDescendingRange",
                    (map, key, value) ->
                            seen(range(map, key, value).descendingMap().pollFirstEntry())),
            kind(
                    "putIntoTail",
                    (map, key, value) -> sorted(map).tailMap(value, true).put(key, value)),
            kind("clearHead", (map, key, value) -> {
                sorted(map).headMap(key, false).clear();
                return null;
            }));

    static final Part<Map<Integer, Integer>> SORTED = new Part<>(
            "sorted map",
            TSortedMap::new,
            TreeMap::new,
            TreeMap::new,
            map -> new TreeMap<>((Map<?, ?>) map),
            Stream.concat(KINDS.stream(), IN_ORDER.stream()).toList());

    private static NavigableMap<Integer, Integer> sorted(Map<Integer, Integer> map) {
        return (NavigableMap<Integer, Integer>) map;
    }

    private static NavigableMap<Integer, Integer> range(Map<Integer, Integer> map, int from, int length) {
        return sorted(map).subMap(from, true, from + length, false);
    }

    private static List<Integer> seen(Map.Entry<Integer, Integer> entry) {
        return entry == null ? List.of() : List.of(entry.getKey(), entry.getValue());
    }

    private Maps() {}
}
