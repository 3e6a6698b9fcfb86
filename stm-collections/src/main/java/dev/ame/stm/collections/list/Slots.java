package dev.ame.stm.collections.list;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Copies of arrays with small changes. */
final class Slots {
    private Slots() {}

    static @Nullable Object[] with(@Nullable Object[] slots, int index, @Nullable Object element) {
        @Nullable Object[] copy = Arrays.copyOf(slots, slots.length + 1);
        System.arraycopy(slots, index, copy, index + 1, slots.length - index);
        copy[index] = element;
        return copy;
    }

    static @Nullable Object[] without(@Nullable Object[] slots, int index) {
        @Nullable Object[] copy = Arrays.copyOf(slots, slots.length - 1);
        System.arraycopy(slots, index + 1, copy, index, copy.length - index);
        return copy;
    }

    static @Nullable Object[] replace(@Nullable Object[] slots, int from, int count, @Nullable Object[] instead) {
        @Nullable Object[] copy = Arrays.copyOf(slots, slots.length - count + instead.length);
        System.arraycopy(instead, 0, copy, from, instead.length);
        System.arraycopy(slots, from + count, copy, from + instead.length, slots.length - from - count);
        return copy;
    }
}
