package dev.ame.stm.collections.list;

import org.jspecify.annotations.Nullable;

/**
 * A position in a list, for a block: nobody else can change what the block sees, and its own changes show.
 *
 * @param <E> the type of the elements
 */
public final class LiveIterator<E extends @Nullable Object> extends CursorIterator<E> {
    private final Indexed<E> list;

    public LiveIterator(Indexed<E> list, int index) {
        super(index);
        this.list = list;
    }

    @Override
    boolean has(int index) {
        return list.has(index);
    }

    @Override
    E get(int index) {
        return list.get(index);
    }

    @Override
    void removeAt(int index) {
        list.remove(index);
    }

    @Override
    void setAt(int index, E element) {
        list.set(index, element);
    }

    @Override
    void addAt(int index, E element) {
        list.splice(index, index, Sequence.<E>empty().append(element));
    }
}
