package dev.ame.stm.collections.bag;

import org.jspecify.annotations.Nullable;

/**
 * Up to {@link #SIZE} items with consecutive numbers, in a list of chunks. Immutable: an item is taken out by a chunk with one
 * bit less, and the same array.
 *
 * @param <E> the type of the elements
 */
final class Chunk<E> {
    static final int SIZE = 16;

    final Item<E>[] items;

    /** The number of the first item. */
    final long start;

    /** A bit for each item that is still there. */
    final int mask;

    final @Nullable Chunk<E> next;

    Chunk(Item<E>[] items, long start, int mask, @Nullable Chunk<E> next) {
        this.items = items;
        this.start = start;
        this.mask = mask;
        this.next = next;
    }

    static <E> Chunk<E> of(Item<E>[] items, long start, @Nullable Chunk<E> next) {
        return new Chunk<>(items, start, (1 << items.length) - 1, next);
    }

    boolean has(long number) {
        long index = number - start;
        return index >= 0 && index < items.length && (mask & (1 << index)) != 0;
    }

    Chunk<E> before(@Nullable Chunk<E> rest) {
        return new Chunk<>(items, start, mask, rest);
    }

    /** The index of an item that is there, and unclaimed; negative if there is none. */
    int free() {
        for (int left = mask; left != 0; left &= left - 1) {
            int index = Integer.numberOfTrailingZeros(left);
            if (!items[index].isClaimed()) {
                return index;
            }
        }
        return -1;
    }
}
