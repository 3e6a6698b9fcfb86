package dev.ame.stm.collections.queue;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence whose elements stand in numbered slots. A slot keeps its number as long as its element stays, so
 * the number is a way to say which element is meant. Where an element is removed in the middle a vacant slot stays.
 *
 * <h2>Overview</h2>
 * Sixteen slots whose numbers differ in the last four bits only are a block. The first and the last block are at hand; those in
 * between are the elements of another sequence, whose slots are numbered by the rest of the bits. So there are about log16(n)
 * levels, each holds 16 times as much as the one above it, and work reaches the next one every 16th time:
 *
 * <pre>
 *   low             block                                         block            high
 *    v                |                                             |                v
 *   [a b c d e f g h] | [........] [........]  ...  [........]      | [x y z]
 *    front              middle: a sequence of blocks                  back
 * </pre>
 *
 * Adding and taking at both ends, and replacing one slot, copy at most one block a level, whatever was done before: the
 * cost is not amortized over a history that a block which is run again would have to pay for again. What was taken is not
 * referred to any more. A vacant block is not stored, at any level.
 *
 * <p>Invariants: the slots {@code low} and {@code high - 1} are occupied, unless it is empty. {@code front} begins with the slot
 * {@code low}; {@code back}, if it is another block, with the first slot of its block; if it is not, they are the same
 * array. Both, and the blocks between, may be shorter than 16: what is missing at their end is vacant.
 *
 * @param <E> the type of the elements
 */
public final class Sequence<E> {
    /** The number of a slot that does not exist: there is none further on. */
    static final long NONE_AFTER = Long.MAX_VALUE;

    /** The number of a slot that does not exist: there is none further back. */
    static final long NONE_BEFORE = Long.MIN_VALUE;

    private static final int BITS = 4;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;
    private static final @Nullable Object[] NO_ITEMS = {};
    private static final Sequence<Object> EMPTY = vacant(0);

    private final long low;
    private final long high;
    private final int size;
    private final @Nullable Object[] front;
    private final @Nullable Object[] back;
    private final @Nullable Sequence<@Nullable Object[]> middle;

    private Sequence(
            long low,
            long high,
            int size,
            @Nullable Object[] front,
            @Nullable Sequence<@Nullable Object[]> middle,
            @Nullable Object[] back) {
        this.low = low;
        this.high = high;
        this.size = size;
        this.front = front;
        this.middle = middle;
        this.back = back;
    }

    /** No elements; always the same one. */
    @SuppressWarnings("unchecked") // it has no elements
    static <E> Sequence<E> empty() {
        return (Sequence<E>) EMPTY;
    }

    /** No elements; the next one that is appended gets the slot {@code at}. */
    static <E> Sequence<E> vacant(long at) {
        return new Sequence<>(at, at, 0, NO_ITEMS, null, NO_ITEMS);
    }

    private static <E> Sequence<E> single(long at, E element) {
        @Nullable Object[] items = {element};
        return new Sequence<>(at, at + 1, 1, items, null, items);
    }

    /** All elements of an array, none of them null, from slot 0 on. */
    static <E> Sequence<E> of(Object[] elements) {
        return elements.length == 0 ? empty() : of(0, elements);
    }

    private static <E> Sequence<E> of(long low, @Nullable Object[] elements) {
        int firstEnd = (int) Math.min(elements.length, WIDTH - (low & MASK));
        @Nullable Object[] first = Arrays.copyOf(elements, firstEnd);
        long high = low + elements.length;
        if (firstEnd == elements.length) {
            return new Sequence<>(low, high, elements.length, first, null, first);
        }
        int blocks = (elements.length - firstEnd + WIDTH - 1) >> BITS;
        @Nullable Object[][] rest = new @Nullable Object[blocks][];
        for (int i = 0; i < blocks; i++) {
            int from = firstEnd + (i << BITS);
            rest[i] = Arrays.copyOfRange(elements, from, Math.min(from + WIDTH, elements.length));
        }
        Sequence<@Nullable Object[]> between =
                blocks == 1 ? null : of((low >> BITS) + 1, (@Nullable Object[]) Arrays.copyOf(rest, blocks - 1));
        return new Sequence<>(low, high, elements.length, first, between, rest[blocks - 1]);
    }

    // ---------------------------------------------------------------- looking

    /** The number of elements. */
    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The slot of the first element; if there is none, that of the next one to be appended. */
    long low() {
        return low;
    }

    /** One more than the slot of the last element. */
    long high() {
        return high;
    }

    E first() {
        return cast(front[0]);
    }

