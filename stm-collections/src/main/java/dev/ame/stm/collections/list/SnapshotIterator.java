package dev.ame.stm.collections.list;

import dev.ame.stm.collections.block.OneBlock;
import java.util.ConcurrentModificationException;
import org.jspecify.annotations.Nullable;

/**
 * Shows the elements of one moment, with its own changes. A change is made to the list as it is then: to the same element,
 * compared by identity, wherever it has gone; of several, to the one nearest to where it was.
 *
 * @param <E> the type of the elements
 */
public final class SnapshotIterator<E extends @Nullable Object> extends CursorIterator<E> {
    /** The position of an element that is in the list no more. */
    private static final int NONE = -1;

    private final Indexed<E> list;
    private Sequence<E> seen;
    private Sequence.Walk<E> walk;

    public SnapshotIterator(Indexed<E> list, Sequence<E> seen, int index) {
        super(index);
        this.list = list;
        this.seen = seen;
        walk = seen.walk();
    }

    /** At the end of the elements of this moment. */
    public static <E extends @Nullable Object> SnapshotIterator<E> atEnd(Indexed<E> list) {
        Sequence<E> all = list.all();
        return new SnapshotIterator<>(list, all, all.size());
    }

    @Override
    boolean has(int index) {
        return index < seen.size();
    }

    @Override
    E get(int index) {
        return walk.get(index);
    }

    @Override
    void removeAt(int index) {
        OneBlock.run(() -> {
            int at = locate(index);
            if (at != NONE) {
                list.remove(at);
            }
        });
        show(seen.without(index));
    }

    @Override
    void setAt(int index, E element) {
        OneBlock.run(() -> {
            int at = locate(index);
            if (at == NONE) {
                throw new ConcurrentModificationException("the element to be replaced has been removed");
            }
            list.set(at, element);
        });
        show(seen.with(index, element));
    }

    @Override
    void addAt(int index, E element) {
        Sequence<E> one = Sequence.<E>empty().append(element);
        OneBlock.run(() -> {
            int at = place(index);
            list.splice(at, at, one);
        });
        show(seen.insert(index, element));
    }

    /** Where the gap before an element is now: behind the element before it, or before the one behind it. */
    private int place(int index) {
        if (index == 0) {
            return 0;
        }
        int before = locate(index - 1);
        if (before != NONE) {
            return before + 1;
        }
        int behind = index < seen.size() ? locate(index) : NONE;
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
}
