package dev.ame.stm.collections.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Operations that go through the elements of a {@link Sequence}. */
final class Elements {
    private Elements() {}

    /** Whether one of the elements equals an object. */
    static <E> boolean contain(Sequence<E> sequence, Object wanted) {
        for (long slot = sequence.nextOccupied(sequence.low());
                slot != Sequence.NONE_AFTER;
                slot = sequence.nextOccupied(slot + 1)) {
            if (wanted.equals(sequence.get(slot))) {
                return true;
            }
        }
        return false;
    }

    /** The first elements, at most so many. */
    static <E> List<E> firstOf(Sequence<E> sequence, int most) {
        int count = Math.min(most, sequence.size());
        List<E> first = new ArrayList<>(count);
        for (long slot = sequence.low(); first.size() < count; slot = sequence.nextOccupied(slot + 1)) {
            E element = sequence.get(slot);
            if (element != null) {
                first.add(element);
            }
        }
        return first;
    }

    /** The sequence without the elements that a predicate holds for; the same if there are none. */
    static <E> Sequence<E> without(Sequence<E> sequence, Predicate<? super E> doomed) {
        Sequence<E> left = sequence;
        for (long slot = sequence.low(); slot != Sequence.NONE_AFTER; slot = sequence.nextOccupied(slot + 1)) {
            E element = sequence.get(slot);
            left = element != null && doomed.test(element) ? left.without(slot) : left;
        }
        return left;
    }

    /**
     * Takes out of a block's line what is left out of all its elements. The code of users that has chosen may have changed
     * the line as well: that stays, and what it has taken already is not missed.
     */
    static <E> void take(LineView<E> view, Sequence<E> all, Sequence<E> left) {
        if (view.state() == all) {
            view.keep(left);
            return;
        }
        for (long slot = all.low(); slot != Sequence.NONE_AFTER; slot = all.nextOccupied(slot + 1)) {
            E element = all.get(slot);
            if (element != null && left.get(slot) == null) {
                long at = locate(view.state(), slot, element);
                if (at != Sequence.NONE_AFTER) {
                    view.take(at);
                }
            }
        }
    }

    /** Where the very element is, which was in some slot before. */
    private static <E> long locate(Sequence<E> sequence, long slot, E element) {
        if (sequence.get(slot) == element) {
            return slot;
        }
        long at = sequence.nextOccupied(sequence.low());
        while (at != Sequence.NONE_AFTER && sequence.get(at) != element) {
            at = sequence.nextOccupied(at + 1);
        }
        return at;
    }

    /** Whether the same elements stand in the same slots of both, from {@code from} inclusive to {@code to} exclusive. */
    static <E> boolean agree(Sequence<E> mine, Sequence<E> theirs, long from, long to) {
        long at = from;
        while (true) {
            long my = mine.nextOccupied(at);
            long their = theirs.nextOccupied(at);
            if (my >= to || their >= to) {
                return my >= to && their >= to;
            }
            if (my != their || mine.get(my) != theirs.get(my)) {
                return false;
            }
            at = mine.endOfShared(theirs, my + 1, to);
        }
    }
}