    E last() {
        return cast(back[back.length - 1]);
    }

    /** The element of a slot, null if it is vacant. */
    @Nullable
    E get(long slot) {
        if (slot < low || slot >= high) {
            return null;
        }
        @Nullable Object[] items = block(slot >> BITS);
        long index = slot - start(slot >> BITS);
        return items == null || index >= items.length ? null : castNullable(items[(int) index]);
    }

    /** The first occupied slot from {@code slot} on; {@link #NONE_AFTER} if there is none. */
    long nextOccupied(long slot) {
        if (slot >= high || size == 0) {
            return NONE_AFTER;
        }
        long at = Math.max(slot, low);
        long number = at >> BITS;
        while (true) {
            @Nullable Object[] items = block(number);
            if (items != null) {
                long start = start(number);
                int index = Items.occupiedFrom(items, (int) (Math.max(at, start) - start));
                if (index < items.length) {
                    return start + index;
                }
            }
            long next = middle == null ? NONE_AFTER : middle.nextOccupied(number + 1);
            number = next == NONE_AFTER ? lastBlock() : next;
        }
    }

    /** The last occupied slot up to {@code slot}; {@link #NONE_BEFORE} if there is none. */
    long previousOccupied(long slot) {
        if (slot < low || size == 0) {
            return NONE_BEFORE;
        }
        long at = Math.min(slot, high - 1);
        long number = at >> BITS;
        while (true) {
            @Nullable Object[] items = block(number);
            if (items != null) {
                long start = start(number);
                int index = Items.occupiedUpTo(items, (int) Math.min(at - start, items.length - 1));
                if (index >= 0) {
                    return start + index;
                }
            }
            long previous = middle == null ? NONE_BEFORE : middle.previousOccupied(number - 1);
            number = previous == NONE_BEFORE ? low >> BITS : previous;
        }
    }

    /** If a block begins with the slot that is the same in another sequence, and ends in front of {@code to}: its end; else the slot. */
    long endOfShared(Sequence<E> other, long slot, long to) {
        long number = slot >> BITS;
        boolean shared = (slot & MASK) == 0
                && slot + WIDTH <= to
                && isBetween(number)
                && other.isBetween(number)
                && block(number) == other.block(number);
        return shared ? slot + WIDTH : slot;
    }

    /** Gives all elements, in order. */
    void forEach(Consumer<? super E> action) {
        forEachOf(front, action);
        if (!isOneBlock()) {
            if (middle != null) {
                middle.forEach(items -> forEachOf(items, action));
            }
            forEachOf(back, action);
        }
    }

    /** All elements, in order. */
    Object[] toArray() {
        Object[] all = new Object[size];
        int[] filled = new int[1];
        forEach(element -> all[filled[0]++] = element);
        return all;
    }

    private void forEachOf(@Nullable Object[] items, Consumer<? super E> action) {
        for (Object item : items) {
            if (item != null) {
                action.accept(cast(item));
            }
        }
    }

    // ---------------------------------------------------------------- adding

    Sequence<E> append(E element) {
        return appendAt(high, element);
    }

    Sequence<E> prepend(E element) {
        return prependAt(low - 1, element);
    }

    /** With an element in a slot that is not below {@link #high}. */
    Sequence<E> appendAt(long slot, E element) {
        if (size == 0) {
            return single(slot, element);
        }
        if (isOneBlock()) {
            if (slot >> BITS == low >> BITS) {
                @Nullable Object[] items = Items.extended(front, (int) (slot - low), element);
                return new Sequence<>(low, slot + 1, size + 1, items, null, items);
            }
            return new Sequence<>(
                    low, slot + 1, size + 1, front, null, Items.extended(NO_ITEMS, (int) slot & MASK, element));
        }
        if (slot >> BITS == lastBlock()) {
            @Nullable Object[] items = Items.extended(back, (int) slot & MASK, element);
            return new Sequence<>(low, slot + 1, size + 1, front, middle, items);
        }
        Sequence<@Nullable Object[]> more =
                middle == null ? single(lastBlock(), back) : middle.appendAt(lastBlock(), back);
        return new Sequence<>(
                low, slot + 1, size + 1, front, more, Items.extended(NO_ITEMS, (int) slot & MASK, element));
    }

