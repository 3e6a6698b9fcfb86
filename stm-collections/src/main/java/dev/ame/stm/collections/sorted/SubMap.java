package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Range;

/** A sorted map over the elements of another one, or over some that never change. */
final class SubMap<K, V> extends SortedMapView<K, V> {
    private static final long serialVersionUID = 1;

    SubMap(Entries<K, V> entries, Range<K> range, boolean descending) {
        super(entries, range, descending);
    }
}
