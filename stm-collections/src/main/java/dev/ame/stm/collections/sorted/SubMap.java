package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;

/** A sorted map over the elements of another one, or over some that never change. */
final class SubMap<K, V> extends SortedMapView<K, V> {
    private static final long serialVersionUID = 1;

    SubMap(Entries<K, V> entries, Range<K> range, boolean descending) {
        super(entries, range, descending);
    }

    /** No elements; to be read from a stream. */
    static <K, V> SubMap<K, V> empty() {
        return new SubMap<>(new FixedEntries<>(SortedTree.empty(null)), Range.all(), false);
    }
}
