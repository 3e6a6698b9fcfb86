package dev.ame.stm.collections.tree;

import java.util.AbstractMap;
import java.util.Map;

/**
 * Goes through the elements of a tree that lie in a range, upwards or downwards. At first it stands before the first
 * one. Used by one thread.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class Cursor<K, V> {
    private final SortedTree<K, V> tree;
    private final Range<K> range;
    private final boolean descending;
    private final Path<K, V> path;
    private int index;

    /** What lies in the range ends here in this leaf: behind the last element upwards, at the last one downwards. */
    private int limit;

    private boolean isLastLeaf;

    Cursor(SortedTree<K, V> tree, Range<K> range, boolean descending) {
        this.tree = tree;
        this.range = range;
        this.descending = descending;
        this.path = new Path<>(tree);
        if (descending) {
            beginAtHigh();
        } else {
            beginAtLow();
        }
        limitLeaf();
    }

    private void beginAtLow() {
        K low = range.low();
        if (low == null) {
            path.toFirst();
            index = -1;
        } else {
            boolean there = path.find(tree.order, low);
            index = there && !range.withLow() ? path.index : path.index - 1;
        }
    }

    private void beginAtHigh() {
        K high = range.high();
        if (high == null) {
            path.toLast();
            index = path.leaf.width();
        } else {
            boolean there = path.find(tree.order, high);
            index = there && range.withHigh() ? path.index + 1 : path.index;
        }
    }

    /** One comparison a leaf, not one an element. */
    private void limitLeaf() {
        K[] keys = path.leaf.keys;
        if (descending) {
            isLastLeaf = keys.length == 0 || range.isBelow(tree.order, keys[0]);
            limit = isLastLeaf ? range.begin(tree.order, keys) : 0;
        } else {
            isLastLeaf = keys.length == 0 || range.isAbove(tree.order, keys[keys.length - 1]);
            limit = isLastLeaf ? range.end(tree.order, keys) : keys.length;
        }
    }

    /** Goes to the next element; false if there is none. */
    public boolean advance() {
        if (descending) {
            while (--index < limit) {
                index = -1;
                if (isLastLeaf || !path.toPreviousLeaf()) {
                    return false;
                }
                index = path.leaf.width();
                limitLeaf();
            }
        } else {
            while (++index >= limit) {
                index = limit;
                if (isLastLeaf || !path.toNextLeaf()) {
                    return false;
                }
                index = -1;
                limitLeaf();
            }
        }
        return true;
    }

    /** The tree. */
    public SortedTree<K, V> tree() {
        return tree;
    }

    /** The key it stands at. */
    public K key() {
        return path.leaf.keys[index];
    }

    /** The value it stands at. */
    public V value() {
        return path.leaf.values[index];
    }

    /** The element it stands at, immutable. */
    public Map.Entry<K, V> entry() {
        return new AbstractMap.SimpleImmutableEntry<>(key(), value());
    }

    /** The place it stands at. Good until it goes on. */
    public Path<K, V> place() {
        path.stand(index);
        return path;
    }
}
