package dev.ame.stm.collections.list;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The last change that a block has made of a list, linked to the one before it: a nested block goes back to where it began.
 * Made again on another base, the changes give what the block would have made of that.
 *
 * @param before the change before; null if there is none
 * @param kind what is done
 * @param index where
 * @param end to where, for a splice
 * @param element the new element, for a set
 * @param elements the new elements, for the others
 */
record Change<E extends @Nullable Object>(
        @Nullable Change<E> before,
        Kind kind,
        int index,
        int end,
        @Nullable E element,
        Sequence<E> elements) {

    enum Kind {
        /** One element is replaced. */
        SET,
        /** Elements from {@code index} to {@code end} are replaced by others. */
        SPLICE,
        /** Elements are added at the end, wherever that is. */
        APPEND,
        /** All there is is replaced. No change before it matters any more. */
        ALL
    }

    static <E extends @Nullable Object> Change<E> set(@Nullable Change<E> before, int index, E element) {
        Change<E> kept = before != null && before.kind == Kind.SET && before.index == index ? before.before : before;
        return new Change<>(kept, Kind.SET, index, 0, element, Sequence.empty());
    }

    static <E extends @Nullable Object> Change<E> splice(
            @Nullable Change<E> before, int from, int to, Sequence<E> elements) {
        return new Change<>(before, Kind.SPLICE, from, to, null, elements);
    }

    static <E extends @Nullable Object> Change<E> append(@Nullable Change<E> before, Sequence<E> elements) {
        return before != null && (before.kind == Kind.APPEND || before.kind == Kind.ALL)
                ? new Change<>(before.before, before.kind, 0, 0, null, before.elements.concat(elements))
                : new Change<>(before, Kind.APPEND, 0, 0, null, elements);
    }

    static <E extends @Nullable Object> Change<E> all(Sequence<E> elements) {
        return new Change<>(null, Kind.ALL, 0, 0, null, elements);
    }

    /** A list after this change and those before it. */
    Sequence<E> applyTo(Sequence<E> base) {
        Deque<Change<E>> order = new ArrayDeque<>();
        for (Change<E> change = this; change != null; change = change.before) {
            order.push(change);
        }
        Sequence<E> result = base;
        for (Change<E> change : order) {
            result = change.applyAlone(result);
        }
        return result;
    }

    @SuppressWarnings("NullAway") // a set has an element of the list's type, be it null
    private Sequence<E> applyAlone(Sequence<E> list) {
        return switch (kind) {
            case SET -> list.with(index, element);
            case SPLICE -> splice(list, index, end, elements);
            case APPEND -> elements.size() == 1 ? list.append(elements.get(0)) : list.concat(elements);
            case ALL -> elements;
        };
    }

    /** As {@link Sequence#splice}, quicker where it is only about one element. */
    static <E extends @Nullable Object> Sequence<E> splice(Sequence<E> list, int from, int to, Sequence<E> elements) {
        if (to - from == 1 && elements.size() == 0) {
            return list.without(from);
        }
        return to == from && elements.size() == 1
                ? list.insert(from, elements.get(0))
                : list.splice(from, to, elements);
    }
}