    /** With an element in a slot that is below {@link #low}. */
    Sequence<E> prependAt(long slot, E element) {
        if (size == 0) {
            return single(slot, element);
        }
        if (slot >> BITS == low >> BITS) {
            @Nullable Object[] items = Items.shifted(front, (int) (low - slot));
            items[0] = element;
            return new Sequence<>(slot, high, size + 1, items, middle, isOneBlock() ? items : back);
        }
        @Nullable Object[] first = {element};
        @Nullable Object[] whole = (low & MASK) == 0 ? front : Items.shifted(front, (int) low & MASK);
        if (isOneBlock()) {
            return new Sequence<>(slot, high, size + 1, first, null, whole);
        }
        Sequence<@Nullable Object[]> more =
                middle == null ? single(low >> BITS, whole) : middle.prependAt(low >> BITS, whole);
        return new Sequence<>(slot, high, size + 1, first, more, back);
    }

    // ---------------------------------------------------------------- taking

    Sequence<E> withoutFirst() {
        if (size == 1) {
            return vacant(high);
        }
        int index = Items.occupiedFrom(front, 1);
        if (index < front.length) {
            @Nullable Object[] items = Arrays.copyOfRange(front, index, front.length);
            return new Sequence<>(low + index, high, size - 1, items, middle, isOneBlock() ? items : back);
        }
        if (middle == null) {
            @Nullable Object[] items = Items.trimmedInFront(back);
            return new Sequence<>(high - items.length, high, size - 1, items, null, items);
        }
        @Nullable Object[] next = middle.first();
        long start = (middle.low << BITS) + Items.occupiedFrom(next, 0);
        Sequence<@Nullable Object[]> rest = middle.size == 1 ? null : middle.withoutFirst();
        return new Sequence<>(start, high, size - 1, Items.trimmedInFront(next), rest, back);
    }

    Sequence<E> withoutLast() {
        if (size == 1) {
            return vacant(low);
        }
        int index = Items.occupiedUpTo(back, back.length - 2);
        if (index >= 0) {
            @Nullable Object[] items = Arrays.copyOf(back, index + 1);
            long start = isOneBlock() ? low : lastBlock() << BITS;
            return new Sequence<>(low, start + index + 1, size - 1, isOneBlock() ? items : front, middle, items);
        }
        if (middle == null) {
            @Nullable Object[] items = Items.trimmedBehind(front);
            return new Sequence<>(low, low + items.length, size - 1, items, null, items);
        }
        @Nullable Object[] items = Items.trimmedBehind(middle.last());
        long end = ((middle.high - 1) << BITS) + items.length;
        Sequence<@Nullable Object[]> rest = middle.size == 1 ? null : middle.withoutLast();
        return new Sequence<>(low, end, size - 1, front, rest, items);
    }

    /** Without the element of a slot, which must be occupied. */
    Sequence<E> without(long slot) {
        if (slot == low) {
            return withoutFirst();
        }
        return slot == high - 1 ? withoutLast() : with(slot, null, size - 1);
    }

    /** The slot is occupied, and neither the first nor the last one if it is to be vacant. */
    private Sequence<E> with(long slot, @Nullable Object item, int newSize) {
        long number = slot >> BITS;
        int index = (int) (slot - start(number));
        if (number == low >> BITS) {
            @Nullable Object[] items = Items.with(front, index, item);
            return new Sequence<>(low, high, newSize, items, middle, isOneBlock() ? items : back);
        }
        if (number == lastBlock() || middle == null) {
            return new Sequence<>(low, high, newSize, front, middle, Items.with(back, index, item));
        }
        @Nullable Object[] items = Items.with(middle.blockAt(number), index, item);
        Sequence<@Nullable Object[]> changed = middle;
        if (Items.occupiedFrom(items, 0) < items.length) {
            changed = middle.with(number, items, middle.size);
        } else {
            changed = middle.size == 1 ? null : middle.without(number);
        }
        return new Sequence<>(low, high, newSize, front, changed, back);
    }

    private E blockAt(long number) {
        return cast(get(number));
    }

    // ---------------------------------------------------------------- blocks

    private boolean isOneBlock() {
        return front == back;
    }

    private long lastBlock() {
        return (high - 1) >> BITS;
    }

    private boolean isBetween(long number) {
        return number > low >> BITS && number < lastBlock();
    }

    /** The slot that the array of a block begins with. */
    private long start(long number) {
        return number == low >> BITS ? low : number << BITS;
    }

    private @Nullable Object @Nullable [] block(long number) {
        if (number == low >> BITS) {
            return front;
        }
        if (number == lastBlock()) {
            return back;
        }
        return middle == null ? null : middle.get(number);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only elements get in
    private E cast(@Nullable Object item) {
        return (E) item;
    }

    @SuppressWarnings("unchecked") // only elements get in
    private @Nullable E castNullable(@Nullable Object item) {
        return (E) item;
    }
}
