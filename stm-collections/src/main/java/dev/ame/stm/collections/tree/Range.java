package dev.ame.stm.collections.tree;

import org.jspecify.annotations.Nullable;

/**
 * A range of keys. It may be empty.
 *
 * @param low where it begins; null for the very beginning
 * @param withLow whether {@code low} belongs to it
 * @param high where it ends; null for the very end
 * @param withHigh whether {@code high} belongs to it
 * @param <K> the type of the keys
 */
public record Range<K>(
        @Nullable K low, boolean withLow, @Nullable K high, boolean withHigh) {
    private static final Range<?> ALL = new Range<>(null, false, null, false);

    /** All keys. */
    @SuppressWarnings("unchecked") // it holds no key
    public static <K> Range<K> all() {
        return (Range<K>) ALL;
    }

    /**
     * A range whose ends come from anywhere.
     *
     * @throws IllegalArgumentException if it ends before it begins
     * @throws ClassCastException if the ends are not keys that can be compared
     */
    public static <K> Range<K> checked(
            Order<K> order, @Nullable K low, boolean withLow, @Nullable K high, boolean withHigh) {
        if (low == null && high == null) {
            return all();
        }
        K begin = low != null ? low : high;
        K end = high != null ? high : low;
        if (begin != null && end != null && order.compare(begin, end) > 0) {
            throw new IllegalArgumentException("inconsistent range");
        }
        return new Range<>(low, withLow, high, withHigh);
    }

    /** As mathematicians write it. */
    @Override
    public String toString() {
        return isAll()
                ? "(all)"
                : (withLow ? "[" : "(") + (low == null ? ".." : low) + ", " + (high == null ? ".." : high)
                        + (withHigh ? "]" : ")");
    }

    /** Whether this is the range of all keys. */
    public boolean isAll() {
        return low == null && high == null;
    }

    /** What is not below a key, or not at it either. The key is compared with both ends, so that it is of a fitting type. */
    public Range<K> from(Order<K> order, K key, boolean included) {
        if (low != null) {
            int c = order.compare(key, low);
            if (c < 0 || (c == 0 && included)) {
                return this;
            }
        }
        if (high != null && order.compare(key, high) > 0) {
            return new Range<>(high, false, high, true);
        }
        return new Range<>(key, included, high, withHigh);
    }

    /** What is not above a key, or not at it either. The key is compared with both ends, so that it is of a fitting type. */
    public Range<K> to(Order<K> order, K key, boolean included) {
        if (low != null && order.compare(key, low) < 0) {
            return new Range<>(low, false, low, true);
        }
        if (high != null) {
            int c = order.compare(key, high);
            if (c > 0 || (c == 0 && included)) {
                return this;
            }
        }
        return new Range<>(low, withLow, key, included);
    }

    /**
     * A part of this range; it may be empty.
     *
     * @param from where it begins; null for where this range does
     * @param to where it ends; null for where this range does
     * @throws IllegalArgumentException if it reaches out of this range, or ends before it begins
     */
    public Range<K> part(Order<K> order, @Nullable K from, boolean withFrom, @Nullable K to, boolean withTo) {
        if (from != null && low != null) {
            int c = order.compare(from, low);
            if (c < 0 || (c == 0 && withFrom && !withLow)) {
                throw new IllegalArgumentException("out of range");
            }
        }
        if (to != null && high != null) {
            int c = order.compare(to, high);
            if (c > 0 || (c == 0 && withTo && !withHigh)) {
                throw new IllegalArgumentException("out of range");
            }
        }
        K begin = from != null ? from : low;
        K end = to != null ? to : high;
        if (begin != null && end != null && order.compare(begin, end) > 0) {
            throw new IllegalArgumentException("inconsistent range");
        }
        return new Range<>(begin, from != null ? withFrom : withLow, end, to != null ? withTo : withHigh);
    }

    /** Whether a key lies below the range. */
    public boolean isBelow(Order<K> order, K key) {
        if (low == null) {
            return false;
        }
        int c = order.compare(key, low);
        return c < 0 || (c == 0 && !withLow);
    }

    /** Whether a key lies above the range. */
    public boolean isAbove(Order<K> order, K key) {
        if (high == null) {
            return false;
        }
        int c = order.compare(key, high);
        return c > 0 || (c == 0 && !withHigh);
    }

    /** Whether a key lies in the range. */
    public boolean contains(Order<K> order, K key) {
        return !isBelow(order, key) && !isAbove(order, key);
    }

    /** The index of the first of the sorted keys that is not below the range. */
    int begin(Order<K> order, K[] keys) {
        if (low == null) {
            return 0;
        }
        int found = order.search(keys, low);
        return found < 0 ? -1 - found : withLow ? found : found + 1;
    }

    /** The index behind the last of the sorted keys that is not above the range. */
    int end(Order<K> order, K[] keys) {
        if (high == null) {
            return keys.length;
        }
        int found = order.search(keys, high);
        return found < 0 ? -1 - found : withHigh ? found + 1 : found;
    }
}
