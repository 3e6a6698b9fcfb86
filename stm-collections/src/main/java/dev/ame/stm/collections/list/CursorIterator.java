package dev.ame.stm.collections.list;

import java.util.ListIterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A position between elements, and what may be called when.
 *
 * @param <E> the type of the elements
 */
abstract class CursorIterator<E extends @Nullable Object> implements ListIterator<E> {
    private static final int NONE = -1;

    private int cursor;
    private int last = NONE;

    CursorIterator(int index) {
        cursor = index;
    }

    /** Whether there is an element at a position, which is not negative. */
    abstract boolean has(int index);

    abstract E get(int index);

    abstract void removeAt(int index);

    abstract void setAt(int index, E element);

    abstract void addAt(int index, E element);

    @Override
    public final boolean hasNext() {
        return has(cursor);
    }

    @Override
    public final E next() {
        if (!has(cursor)) {
            throw new NoSuchElementException();
        }
        last = cursor++;
        return get(last);
    }

    @Override
    public final boolean hasPrevious() {
        return cursor > 0;
    }

    @Override
    public final E previous() {
        if (cursor == 0 || !has(cursor - 1)) {
            throw new NoSuchElementException();
        }
        last = --cursor;
        return get(last);
    }

    @Override
    public final int nextIndex() {
        return cursor;
    }

    @Override
    public final int previousIndex() {
        return cursor - 1;
    }

    @Override
    public final void remove() {
        requireLast();
        removeAt(last);
        cursor = last < cursor ? cursor - 1 : cursor;
        last = NONE;
    }

    @Override
    public final void set(E element) {
        requireLast();
        setAt(last, element);
    }

    @Override
    public final void add(E element) {
        addAt(cursor, element);
        cursor++;
        last = NONE;
    }

    private void requireLast() {
        if (last == NONE) {
            throw new IllegalStateException("next() or previous() has to be called first");
        }
    }
}
