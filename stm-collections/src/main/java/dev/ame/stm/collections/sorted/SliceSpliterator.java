package dev.ame.stm.collections.sorted;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.tree.Path;
import dev.ame.stm.collections.tree.Slice;
import java.util.Comparator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through the elements of one moment, in halves if that is wanted. */
final class SliceSpliterator<K, V, E> implements Spliterator<E> {
    private final Slice<K, V> slice;
    private final Part<K, V, E> part;
    private final int characteristics;
    private final @Nullable Comparator<? super E> comparator;

    SliceSpliterator(
            Slice<K, V> slice, Part<K, V, E> part, int characteristics, @Nullable Comparator<? super E> comparator) {
        this.slice = slice;
        this.part = part;
        this.characteristics = characteristics;
        this.comparator = comparator;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        Path<K, V> at = slice.next();
        if (at == null) {
            return false;
        }
        action.accept(part.of(at.key(), at.value()));
        return true;
    }

    @Override
    public @Nullable Spliterator<E> trySplit() {
        Slice<K, V> half = Stm.inAtomic() ? null : slice.split(); // a block is one thread
        return half == null ? null : new SliceSpliterator<>(half, part, characteristics, comparator);
    }

    @Override
    public long estimateSize() {
        return slice.left();
    }

    @Override
    public int characteristics() {
        return characteristics;
    }

    @Override
    public @Nullable Comparator<? super E> getComparator() {
        return LiveSpliterator.comparator(this, comparator);
    }
}
