package dev.ame.stm.collections.tree;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How keys are ordered: by a comparator or by themselves. Both are code of users, which may throw, take its time, and
 * touch the very map that is looking for a key.
 *
 * @param <K> the type of the keys
 */
public final class Order<K> implements Comparator<K> {
    private final @Nullable Comparator<? super K> comparator;

    /**
     * An order.
     *
     * @param comparator null for the natural order
     */
    public Order(@Nullable Comparator<? super K> comparator) {
        this.comparator = comparator;
    }

    /** The comparator; null for the natural order. */
    public @Nullable Comparator<? super K> comparator() {
        return comparator;
    }

    @Override
    @SuppressWarnings("unchecked") // a key that cannot be compared is told so by a ClassCastException, as usual
    public int compare(K a, K b) {
        return comparator == null ? ((Comparable<? super K>) a).compareTo(b) : comparator.compare(a, b);
    }

    /** The index of a key in sorted keys; if it is not there, {@code -1 - i} where {@code i} is the index it would get. */
    @SuppressWarnings("unchecked")
    int search(K[] keys, K key) {
        Comparator<? super K> by = comparator;
        int low = 0;
        int high = keys.length - 1;
        if (by != null) {
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int c = by.compare(key, keys[middle]);
                if (c == 0) {
                    return middle;
                }
                if (c > 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
        } else if (high >= 0) {
            Comparable<? super K> comparable = (Comparable<? super K>) key;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int c = comparable.compareTo(keys[middle]);
                if (c == 0) {
                    return middle;
                }
                if (c > 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
        }
        return -1 - low;
    }

    /** The index of the last of the sorted keys that is not greater than a key; -1 if all are. */
    int floor(K[] keys, K key) {
        int found = search(keys, key);
        return found >= 0 ? found : -2 - found;
    }
}
