package dev.ame.stm.collections;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ways to make a map or set without a constructor that {@link Map} and {@link ConcurrentHashMap} have. Users see them as
 * methods of {@link TMap}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
abstract class MapFactories<K, V> extends BulkMap<K, V> {
    MapFactories() {}

    /**
     * An empty map, as {@link Map#of()}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a new map
     */
    public static <K, V> TMap<K, V> of() {
        return new TMap<>();
    }

    /**
     * A map of one key, as that of {@link Map}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param k1 the key
     * @param v1 its value
     * @return a new map
     */
    public static <K, V> TMap<K, V> of(K k1, V v1) {
        return containing(k1, v1);
    }

    /**
     * A map of two keys, as that of {@link Map}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @return a new map
     * @throws IllegalArgumentException if two keys are equal
     */
    public static <K, V> TMap<K, V> of(K k1, V v1, K k2, V v2) {
        return containing(k1, v1, k2, v2);
    }

    /**
     * A map of three keys, as that of {@link Map}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param k3 the third key
     * @param v3 its value
     * @return a new map
     * @throws IllegalArgumentException if two keys are equal
     */
    public static <K, V> TMap<K, V> of(K k1, V v1, K k2, V v2, K k3, V v3) {
        return containing(k1, v1, k2, v2, k3, v3);
    }

    /**
     * A map of four keys, as that of {@link Map}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param k3 the third key
     * @param v3 its value
     * @param k4 the fourth key
     * @param v4 its value
     * @return a new map
     * @throws IllegalArgumentException if two keys are equal
     */
    public static <K, V> TMap<K, V> of(K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4) {
        return containing(k1, v1, k2, v2, k3, v3, k4, v4);
    }

    /**
     * A map of five keys, as that of {@link Map}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param k3 the third key
     * @param v3 its value
     * @param k4 the fourth key
     * @param v4 its value
     * @param k5 the fifth key
     * @param v5 its value
     * @return a new map
     * @throws IllegalArgumentException if two keys are equal
     */
    public static <K, V> TMap<K, V> of(K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4, K k5, V v5) {
        return containing(k1, v1, k2, v2, k3, v3, k4, v4, k5, v5);
    }

    /**
     * A map of six keys, as that of {@link Map}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param k3 the third key
     * @param v3 its value
     * @param k4 the fourth key
     * @param v4 its value
     * @param k5 the fifth key
     * @param v5 its value
     * @param k6 the sixth key
     * @param v6 its value
     * @return a new map
     * @throws IllegalArgumentException if two keys are equal
     */
    public static <K, V> TMap<K, V> of(K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4, K k5, V v5, K k6, V v6) {
        return containing(k1, v1, k2, v2, k3, v3, k4, v4, k5, v5, k6, v6);
    }

    /**
     * A map of seven keys, as that of {@link Map}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param k3 the third key
     * @param v3 its value
     * @param k4 the fourth key
     * @param v4 its value
     * @param k5 the fifth key
     * @param v5 its value
     * @param k6 the sixth key
     * @param v6 its value
     * @param k7 the seventh key
     * @param v7 its value
     * @return a new map
     * @throws IllegalArgumentException if two keys are equal
     */
    public static <K, V> TMap<K, V> of(
            K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4, K k5, V v5, K k6, V v6, K k7, V v7) {
        return containing(k1, v1, k2, v2, k3, v3, k4, v4, k5, v5, k6, v6, k7, v7);
    }

    /**
     * A map of eight keys, as that of {@link Map}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param k3 the third key
     * @param v3 its value
     * @param k4 the fourth key
     * @param v4 its value
     * @param k5 the fifth key
     * @param v5 its value
     * @param k6 the sixth key
     * @param v6 its value
     * @param k7 the seventh key
     * @param v7 its value
     * @param k8 the eighth key
     * @param v8 its value
     * @return a new map
     * @throws IllegalArgumentException if two keys are equal
     */
    public static <K, V> TMap<K, V> of(
            K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4, K k5, V v5, K k6, V v6, K k7, V v7, K k8, V v8) {
        return containing(k1, v1, k2, v2, k3, v3, k4, v4, k5, v5, k6, v6, k7, v7, k8, v8);
    }

