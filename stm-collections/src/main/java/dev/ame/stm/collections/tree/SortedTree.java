package dev.ame.stm.collections.tree;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map, a B+ tree. A change copies the nodes on one path and shares the rest, so to keep an old tree
 * costs only what has changed since, and two versions are told apart without looking at what they share.
 *
 * <p>Keys and values are not null. Each branch holds, for each child, the least key below it: so a search never turns
 * back, and no key is held that is not in the tree. Sizes are kept in the branches: a rank takes logarithmic time.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class SortedTree<K, V> {
    final Node<K, V> root;
    final Order<K> order;

    /** The number of branches above each leaf. */
    final int height;

    private SortedTree(Node<K, V> root, Order<K> order, int height) {
        this.root = root;
        this.order = order;
        this.height = height;
    }

    /**
     * A tree with no elements.
     *
     * @param comparator null for the natural order
     */
    public static <K, V> SortedTree<K, V> empty(@Nullable Comparator<? super K> comparator) {
        return new SortedTree<>(Leaf.empty(), new Order<>(comparator), 0);
    }

    /** A tree with the elements of a map, in its order; in linear time. Throws at a null. */
    public static <K, V> SortedTree<K, V> of(SortedMap<K, ? extends V> source) {
        @SuppressWarnings("unchecked") // a comparator for more than K will do
        SortedTree<K, V> empty = empty((Comparator<? super K>) source.comparator());
        TreeBuilder<K, V> builder = new TreeBuilder<>();
        for (Map.Entry<K, ? extends V> entry : source.entrySet()) {
            builder.add(entry.getKey(), entry.getValue());
        }
        return builder.build(empty);
    }

    /** Another tree of the same order. */
    SortedTree<K, V> of(Node<K, V> newRoot, int newHeight) {
        return new SortedTree<>(newRoot, order, newHeight);
    }

    /** A tree of the same order with no elements. */
    public SortedTree<K, V> cleared() {
        return of(Leaf.empty(), 0);
    }

    /** The order of the keys. */
    public Order<K> order() {
        return order;
    }

    /** The number of elements. */
    public int size() {
        return root.size();
    }

    /** The value of a key; null if there is none. */
    public @Nullable V get(K key) {
        Node<K, V> node = root;
        for (int level = height; level > 0; level--) {
            int turn = order.floor(node.keys, key);
            if (turn < 0) {
                return null;
            }
            node = ((Branch<K, V>) node).children[turn];
        }
        int index = order.search(node.keys, key);
        return index < 0 ? null : ((Leaf<K, V>) node).values[index];
    }

    /**
     * Finds a key, or the place where it belongs.
     *
     * @param key the key
     * @return the place
     */
    public Path<K, V> find(K key) {
        return find(order, key);
    }

    /**
     * As {@link #find(Object)}, but with comparisons made by somebody else, who must agree with the order of this tree.
     *
     * @param by the order
     * @param key the key
     * @return the place
     */
    public Path<K, V> find(Order<K> by, K key) {
        Path<K, V> path = new Path<>(this);
        if (size() == 0) {
            by.compare(key, key); // as all sorted maps do, so that the first key is checked like any other
        }
        path.find(by, key);
        return path;
    }

    /** The tree with another element. */
    public SortedTree<K, V> with(K key, V value) {
        return find(key).with(key, value);
    }

    /** The tree without a key. */
    public SortedTree<K, V> without(K key) {
        return size() == 0 ? this : find(key).without();
    }

    /** A way through the elements in a range. */
    public Cursor<K, V> cursor(Range<K> range, boolean descending) {
        return new Cursor<>(this, range, descending);
    }

    /** The elements from one rank to before another, to be gone through in any order of its parts. */
    public Slice<K, V> slice(Range<K> range, boolean descending) {
        int from = rankOfBegin(range);
        return new Slice<>(this, from, Math.max(from, rankOfEnd(range)), descending);
    }

    /** The first element in a range, or the last one; null if there is none. */
    public Map.@Nullable Entry<K, V> end(Range<K> range, boolean last) {
        Cursor<K, V> cursor = cursor(range, last);
        return cursor.advance() ? cursor.entry() : null;
    }

    /** The number of elements in a range. */
    public int count(Range<K> range) {
        return range.isAll() ? size() : Math.max(0, rankOfEnd(range) - rankOfBegin(range));
    }

    /** The number of elements below a range. */
    int rankOfBegin(Range<K> range) {
        K low = range.low();
        return low == null ? 0 : rank(low, !range.withLow());
    }

    /** The number of elements that are not above a range. */
    int rankOfEnd(Range<K> range) {
        K high = range.high();
        return high == null ? size() : rank(high, range.withHigh());
    }

    private int rank(K key, boolean including) {
        Node<K, V> node = root;
        int below = 0;
        for (int level = height; level > 0; level--) {
            Node<K, V>[] children = ((Branch<K, V>) node).children;
            int turn = order.floor(node.keys, key);
            if (turn < 0) {
                return 0;
            }
            for (int i = 0; i < turn; i++) {
                below += children[i].size();
            }
            node = children[turn];
        }
        int index = order.search(node.keys, key);
        return below + (index < 0 ? -1 - index : including ? index + 1 : index);
    }

    /** Whether a key has the same value in both trees, compared by identity, or at least is in both or in none. */
    public boolean agreesAt(K key, boolean presenceOnly, SortedTree<K, V> other) {
        if (height == other.height) {
            // Go down in both as long as they differ. Where they turn alike they share keys, mostly.
            Node<K, V> a = root;
            Node<K, V> b = other.root;
            for (int level = height; level > 0; level--) {
                if (a == b) {
                    return true;
                }
                int turn = order.floor(a.keys, key);
                int otherTurn = a.keys == b.keys ? turn : order.floor(b.keys, key);
                if (turn < 0 || otherTurn < 0) {
                    break;
                }
                a = ((Branch<K, V>) a).children[turn];
                b = ((Branch<K, V>) b).children[otherTurn];
            }
            if (a == b) {
                return true;
            }
        }
        V mine = get(key);
        V theirs = other.get(key);
        return presenceOnly ? (mine == null) == (theirs == null) : mine == theirs;
    }

    /** Whether both trees have equal keys in a range, and if asked for the same values, compared by identity. */
    public boolean agreesIn(Range<K> range, boolean keysOnly, SortedTree<K, V> other) {
        Difference<K, V> difference = new Difference<>(this, other, range);
        while (difference.advance()) {
            if (!keysOnly || difference.isOfKeys()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Makes in another tree the changes that lead from this one to a third.
     *
     * @param changed this tree, changed
     * @param other another tree
     * @return the other tree, changed alike
     */
    public SortedTree<K, V> rebase(SortedTree<K, V> changed, SortedTree<K, V> other) {
        if (this == other) {
            return changed;
        }
        Difference<K, V> difference = new Difference<>(this, changed, Range.all());
        SortedTree<K, V> result = other;
        while (difference.advance()) {
            V value = difference.after();
            if (value == null || difference.isOfKeys()) {
                result = result.without(difference.key());
            }
            if (value != null) {
                result = result.with(difference.key(), value);
            }
        }
        return result;
    }
}
