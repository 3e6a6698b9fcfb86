package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Order;
import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a sorted map, shared or fixed, as its views see them. Ranges are always ascending.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface Entries<K, V> {
    /** The order of the keys. */
    Order<K> order();

    /** The value of a key; null if there is none. */
    @Nullable
    V get(K key);

    /** Whether there is such a key. */
    boolean contains(K key);

    /**
     * The first or the last element in a range; null if there is none.
     *
     * @param valueToo whether the caller makes use of the value
     */
    Map.@Nullable Entry<K, V> end(Range<K> range, boolean last, boolean valueToo);

    /** The number of elements in a range. */
    int count(Range<K> range);

    /** Whether there is no element in a range. */
    boolean isEmpty(Range<K> range);

    /** All elements of this moment. */
    SortedTree<K, V> all();

    /**
     * A way through the elements in a range.
     *
     * @param keysOnly whether the caller makes no use of the values
     */
    Walk<K, V> walk(Range<K> range, boolean descending, boolean keysOnly);

    /** Whether a walk through the elements sees later changes: in a block only, it sees the block's own. */
    boolean isLive();

    /** Where to change the elements. */
    Site<K, V> site();

    /** What stands for them in a stream. */
    WrittenEntries<K, V> written();

    /** Puts in the elements that were read from a stream. */
    void fill(SortedTree<K, V> elements);
}
