package dev.ame.stm.collections.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Builds a tree from elements given in ascending order.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class TreeBuilder<K, V> {
    private final List<K> keys = new ArrayList<>();
    private final List<V> values = new ArrayList<>();

    /** With no elements. */
    public TreeBuilder() {}

    /** Adds an element, which belongs behind those before. */
    public void add(K key, V value) {
        keys.add(Objects.requireNonNull(key, "key"));
        values.add(Objects.requireNonNull(value, "value"));
    }

    /** A tree of the order of another, with these elements. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // generic arrays
    public SortedTree<K, V> build(SortedTree<K, V> orderedAlike) {
        if (keys.isEmpty()) {
            return orderedAlike.cleared();
        }
        K[] allKeys = (K[]) keys.toArray();
        V[] allValues = (V[]) values.toArray();
        Leaf<K, V> all = new Leaf<>(allKeys, allValues);
        Node<K, V>[] level = new Node[parts(allKeys.length)];
        for (int i = 0; i < level.length; i++) {
            level[i] = all.slice(begin(allKeys.length, level.length, i), begin(allKeys.length, level.length, i + 1));
        }
        int height = 0;
        while (level.length > 1) {
            Node<K, V>[] above = new Node[parts(level.length)];
            for (int i = 0; i < above.length; i++) {
                int from = begin(level.length, above.length, i);
                int to = begin(level.length, above.length, i + 1);
                above[i] = Branch.of(Arrays.copyOfRange(level, from, to));
            }
            level = above;
            height++;
        }
        return orderedAlike.of(level[0], height);
    }

    private static int parts(int n) {
        return (n + Node.MOST - 1) / Node.MOST;
    }

    /** Where a part begins, if n things are divided as evenly as can be. */
    private static int begin(int n, int parts, int part) {
        return (int) ((long) n * part / parts);
    }
}
