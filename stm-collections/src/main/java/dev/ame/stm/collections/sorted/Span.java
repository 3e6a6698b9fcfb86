package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys that a block knows completely, with or without the values. An iterator makes its span longer as it goes
 * on, until the log that holds the span merges it with others.
 */
final class Span<K> {
    private Range<K> range;
    final boolean keysOnly;

    /** A key of which the block knows that it is there, beyond the range. */
    private @Nullable K witness;

    private boolean merged;

    Span(Range<K> range, boolean keysOnly) {
        this.range = range;
        this.keysOnly = keysOnly;
    }

    Range<K> range() {
        return range;
    }

    @Nullable
    K witness() {
        return witness;
    }

    boolean isMerged() {
        return merged;
    }

    void setMerged() {
        merged = true;
    }

    void grow(Range<K> longer) {
        range = longer;
        witness = null;
    }

    void expect(@Nullable K key) {
        witness = key;
    }

    <V> boolean isAlike(SortedTree<K, V> base, SortedTree<K, V> newer) {
        return base.agreesIn(range, keysOnly, newer) && (witness == null || base.agreesAt(witness, true, newer));
    }
}
