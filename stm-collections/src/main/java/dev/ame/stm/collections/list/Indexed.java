package dev.ame.stm.collections.list;

import java.util.ConcurrentModificationException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Elements with positions: a list, or a part of one. The few operations that all those of {@code java.util.List} are made
 * of. Each is atomic by itself outside a block, and checks its positions, which come from users.
 *
 * @param <E> the type of the elements
 */
public interface Indexed<E extends @Nullable Object> {
    int size();

    /** Whether there is an element at a position, which is not negative. */
    boolean has(int index);

    E get(int index);

    /**
     * The first position.
     *
     * @throws NoSuchElementException if there are no elements
     */
    default int firstIndex() {
        if (!has(0)) {
            throw new NoSuchElementException("the list is empty");
        }
        return 0;
    }

    /**
     * The last position.
     *
     * @throws NoSuchElementException if there are no elements
     */
    default int lastIndex() {
        int last = size() - 1;
        if (last < 0) {
            throw new NoSuchElementException("the list is empty");
        }
        return last;
    }

    /** All elements, of one moment. */
    Sequence<E> all();

    /** The elements between two positions, of one moment. */
    Sequence<E> range(int from, int to);

    /** Sets an element and returns the one before. */
    E set(int index, E element);

    void append(E element);

    void append(Sequence<E> elements);

    E remove(int index);

    /** Replaces the elements between two positions; {@code from} is not more than {@code to}. */
    void splice(int from, int to, Sequence<E> elements);

    /** Replaces everything, whatever it is. */
    void replaceAll(Sequence<E> elements);

    /**
     * Replaces all elements, in a block, by what code of users has made of them.
     *
     * @throws ConcurrentModificationException if that has changed the list itself: then there is no good answer
     */
    default void replace(Sequence<E> all, Sequence<E> replaced) {
        if (!all().isSame(all)) {
            throw new ConcurrentModificationException("the function has changed the list itself");
        }
        if (replaced != all) {
            replaceAll(replaced);
        }
    }
}
