package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Cursor;
import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written in place of elements that are serialized: those of one moment. All views of the same elements share it, and
 * so do the views that are read. The name, which is for reports of conflicts, is not written.
 *
 * @param fixed whether they never change
 * @param comparator orders the keys; null if they do that by themselves
 * @param keys in their order
 * @param values of the keys
 */
@SuppressWarnings("serial") // if the keys, the values and the comparator are
record WrittenEntries<K, V>(boolean fixed, @Nullable Comparator<? super K> comparator, List<K> keys, List<V> values)
        implements Serializable {
    static <K, V> WrittenEntries<K, V> of(SortedTree<K, V> tree, boolean fixed) {
        List<K> keys = new ArrayList<>(tree.size());
        List<V> values = new ArrayList<>(tree.size());
        Cursor<K, V> cursor = tree.cursor(Range.all(), false);
        while (cursor.advance()) {
            keys.add(cursor.key());
            values.add(cursor.value());
        }
        return new WrittenEntries<>(fixed, tree.order().comparator(), keys, values);
    }

    private Object readResolve() {
        SortedTree<K, V> tree = SortedTree.empty(comparator);
        for (int i = 0; i < keys.size(); i++) {
            tree = tree.with(keys.get(i), values.get(i));
        }
        return fixed ? new FixedEntries<>(tree) : new SharedEntries<>(null, tree);
    }
}
