package dev.ame.stm.collections.queue;

import dev.ame.stm.Stm;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What elements can be moved out of, into a collection of any kind.
 *
 * @param <E> the type of the elements
 */
interface Drainable<E> {
    /** Shows the first element; null if there is none. */
    @Nullable
    E peekFirst();

    /** Takes the first element; null if there is none. */
    @Nullable
    E pollFirst();

    /** Takes the first elements at one moment; outside a block. */
    List<E> takeFirst(int most);

    /** Puts elements back in front, if there is room or not. */
    void giveBack(List<E> elements);

    /**
     * Moves the first elements into a collection. If that does not take one, it and those behind it stay.
     *
     * <p>Inside a block one after another, so that both sides are undone together. Outside a block the collection, which
     * may be of any kind, gets the elements once they are taken for good: not in a block, which may be run again.
     *
     * @param target the collection
     * @param most how many to move at most
     * @return how many were moved
     */
    default int drainTo(Collection<? super E> target, int most) {
        Objects.requireNonNull(target, "c");
        if (most <= 0) {
            return 0;
        }
        int moved = 0;
        if (Stm.inAtomic()) {
            E element = peekFirst();
            while (element != null) {
                target.add(element);
                pollFirst();
                element = ++moved < most ? peekFirst() : null;
            }
            return moved;
        }
        List<E> taken = takeFirst(most);
        try {
            while (moved < taken.size()) {
                target.add(taken.get(moved));
                moved++;
            }
            return moved;
        } catch (Throwable t) {
            giveBack(taken.subList(moved, taken.size()));
            throw t;
        }
    }
}
