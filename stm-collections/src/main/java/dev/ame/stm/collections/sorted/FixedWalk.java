package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Cursor;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A way through the elements of one moment. */
final class FixedWalk<K, V> implements Walk<K, V> {
    private final Cursor<K, V> cursor;
    private boolean looked;
    private boolean more;
    private @Nullable K key;
    private @Nullable V value;

    FixedWalk(Cursor<K, V> cursor) {
        this.cursor = cursor;
    }

    @Override
    public boolean hasNext() {
        if (!looked) {
            more = cursor.advance();
            looked = true;
        }
        return more;
    }

    @Override
    public void next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        key = cursor.key();
        value = cursor.value();
        looked = false;
    }

    @Override
    public K key() {
        if (key == null) {
            throw new IllegalStateException("next() was not called");
        }
        return key;
    }

    @Override
    public V value() {
        if (value == null) {
            throw new IllegalStateException("next() was not called");
        }
        return value;
    }
}
