package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Order;
import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Elements that never change: those of one moment.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class FixedEntries<K, V> implements Entries<K, V> {
    private final WrittenEntries<K, V> written = new WrittenEntries<>(this);

    /** Not final only because elements that are read from a stream have to set it. */
    private SortedTree<K, V> tree;

    FixedEntries(SortedTree<K, V> tree) {
        this.tree = tree;
    }

    @Override
    public Order<K> order() {
        return tree.order();
    }

    @Override
    public @Nullable V get(K key) {
        return tree.get(key);
    }

    @Override
    public boolean contains(K key) {
        return tree.get(key) != null;
    }

    @Override
    public Map.@Nullable Entry<K, V> end(Range<K> range, boolean last, boolean valueToo) {
        return tree.end(range, last);
    }

    @Override
    public int count(Range<K> range) {
        return tree.count(range);
    }

    @Override
    public boolean isEmpty(Range<K> range) {
        return tree.count(range) == 0;
    }

    @Override
    public SortedTree<K, V> all() {
        return tree;
    }

    @Override
    public Walk<K, V> walk(Range<K> range, boolean descending, boolean keysOnly) {
        return new FixedWalk<>(tree.cursor(range, descending));
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public Site<K, V> site() {
        throw new UnsupportedOperationException("a snapshot cannot be changed");
    }

    @Override
    public WrittenEntries<K, V> written() {
        return written;
    }

    @Override
    public void fill(SortedTree<K, V> elements) {
        tree = elements;
    }
}