    /**
     * A map of nine keys, as that of {@link Map}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param k3 the third key
     * @param v3 its value
     * @param k4 the fourth key
     * @param v4 its value
     * @param k5 the fifth key
     * @param v5 its value
     * @param k6 the sixth key
     * @param v6 its value
     * @param k7 the seventh key
     * @param v7 its value
     * @param k8 the eighth key
     * @param v8 its value
     * @param k9 the ninth key
     * @param v9 its value
     * @return a new map
     * @throws IllegalArgumentException if two keys are equal
     */
    public static <K, V> TMap<K, V> of(
            K k1,
            V v1,
            K k2,
            V v2,
            K k3,
            V v3,
            K k4,
            V v4,
            K k5,
            V v5,
            K k6,
            V v6,
            K k7,
            V v7,
            K k8,
            V v8,
            K k9,
            V v9) {
        return containing(k1, v1, k2, v2, k3, v3, k4, v4, k5, v5, k6, v6, k7, v7, k8, v8, k9, v9);
    }

    /**
     * A map of ten keys, as that of {@link Map}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param k3 the third key
     * @param v3 its value
     * @param k4 the fourth key
     * @param v4 its value
     * @param k5 the fifth key
     * @param v5 its value
     * @param k6 the sixth key
     * @param v6 its value
     * @param k7 the seventh key
     * @param v7 its value
     * @param k8 the eighth key
     * @param v8 its value
     * @param k9 the ninth key
     * @param v9 its value
     * @param k10 the tenth key
     * @param v10 its value
     * @return a new map
     * @throws IllegalArgumentException if two keys are equal
     */
    public static <K, V> TMap<K, V> of(
            K k1,
            V v1,
            K k2,
            V v2,
            K k3,
            V v3,
            K k4,
            V v4,
            K k5,
            V v5,
            K k6,
            V v6,
            K k7,
            V v7,
            K k8,
            V v8,
            K k9,
            V v9,
            K k10,
            V v10) {
        return containing(k1, v1, k2, v2, k3, v3, k4, v4, k5, v5, k6, v6, k7, v7, k8, v8, k9, v9, k10, v10);
    }

    /**
     * A map of entries, as {@link Map#ofEntries}; this one can be changed.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param entries the entries, for instance from {@link Map#entry}
     * @return a new map
     * @throws IllegalArgumentException if two keys are equal
     */
    @SafeVarargs
    public static <K, V> TMap<K, V> ofEntries(Map.Entry<? extends K, ? extends V>... entries) {
        TMap<K, V> map = new TMap<>();
        for (Map.Entry<? extends K, ? extends V> entry : entries) {
            putNew(map, entry.getKey(), entry.getValue());
        }
        return map;
    }

    @SuppressWarnings("unchecked") // keys and values alternate
    private static <K, V> TMap<K, V> containing(Object... keysAndValues) {
        TMap<K, V> map = new TMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            putNew(map, (K) keysAndValues[i], (V) keysAndValues[i + 1]);
        }
        return map;
    }

    private static <K, V> void putNew(TMap<K, V> map, K key, V value) {
        Objects.requireNonNull(key, "key");
        if (map.putIfAbsent(key, Objects.requireNonNull(value, "value")) != null) {
            throw new IllegalArgumentException("duplicate key: " + key);
        }
    }

    /**
     * An empty set, for those who know {@link ConcurrentHashMap#newKeySet()}.
     *
     * @param <T> the type of the elements
     * @return the same as {@code new TSet<>()}
     */
    public static <T> TSet<T> newKeySet() {
        return new TSet<>();
    }

    /**
     * An empty set, for those who know {@link ConcurrentHashMap#newKeySet(int)}.
     *
     * @param <T> the type of the elements
     * @param initialCapacity has no meaning here
     * @return the same as {@code new TSet<>()}
     * @throws IllegalArgumentException if the capacity is negative
     */
    public static <T> TSet<T> newKeySet(int initialCapacity) {
        if (initialCapacity < 0) {
            throw new IllegalArgumentException("initial capacity " + initialCapacity);
        }
        return new TSet<>();
    }
}
