package dev.ame.stm.collections.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what differs between two trees in a range, in ascending order, without looking into nodes that both share:
 * if one tree was made from the other by a few changes, the time is that of finding the changes. Values are compared by
 * identity, keys by {@code equals} as well: keys may be in the same place of the order and yet not be equal.
 */
final class Difference<K, V> {
    private final Order<K> order;
    private final Rest<K, V> before;
    private final Rest<K, V> after;
    private @Nullable K key;
    private @Nullable V newValue;
    private boolean ofKeys;

    Difference(SortedTree<K, V> before, SortedTree<K, V> after, Range<K> range) {
        this.order = before.order;
        this.before = new Rest<>(before, range);
        this.after = new Rest<>(after, range);
    }

    /** What has not been looked at of one tree: the rest of a leaf, and nodes, the next one on top. */
    private static final class Rest<K, V> {
        private final Order<K> order;
        private final Range<K> range;
        private Node<K, V>[] nodes;
        private int[] heights;
        private int top = -1;
        private Leaf<K, V> leaf = Leaf.empty();
        private int index;
        private int end;

        @SuppressWarnings({"unchecked", "rawtypes"}) // a generic array
        Rest(SortedTree<K, V> tree, Range<K> range) {
            this.order = tree.order;
            this.range = range;
            int room = 1 + tree.height * Node.MOST;
            this.nodes = new Node[Math.min(room, 3 * Node.MOST)];
            this.heights = new int[nodes.length];
            push(tree.root, tree.height);
        }

        boolean isInLeaf() {
            return index < end;
        }

        boolean isDone() {
            return !isInLeaf() && top < 0;
        }

        int height() {
            return top < 0 ? -1 : heights[top];
        }

        K key() {
            return leaf.keys[index];
        }

        V value() {
            return leaf.values[index];
        }

        /** Looks into the next node: enters a leaf, or puts the children of a branch in its place. */
        void open() {
            Node<K, V> node = nodes[top];
            int height = heights[top--];
            if (height == 0) {
                leaf = (Leaf<K, V>) node;
                index = range.begin(order, leaf.keys);
                end = range.end(order, leaf.keys);
                return;
            }
            Node<K, V>[] children = ((Branch<K, V>) node).children;
            // A child's keys begin at its own least key, so the child before may reach into the range.
            int first = Math.max(0, range.begin(order, node.keys) - 1);
            for (int i = range.end(order, node.keys) - 1; i >= first; i--) {
                push(children[i], height - 1);
            }
        }

        void push(Node<K, V> node, int height) {
            if (++top == nodes.length) {
                nodes = Arrays.copyOf(nodes, 2 * top);
                heights = Arrays.copyOf(heights, 2 * top);
            }
            nodes[top] = node;
            heights[top] = height;
        }
    }

    /** Goes to the next difference; false if there is none. */
    boolean advance() {
        while (true) {
            boolean inOld = before.isInLeaf();
            boolean inNew = after.isInLeaf();
            if (inOld && inNew) {
                if (compareElements()) {
                    return true;
                }
            } else if (inOld || inNew) {
                Rest<K, V> other = inOld ? after : before;
                if (other.isDone()) {
                    return inOld ? removed() : added();
                }
                other.open();
            } else if (before.isDone() && after.isDone()) {
                return false;
            } else {
                skipOrOpen();
            }
        }
    }

    /** Both stand between two nodes. */
    private void skipOrOpen() {
        int oldHeight = before.height();
        int newHeight = after.height();
        if (oldHeight == newHeight && before.nodes[before.top] == after.nodes[after.top]) {
            before.top--;
            after.top--;
            return;
        }
        if (oldHeight >= newHeight) {
            before.open();
        }
        if (newHeight >= oldHeight) {
            after.open();
        }
    }

    private boolean compareElements() {
        K oldKey = before.key();
        K newKey = after.key();
        int c = oldKey == newKey ? 0 : order.compare(oldKey, newKey);
        if (c < 0) {
            return removed();
        }
        if (c > 0) {
            return added();
        }
        V was = before.value();
        V is = after.value();
        before.index++;
        after.index++;
        ofKeys = oldKey != newKey && !oldKey.equals(newKey);
        if (was == is && !ofKeys) {
            return false;
        }
        key = newKey;
        newValue = is;
        return true;
    }

    private boolean removed() {
        key = before.key();
        newValue = null;
        ofKeys = true;
        before.index++;
        return true;
    }

    private boolean added() {
        key = after.key();
        newValue = after.value();
        ofKeys = true;
        after.index++;
        return true;
    }

    K key() {
        if (key == null) {
            throw new IllegalStateException("no difference");
        }
        return key;
    }

    /** The value after; null if there is none. */
    @Nullable
    V after() {
        return newValue;
    }

    /** Whether more than a value differs. */
    boolean isOfKeys() {
        return ofKeys;
    }
}
