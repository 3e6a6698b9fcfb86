package dev.ame.stm.collections.sorted;

import java.util.Iterator;

/** Iterates over a part of each element; {@code remove} removes from the map as it is then. */
final class WalkIterator<K, V, E> implements Iterator<E> {
    private final Entries<K, V> entries;
    private final Walk<K, V> walk;
    private final Part<K, V, E> part;
    private boolean removable;

    WalkIterator(SortedMapView<K, V> map, boolean keysOnly, Part<K, V, E> part) {
        this.entries = map.entries;
        this.walk = map.walk(keysOnly);
        this.part = part;
    }

    @Override
    public boolean hasNext() {
        return walk.hasNext();
    }

    @Override
    public E next() {
        walk.next();
        removable = true;
        return part.of(walk.key(), walk.value());
    }

    @Override
    public void remove() {
        if (!removable) {
            throw new IllegalStateException("remove() without next()");
        }
        Edits.delete(entries.site(), walk.key());
        removable = false;
    }
}
