package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a change is made: the shared state itself, or what it is to the running block. */
interface Site<K, V> {
    /** The elements at present. */
    SortedTree<K, V> present();

    /**
     * Replaces the elements; false, without effect, if they are not the expected ones any more. If both are the same
     * nothing is changed; outside a block they then need not be present any more.
     */
    boolean replace(SortedTree<K, V> expected, SortedTree<K, V> changed);

    /** Removes everything, whatever there is. */
    void clear();

    /** Remembers, in a block, that it is going to know the value of a key, or the lack of one. */
    default void tellValue(K key) {}

    /** Remembers, in a block, that it is going to know whether a key is there. */
    default void tellPresence(K key) {}

    /** Remembers, in a block, what it knows as the first or last element of a range. */
    default void tellEnd(Range<K> range, boolean last, Map.@Nullable Entry<K, V> end, boolean valueToo) {}
}
