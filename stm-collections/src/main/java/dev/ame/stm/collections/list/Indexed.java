package dev.ame.stm.collections.list;

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

    /** The first position; throws {@link NoSuchElementException} if there is none. */
    default int firstIndex() {
        return checkNotEmpty(0);
    }

    /** The last position; throws {@link NoSuchElementException} if there is none. */
    default int lastIndex() {
        return checkNotEmpty(size() - 1);
    }

    private int checkNotEmpty(int index) {
        if (index < 0 || !has(index)) {
            throw new NoSuchElementException("the list is empty");
        }
        return index;
    }
}
