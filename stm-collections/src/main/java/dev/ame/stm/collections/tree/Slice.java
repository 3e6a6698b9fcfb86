package dev.ame.stm.collections.tree;

import org.jspecify.annotations.Nullable;

/**
 * Goes through the elements of a tree between two ranks, and can give the first half of what is left away. Used by one
 * thread at a time.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class Slice<K, V> {
    private final SortedTree<K, V> tree;
    private final boolean descending;

    /** What is left, as ranks. */
    private int from;

    private int to;

    private @Nullable Path<K, V> path;

    Slice(SortedTree<K, V> tree, int from, int to, boolean descending) {
        this.tree = tree;
        this.from = from;
        this.to = to;
        this.descending = descending;
    }

    /** How many elements are left. */
    public int left() {
        return to - from;
    }

    /** The half that comes first, which this one then leaves out; null if there is only one element or none. */
    public @Nullable Slice<K, V> split() {
        if (left() < 2) {
            return null;
        }
        int middle = (from + to) >>> 1;
        Slice<K, V> half;
        if (descending) {
            half = new Slice<>(tree, middle, to, true);
            to = middle;
        } else {
            half = new Slice<>(tree, from, middle, false);
            from = middle;
        }
        half.path = path;
        path = null;
        return half;
    }

    /** Goes to the next element; null if there is none. */
    public @Nullable Path<K, V> next() {
        if (from == to) {
            return null;
        }
        int rank = descending ? --to : from++;
        Path<K, V> at = path;
        if (at == null) {
            at = new Path<>(tree);
            at.toRank(rank);
            path = at;
        } else if (descending) {
            at.goBack();
        } else {
            at.goOn();
        }
        return at;
    }
}
