package dev.ame.stm.collections.tree;

/**
 * A node of a {@link SortedTree}; never changed once made, neither are its arrays. A node that is not the root holds from
 * {@link #LEAST} to {@link #MOST} keys: elements in a leaf, in a branch the least key below each child.
 */
abstract class Node<K, V> {
    /** Measured: 16 makes lookups slower, 64 changes. */
    static final int MOST = 32;

    static final int LEAST = MOST / 4;

    final K[] keys;

    Node(K[] keys) {
        this.keys = keys;
    }

    /** The number of elements below. */
    abstract int size();

    abstract Node<K, V> slice(int from, int to);

    /** This node and its right neighbour in one. */
    abstract Node<K, V> joined(Node<K, V> right);

    final int width() {
        return keys.length;
    }

    /**
     * Where to cut a node that has got too wide by what was put at an index. At the ends it is cut so that runs of
     * ascending or descending keys leave nodes well filled behind.
     */
    final int cut(int index) {
        int width = width();
        return index == width - 1 ? width - LEAST : index == 0 ? LEAST : width / 2;
    }
}
