package dev.ame.stm.collections.map;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes through a view; looks one element ahead, so that {@code next} keeps what {@code hasNext} has promised. */
final class ViewIterator<K, V, E> implements Iterator<E> {
    private final MapView<K, V, E> view;
    private final Walk<K, V> walk;
    private @Nullable E next;
    private @Nullable K nextKey;
    private @Nullable K lastKey;

    ViewIterator(MapView<K, V, E> view, Walk<K, V> walk) {
        this.view = view;
        this.walk = walk;
        lookAhead();
    }

    private void lookAhead() {
        boolean more = walk.advance();
        nextKey = more ? walk.key() : null;
        next = more ? view.element(walk) : null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public E next() {
        E element = next;
        if (element == null) {
            throw new NoSuchElementException();
        }
        K key = nextKey;
        lookAhead();
        lastKey = key;
        return element;
    }

    @Override
    public void remove() {
        K key = lastKey;
        if (key == null) {
            throw new IllegalStateException("remove() without next()");
        }
        lastKey = null;
        view.table().remove(key);
    }
}
