package dev.ame.stm.collections.queue;

import dev.ame.stm.collections.block.BlockSpliterator;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the elements of an array that is made when it is first used. In a block it is not split.
 *
 * @param <E> the type of the elements
 */
public final class LateSpliterator<E> implements Spliterator<E> {
    private final Supplier<Object[]> source;
    private @Nullable Spliterator<E> bound;

    /**
     * A spliterator.
     *
     * @param source makes the array, none of whose elements is null
     */
    public LateSpliterator(Supplier<Object[]> source) {
        this.source = source;
    }

    private Spliterator<E> bind() {
        Spliterator<E> present = bound;
        if (present == null) {
            present = BlockSpliterator.of(source.get(), NONNULL);
            bound = present;
        }
        return present;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        return bind().tryAdvance(action);
    }

    @Override
    public void forEachRemaining(Consumer<? super E> action) {
        bind().forEachRemaining(action);
    }

    @Override
    public @Nullable Spliterator<E> trySplit() {
        return bind().trySplit();
    }

    @Override
    public long estimateSize() {
        return bind().estimateSize();
    }

    @Override
    public int characteristics() {
        return NONNULL | SIZED | SUBSIZED;
    }
}
