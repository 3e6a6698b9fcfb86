package dev.ame.stm.collections;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a map as data: applied to a plain map and to ours it must answer the same.
 *
 * @param kind what is done
 * @param key the key, where there is one
 * @param a the value, where there is one
 * @param b a second value, where there is one
 */
record TMapOperation(Kind kind, int key, int a, int b) {
    private static final int KEYS = 6;
    private static final int VALUES = 4;

    enum Kind {
        PUT,
        PUT_IF_ABSENT,
        GET,
        GET_OR_DEFAULT,
        CONTAINS_KEY,
        CONTAINS_VALUE,
        REMOVE,
        REMOVE_VALUE,
        REPLACE,
        REPLACE_VALUE,
        MERGE,
        COMPUTE,
        COMPUTE_IF_ABSENT,
        COMPUTE_IF_PRESENT,
        REPLACE_ALL,
        PUT_ALL,
        SIZE,
        IS_EMPTY,
        CLEAR,
        FOR_EACH,
        ENTRIES,
        KEYS,
        VALUES,
        EQUALS,
        HASH_CODE,
        KEYS_REMOVE,
        KEYS_RETAIN,
        VALUES_REMOVE,
        ENTRIES_REMOVE,
        REMOVE_IF,
        ITERATOR_REMOVE
    }

    static Arbitrary<TMapOperation> any() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.of(Kind.PUT, Kind.MERGE, Kind.REMOVE, Kind.PUT_IF_ABSENT)),
                Tuple.of(5, Arbitraries.of(Kind.class)));
        Arbitrary<Integer> values = Arbitraries.integers().between(0, VALUES);
        return Combinators.combine(kinds, Arbitraries.integers().between(0, KEYS), values, values)
                .as(TMapOperation::new);
    }

    /** Does it; answers the result, or the class of the exception. */
    @Nullable
    Object applyTo(Map<Integer, Integer> map) {
        try {
            return kind.compareTo(Kind.SIZE) < 0 ? onKey(map) : onAll(map);
        } catch (RuntimeException e) {
            return e.getClass();
        }
    }

    /** Value 0 stands for "none" where a function may answer that. */
    private @Nullable Integer orNone(int value) {
        return value == 0 ? null : value;
    }

    private @Nullable Object onKey(Map<Integer, Integer> map) {
        return switch (kind) {
            case PUT -> map.put(key, a);
            case PUT_IF_ABSENT -> map.putIfAbsent(key, a);
            case GET -> map.get(key);
            case GET_OR_DEFAULT -> map.getOrDefault(key, a);
            case CONTAINS_KEY -> map.containsKey(key);
            case CONTAINS_VALUE -> map.containsValue(a);
            case REMOVE -> map.remove(key);
            case REMOVE_VALUE -> map.remove(key, a);
            case REPLACE -> map.replace(key, a);
            case REPLACE_VALUE -> map.replace(key, a, b);
            case MERGE -> map.merge(key, a, (x, y) -> orNone((x + y) % VALUES));
            case COMPUTE -> map.compute(key, (k, x) -> x == null ? orNone(a) : orNone((k + x) % VALUES));
            case COMPUTE_IF_ABSENT -> map.computeIfAbsent(key, k -> orNone(a));
            case COMPUTE_IF_PRESENT -> map.computeIfPresent(key, (k, x) -> orNone((k + x + a) % VALUES));
            case REPLACE_ALL -> {
                BiFunction<Integer, Integer, Integer> function = (k, x) -> (k + x + a) % VALUES;
                map.replaceAll(function);
                yield null;
            }
            case PUT_ALL -> {
                map.putAll(Map.of(key, a, key + 1, b));
                yield null;
            }
            default -> throw new AssertionError(kind);
        };
    }

    private @Nullable Object onAll(Map<Integer, Integer> map) {
        return switch (kind) {
            case SIZE ->
                List.of(
                        map.size(),
                        map.keySet().size(),
                        map.values().size(),
                        map.entrySet().size());
            case IS_EMPTY -> map.isEmpty();
            case CLEAR -> {
                map.clear();
                yield null;
            }
            case FOR_EACH -> {
                Map<Integer, Integer> seen = new HashMap<>();
                map.forEach(seen::put);
                yield seen;
            }
            case ENTRIES -> new HashMap<>(map);
            case KEYS -> map.keySet().stream().sorted().toList();
            case VALUES -> map.values().stream().sorted().toList();
            case EQUALS -> map.equals(Map.of(key, a)) && Map.of(key, a).equals(map);
            case HASH_CODE -> map.hashCode();
            case KEYS_REMOVE -> map.keySet().remove(key);
            case KEYS_RETAIN -> map.keySet().retainAll(List.of(key, a, b));
            case VALUES_REMOVE -> map.values().removeAll(List.of(a));
            case ENTRIES_REMOVE -> map.entrySet().remove(Map.entry(key, a));
            case REMOVE_IF -> map.entrySet().removeIf(entry -> entry.getKey() > key && entry.getValue() >= a);
            case ITERATOR_REMOVE -> removeByIterator(map);
            default -> throw new AssertionError(kind);
        };
    }

    private List<Integer> removeByIterator(Map<Integer, Integer> map) {
        List<Integer> kept = new ArrayList<>();
        for (var iterator = map.keySet().iterator(); iterator.hasNext(); ) {
            int next = iterator.next();
            if (next % 2 == key % 2) {
                iterator.remove();
            } else {
                kept.add(next);
            }
        }
        kept.sort(null);
        return kept;
    }
}
