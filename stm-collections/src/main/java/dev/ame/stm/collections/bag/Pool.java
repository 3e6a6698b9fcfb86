package dev.ame.stm.collections.bag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The items of one stripe of a bag, numbered as they come. Immutable.
 *
 * <pre>
 *   front -> chunk -> chunk      oldest first: items are taken from here
 *   back  -> chunk -> chunk      newest first: full chunks are put here
 *   tail     [ . . . ]           the newest items
 * </pre>
 *
 * When the front has nothing to take any more, all of it becomes the front: the two lists of Hood and Melville's queues.
 * Chunks before the one that is taken from are copied: they have nothing but claimed items, so they are as few as takers
 * that are at work.
 *
 * @param <E> the type of the elements
 */
final class Pool<E> {
    private static final Item<?>[] NOTHING = {};

    private final @Nullable Chunk<E> front;
    private final @Nullable Chunk<E> back;
    private final Item<E>[] tail;

    /** The number that the next item will have; those of the tail are the ones before. */
    private final long next;

    private final int size;

    private Pool(@Nullable Chunk<E> front, @Nullable Chunk<E> back, Item<E>[] tail, long next, int size) {
        this.front = front;
        this.back = back;
        this.tail = tail;
        this.next = next;
        this.size = size;
    }

    /** An item and its number. */
    record Found<E>(Item<E> item, long number) {}

    @SuppressWarnings("unchecked") // an empty array
    static <E> Pool<E> empty() {
        return new Pool<>(null, null, (Item<E>[]) NOTHING, 0, 0);
    }

    int size() {
        return size;
    }

    Pool<E> with(Item<E> item) {
        boolean full = tail.length == Chunk.SIZE;
        Item<E>[] newTail = full ? Arrays.copyOf(tail, 1) : Arrays.copyOf(tail, tail.length + 1);
        newTail[newTail.length - 1] = item;
        Chunk<E> newBack = full ? Chunk.of(tail, next - Chunk.SIZE, back) : back;
        return new Pool<>(front, newBack, newTail, next + 1, Math.addExact(size, 1));
    }

    /** Without the item that was added last, and has not been moved to the front since. */
    Pool<E> withoutLast() {
        if (tail.length > 0) {
            return new Pool<>(front, back, Arrays.copyOf(tail, tail.length - 1), next - 1, size - 1);
        }
        Chunk<E> last = Objects.requireNonNull(back);
        return new Pool<>(front, last.next, Arrays.copyOf(last.items, Chunk.SIZE - 1), next - 1, size - 1);
    }

    /**
     * The oldest item that nobody claims; null if there is none. The oldest, because it will be at the front for whoever
     * commits: a taker whose item lies far behind has to step over all the others, each time another one commits first.
     */
    @Nullable
    Found<E> findFree() {
        Found<E> found = firstFree(front);
        if (found == null) {
            found = lastFree(back); // the newest chunk comes first there
        }
        if (found == null && tail.length > 0) {
            found = firstFree(Chunk.of(tail, next - tail.length, null));
        }
        return found;
    }

    private static <E> @Nullable Found<E> firstFree(@Nullable Chunk<E> list) {
        for (Chunk<E> chunk = list; chunk != null; chunk = chunk.next) {
            int index = chunk.free();
            if (index >= 0) {
                return new Found<>(chunk.items[index], chunk.start + index);
            }
        }
        return null;
    }

    private static <E> @Nullable Found<E> lastFree(@Nullable Chunk<E> list) {
        Chunk<E> last = null;
        int lastIndex = -1;
        for (Chunk<E> chunk = list; chunk != null; chunk = chunk.next) {
            int index = chunk.free();
            if (index >= 0) {
                last = chunk;
                lastIndex = index;
            }
        }
        return last == null ? null : new Found<>(last.items[lastIndex], last.start + lastIndex);
    }

    /** Any item, of a pool that is not empty. */
    Found<E> any() {
        Chunk<E> chunk = Objects.requireNonNull(front != null ? front : allInFront().front);
        int index = Integer.numberOfTrailingZeros(chunk.mask);
        return new Found<>(chunk.items[index], chunk.start + index);
    }

    boolean has(long number) {
        return has(front, number) || has(back, number) || (number >= next - tail.length && number < next);
    }

    private static <E> boolean has(@Nullable Chunk<E> list, long number) {
        for (Chunk<E> chunk = list; chunk != null; chunk = chunk.next) {
            if (chunk.has(number)) {
                return true;
            }
        }
        return false;
    }

    /** Without the item of a number; null if it is not there. */
    @Nullable
    @SuppressWarnings("unchecked") // an empty array
    Pool<E> without(long number) {
        if (size == 1) {
            return has(number) ? new Pool<>(null, null, (Item<E>[]) NOTHING, next, 0) : null;
        }
        Pool<E> fromFront = withoutInFront(number);
        if (fromFront != null || (back == null && tail.length == 0)) {
            return fromFront;
        }
        return has(number) ? allInFront().withoutInFront(number) : null;
    }

    private @Nullable Pool<E> withoutInFront(long number) {
        List<Chunk<E>> before = List.of();
        Chunk<E> chunk = front;
        while (chunk != null && !chunk.has(number)) {
            before = before.isEmpty() ? new ArrayList<>() : before;
            before.add(chunk);
            chunk = chunk.next;
        }
        if (chunk == null) {
            return null;
        }
        int mask = chunk.mask & ~(1 << (number - chunk.start));
        Chunk<E> list = mask == 0 ? chunk.next : new Chunk<>(chunk.items, chunk.start, mask, chunk.next);
        for (int i = before.size() - 1; i >= 0; i--) {
            list = before.get(i).before(list);
        }
        return new Pool<>(list, back, tail, next, size - 1);
    }

    @SuppressWarnings("unchecked") // an empty array
    private Pool<E> allInFront() {
        Chunk<E> list = tail.length == 0 ? null : Chunk.of(tail, next - tail.length, null);
        for (Chunk<E> chunk = back; chunk != null; chunk = chunk.next) {
            list = chunk.before(list);
        }
        List<Chunk<E>> old = new ArrayList<>();
        for (Chunk<E> chunk = front; chunk != null; chunk = chunk.next) {
            old.add(chunk);
        }
        for (int i = old.size() - 1; i >= 0; i--) {
            list = old.get(i).before(list);
        }
        return new Pool<>(list, null, (Item<E>[]) NOTHING, next, size);
    }

    /** The same, to be another object: a commit of it tells others to look again. */
    Pool<E> copy() {
        return new Pool<>(front, back, tail, next, size);
    }
}
