package dev.ame.stm.collections.sorted;

import java.util.AbstractMap;
import java.util.Map;

/** What an iterator makes of an element. */
@FunctionalInterface
interface Part<K, V, E> {
    E of(K key, V value);

    static <K, V> Part<K, V, K> key() {
        return (key, value) -> key;
    }

    static <K, V> Part<K, V, V> value() {
        return (key, value) -> value;
    }

    static <K, V> Part<K, V, Map.Entry<K, V>> entry() {
        return AbstractMap.SimpleImmutableEntry::new;
    }
}
