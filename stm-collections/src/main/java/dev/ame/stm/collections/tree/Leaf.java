package dev.ame.stm.collections.tree;

import java.util.Arrays;

/** A node with elements. */
final class Leaf<K, V> extends Node<K, V> {
    private static final Leaf<?, ?> EMPTY = new Leaf<>(new Object[0], new Object[0]);

    final V[] values;

    Leaf(K[] keys, V[] values) {
        super(keys);
        this.values = values;
    }

    @SuppressWarnings("unchecked") // it holds nothing
    static <K, V> Leaf<K, V> empty() {
        return (Leaf<K, V>) EMPTY;
    }

    @Override
    int size() {
        return keys.length;
    }

    Leaf<K, V> replaced(int index, V value) {
        return new Leaf<>(keys, Slots.replaced(values, index, value));
    }

    Leaf<K, V> inserted(int index, K key, V value) {
        if (keys.length == 0) {
            return new Leaf<>(Slots.ofOne(key), Slots.ofOne(value));
        }
        return new Leaf<>(Slots.inserted(keys, index, key), Slots.inserted(values, index, value));
    }

    Leaf<K, V> removed(int index) {
        return keys.length == 1 ? empty() : new Leaf<>(Slots.removed(keys, index), Slots.removed(values, index));
    }

    @Override
    Leaf<K, V> slice(int from, int to) {
        return new Leaf<>(Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(values, from, to));
    }

    @Override
    Leaf<K, V> joined(Node<K, V> right) {
        return new Leaf<>(Slots.joined(keys, right.keys), Slots.joined(values, ((Leaf<K, V>) right).values));
    }
}
