package dev.ame.stm.collections.tree;

import org.jspecify.annotations.Nullable;

/**
 * The way from the root of a tree to one of its leaves, and a place in that leaf. Found with the help of code of users,
 * used without: what is made of the place once found is made by nobody but us. Used by one thread.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class Path<K, V> {
    private final SortedTree<K, V> tree;
    private final Branch<K, V>[] branches;
    private final int[] turns;
    Leaf<K, V> leaf = Leaf.empty();
    int index;
    private boolean found;

    @SuppressWarnings({"unchecked", "rawtypes"}) // a generic array
    Path(SortedTree<K, V> tree) {
        this.tree = tree;
        this.branches = new Branch[tree.height];
        this.turns = new int[tree.height];
    }

    /** Goes to a key, or to where it would be inserted, which may be behind the last key of a leaf. */
    boolean find(Order<K> order, K key) {
        Node<K, V> node = tree.root;
        for (int level = 0; level < turns.length; level++) {
            Branch<K, V> branch = (Branch<K, V>) node;
            int turn = Math.max(0, order.floor(branch.keys, key));
            branches[level] = branch;
            turns[level] = turn;
            node = branch.children[turn];
        }
        leaf = (Leaf<K, V>) node;
        int at = order.search(leaf.keys, key);
        found = at >= 0;
        index = found ? at : -1 - at;
        return found;
    }

    /** Goes to the element of a rank, which must exist. */
    void toRank(int rank) {
        Node<K, V> node = tree.root;
        int left = rank;
        for (int level = 0; level < turns.length; level++) {
            Branch<K, V> branch = (Branch<K, V>) node;
            int turn = 0;
            while (left >= branch.children[turn].size()) {
                left -= branch.children[turn].size();
                turn++;
            }
            branches[level] = branch;
            turns[level] = turn;
            node = branch.children[turn];
        }
        leaf = (Leaf<K, V>) node;
        index = left;
        found = true;
    }

    /** Goes to the first element, or to where it would be. */
    void toFirst() {
        down(tree.root, 0, true);
    }

    /** Goes to the last element, or before where it would be. */
    void toLast() {
        down(tree.root, 0, false);
    }

    /** Goes to the first element of the next leaf; false if there is none. */
    boolean toNextLeaf() {
        for (int level = turns.length - 1; level >= 0; level--) {
            Branch<K, V> branch = branches[level];
            if (turns[level] + 1 < branch.width()) {
                down(branch.children[++turns[level]], level + 1, true);
                return true;
            }
        }
        return false;
    }

    /** Goes to the last element of the leaf before; false if there is none. */
    boolean toPreviousLeaf() {
        for (int level = turns.length - 1; level >= 0; level--) {
            if (turns[level] > 0) {
                down(branches[level].children[--turns[level]], level + 1, false);
                return true;
            }
        }
        return false;
    }

    private void down(Node<K, V> from, int fromLevel, boolean first) {
        Node<K, V> node = from;
        for (int level = fromLevel; level < turns.length; level++) {
            Branch<K, V> branch = (Branch<K, V>) node;
            int turn = first ? 0 : branch.width() - 1;
            branches[level] = branch;
            turns[level] = turn;
            node = branch.children[turn];
        }
        leaf = (Leaf<K, V>) node;
        index = first ? 0 : leaf.width() - 1;
        found = index >= 0 && index < leaf.width();
    }

    /** Goes to the next element, which must exist. */
    void goOn() {
        if (++index == leaf.width()) {
            toNextLeaf();
        }
    }

    /** Goes to the element before, which must exist. */
    void goBack() {
        if (--index < 0) {
            toPreviousLeaf();
        }
    }

    /** Goes to an element of the same leaf. */
    void stand(int at) {
        index = at;
        found = true;
    }

    /** The key that is there. */
    public K key() {
        return leaf.keys[index];
    }

    /** The value that is there. */
    public V value() {
        return leaf.values[index];
    }

    /** The value that is there; null if there is none. */
    public @Nullable V valueOrNull() {
        return found ? leaf.values[index] : null;
    }

    /**
     * The tree with a value at this place; the tree itself if the value is there already.
     *
     * @param key for a place that was found to be free, the key that belongs there
     * @param value the value
     * @return the tree
     */
    public SortedTree<K, V> with(K key, V value) {
        if (found) {
            return leaf.values[index] == value ? tree : tree.of(withNode(leaf.replaced(index, value)), tree.height);
        }
        Leaf<K, V> changed = leaf.inserted(index, key, value);
        return changed.width() <= Node.MOST ? tree.of(withNode(changed), tree.height) : withSplit(changed);
    }

    /** The tree without the element at this place; the tree itself if there is none. */
    public SortedTree<K, V> without() {
        if (!found) {
            return tree;
        }
        Node<K, V> node = leaf.removed(index);
        for (int level = turns.length - 1; level >= 0; level--) {
            Branch<K, V> branch = branches[level];
            int turn = turns[level];
            node = node.width() < Node.LEAST ? branch.narrowed(turn, node) : branch.replaced(turn, node);
        }
        int height = tree.height;
        while (height > 0 && node.width() == 1) {
            node = ((Branch<K, V>) node).children[0];
            height--;
        }
        return tree.of(node, height);
    }

    private Node<K, V> withNode(Node<K, V> changed) {
        return withNode(changed, turns.length - 1);
    }

    private Node<K, V> withNode(Node<K, V> changed, int fromLevel) {
        Node<K, V> node = changed;
        for (int level = fromLevel; level >= 0; level--) {
            node = branches[level].replaced(turns[level], node);
        }
        return node;
    }

    private SortedTree<K, V> withSplit(Node<K, V> changed) {
        Node<K, V> wide = changed;
        int at = index;
        for (int level = turns.length - 1; level >= 0; level--) {
            int cut = wide.cut(at);
            wide = branches[level].split(turns[level], wide.slice(0, cut), wide.slice(cut, wide.width()));
            if (wide.width() <= Node.MOST) {
                return tree.of(withNode(wide, level - 1), tree.height);
            }
            at = turns[level] + 1;
        }
        int cut = wide.cut(at);
        return tree.of(Branch.of(wide.slice(0, cut), wide.slice(cut, wide.width())), tree.height + 1);
    }
}
