package dev.ame.stm.collections.map;

import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a view as a block sees it, from its first use on. It is not split: a block is one thread, so even a parallel
 * stream must stay on it.
 */
final class LiveSpliterator<K, V, E> implements Spliterator<E> {
    private final MapView<K, V, E> view;
    private final int characteristics;
    private @Nullable Walk<K, V> walk;

    LiveSpliterator(MapView<K, V, E> view, int characteristics) {
        this.view = view;
        this.characteristics = characteristics;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        Walk<K, V> going = walk;
        if (going == null) {
            going = view.walk();
            walk = going;
        }
        if (!going.advance()) {
            return false;
        }
        action.accept(view.element(going));
        return true;
    }

    @Override
    public @Nullable Spliterator<E> trySplit() {
        return null;
    }

    /** Unknown: to look would make the block depend on the size. */
    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return characteristics;
    }
}
