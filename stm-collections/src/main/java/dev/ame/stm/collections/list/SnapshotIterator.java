package dev.ame.stm.collections.list;

import dev.ame.stm.collections.block.OneBlock;
import java.util.ConcurrentModificationException;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Shows the elements of one moment, with its own changes. A change is made to the list as it is then: to the same element,
 * compared by identity, wherever it has gone; of several, to the one nearest to where it was.
 *
 * @param <E> the type of the elements
 */
public final class SnapshotIterator<E extends @Nullable Object> implements ListIterator<E> {
    private static final int NONE = -1;

    private final Indexed<E> list;
    private Sequence<E> seen;
    private Sequence.Walk<E> walk;
    private int cursor;
    private int last = NONE;

    public SnapshotIterator(Indexed<E> list, Sequence<E> seen, int index) {
        this.list = list;
        this.seen = seen;
        walk = seen.walk();
        cursor = index;
    }

    @Override
    public boolean hasNext() {
        return cursor < seen.size();
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        last = cursor++;
        return walk.get(last);
    }

    @Override
    public boolean hasPrevious() {
        return cursor > 0;
    }

    @Override
    public E previous() {
        if (!hasPrevious()) {
            throw new NoSuchElementException();
        }
        last = --cursor;
        return walk.get(last);
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
        OneBlock.run(() -> {
            int at = locate(last);
            if (at != NONE) {
                list.remove(at);
            }
        });
        show(seen.without(last));
        cursor = last < cursor ? cursor - 1 : cursor;
        last = NONE;
    }

    @Override
    public void set(E element) {
        requireLast();
        OneBlock.run(() -> {
            int at = locate(last);
            if (at == NONE) {
                throw new ConcurrentModificationException("the element to be replaced has been removed");
            }
            list.set(at, element);
        });
        show(seen.with(last, element));
    }

    @Override
    public void add(E element) {
        Sequence<E> one = Sequence.<E>empty().append(element);
        OneBlock.run(() -> {
            int at = place();
            list.splice(at, at, one);
        });
        show(seen.insert(cursor, element));
        cursor++;
        last = NONE;
    }

    /** Where the gap at the cursor is now: behind the element before it, or before the one behind it. */
    private int place() {
        if (cursor == 0) {
            return 0;
        }
        int before = locate(cursor - 1);
        if (before != NONE) {
            return before + 1;
        }
        int behind = cursor < seen.size() ? locate(cursor) : NONE;
        if (behind == NONE) {
            throw new ConcurrentModificationException("the elements on both sides have been removed");
        }
        return behind;
    }

    private int locate(int index) {
        E element = seen.get(index);
        if (list.has(index) && list.get(index) == element) {
            return index;
        }
        Sequence<E> now = list.all();
        int best = NONE;
        for (int i = 0; i < now.size() && (best == NONE || i < 2 * index - best); i++) {
            if (now.get(i) == element) {
                best = i;
            }
        }
        return best;
    }

    private void show(Sequence<E> changed) {
        seen = changed;
        walk = changed.walk();
    }

    private void requireLast() {
        if (last == NONE) {
            throw new IllegalStateException("next() or previous() has to be called first");
        }
    }
}
