package dev.ame.stm.collections.sorted;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the elements as a block sees them. It is not split: a block is one thread, so even a parallel stream must
 * stay on it.
 */
final class LiveSpliterator<E> implements Spliterator<E> {
    private final Supplier<Iterator<E>> source;
    private final int characteristics;
    private final @Nullable Comparator<? super E> comparator;
    private @Nullable Iterator<E> iterator;

    LiveSpliterator(Supplier<Iterator<E>> source, int characteristics, @Nullable Comparator<? super E> comparator) {
        this.source = source;
        this.characteristics = characteristics;
        this.comparator = comparator;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        Iterator<E> elements = iterator;
        if (elements == null) {
            elements = source.get();
            iterator = elements;
        }
        if (!elements.hasNext()) {
            return false;
        }
        action.accept(elements.next());
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

    @Override
    public @Nullable Comparator<? super E> getComparator() {
        return comparator(this, comparator);
    }

    static <E> @Nullable Comparator<? super E> comparator(
            Spliterator<E> spliterator, @Nullable Comparator<? super E> comparator) {
        if (!spliterator.hasCharacteristics(Spliterator.SORTED)) {
            throw new IllegalStateException("not sorted");
        }
        return comparator;
    }
}
