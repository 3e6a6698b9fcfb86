package dev.ame.stm.collections.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Operations on the arrays that a {@link Sequence} is made of; nulls in them are vacant slots. They are never changed. */
final class Items {
    private Items() {}

    /** The first index from {@code from} on that is not vacant; the length if there is none. */
    static int occupiedFrom(@Nullable Object[] items, int from) {
        int index = from;
        while (index < items.length && items[index] == null) {
            index++;
        }
        return index;
    }

    /** The last index up to {@code to} that is not vacant; -1 if there is none. */
    static int occupiedUpTo(@Nullable Object[] items, int to) {
        int index = to;
        while (index >= 0 && items[index] == null) {
            index--;
        }
        return index;
    }

    /** Without those in front of the first that is not vacant. */
    static @Nullable Object[] trimmedInFront(@Nullable Object[] items) {
        int index = occupiedFrom(items, 0);
        return index == 0 ? items : Arrays.copyOfRange(items, index, items.length);
    }

    /** Without those behind the last that is not vacant. */
    static @Nullable Object[] trimmedBehind(@Nullable Object[] items) {
        int index = occupiedUpTo(items, items.length - 1);
        return index == items.length - 1 ? items : Arrays.copyOf(items, index + 1);
    }

    /** With an element at an index behind all others. */
    static @Nullable Object[] extended(@Nullable Object[] items, int index, Object element) {
        @Nullable Object[] more = Arrays.copyOf(items, index + 1, Object[].class);
        more[index] = element;
        return more;
    }

    /** With vacant slots in front. */
    static @Nullable Object[] shifted(@Nullable Object[] items, int by) {
        @Nullable Object[] more = new @Nullable Object[by + items.length];
        System.arraycopy(items, 0, more, by, items.length);
        return more;
    }

    /** With another item at an index, or none. */
    static @Nullable Object[] with(@Nullable Object[] items, int index, @Nullable Object item) {
        @Nullable Object[] changed = items.clone();
        changed[index] = item;
        return changed;
    }
}
