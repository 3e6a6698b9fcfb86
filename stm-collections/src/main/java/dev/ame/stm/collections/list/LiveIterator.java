package dev.ame.stm.collections.list;

import java.util.ListIterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A position in a list, for a block: nobody else can change what the block sees, and its own changes show.
 *
 * @param <E> the type of the elements
 */
public final class LiveIterator<E extends @Nullable Object> implements ListIterator<E> {
    private static final int NONE = -1;

    private final Indexed<E> list;
    private int cursor;
    private int last = NONE;

    public LiveIterator(Indexed<E> list, int index) {
        this.list = list;
        cursor = index;
    }

    @Override
    public boolean hasNext() {
        return list.has(cursor);
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        last = cursor++;
        return list.get(last);
    }

    @Override
    public boolean hasPrevious() {
        return cursor > 0;
    }

    @Override
    public E previous() {
        if (cursor == 0 || !list.has(cursor - 1)) {
            throw new NoSuchElementException();
        }
        last = --cursor;
        return list.get(last);
    }

    @Override
    public int nextIndex() {
        return cursor;
    }

    @Override
    public int previousIndex() {
        return cursor - 1;
    }

    @Override
    public void remove() {
        requireLast();
        list.remove(last);
        cursor = last < cursor ? cursor - 1 : cursor;
        last = NONE;
    }

    @Override
    public void set(E element) {
        requireLast();
        list.set(last, element);
    }

    @Override
    public void add(E element) {
        list.splice(cursor, cursor, Sequence.<E>empty().append(element));
        cursor++;
        last = NONE;
    }

    private void requireLast() {
        if (last == NONE) {
            throw new IllegalStateException("next() or previous() has to be called first");
        }
    }
}
