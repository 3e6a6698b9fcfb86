package dev.ame.stm.collections.block;

import dev.ame.stm.Stm;
import java.util.Comparator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows the elements of one moment, which are in an array. Inside a block it is not split: a block is one thread, so the
 * functions of a parallel stream must stay on it, wherever that was made.
 *
 * @param <E> the type of the elements
 */
public final class BlockSpliterator<E extends @Nullable Object> implements Spliterator<E> {
    private final Spliterator<E> elements;

    private BlockSpliterator(Spliterator<E> elements) {
        this.elements = elements;
    }

    /**
     * The elements of an array, which nobody changes any more.
     *
     * @param <E> the type of the elements
     * @param array the array
     * @param more characteristics besides SIZED and SUBSIZED, which it has unless CONCURRENT is among them: no spliterator may
     *     say both; IMMUTABLE only if what it shows the elements of never changes
     * @return the spliterator
     */
    public static <E extends @Nullable Object> Spliterator<E> of(@Nullable Object[] array, int more) {
        return new BlockSpliterator<>(Spliterators.<E>spliterator(array, more));
    }

    /**
     * The numbers of an array, which nobody changes any more.
     *
     * @param array the array
     * @return the spliterator
     */
    public static Spliterator.OfLong of(long[] array) {
        return new Numbers(Spliterators.spliterator(array, ORDERED));
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        return elements.tryAdvance(action);
    }

    @Override
    public void forEachRemaining(Consumer<? super E> action) {
        elements.forEachRemaining(action);
    }

    @Override
    public @Nullable Spliterator<E> trySplit() {
        Spliterator<E> part = Stm.inAtomic() ? null : elements.trySplit();
        return part == null ? null : new BlockSpliterator<>(part);
    }

    @Override
    public long estimateSize() {
        return elements.estimateSize();
    }

    @Override
    public int characteristics() {
        int all = elements.characteristics();
        return (all & CONCURRENT) == 0 ? all : all & ~(SIZED | SUBSIZED);
    }

    @Override
    public @Nullable Comparator<? super E> getComparator() {
        return elements.getComparator();
    }

    private static final class Numbers implements Spliterator.OfLong {
        private final Spliterator.OfLong numbers;

        Numbers(Spliterator.OfLong numbers) {
            this.numbers = numbers;
        }

        @Override
        public boolean tryAdvance(LongConsumer action) {
            return numbers.tryAdvance(action);
        }

        @Override
        public void forEachRemaining(LongConsumer action) {
            numbers.forEachRemaining(action);
        }

        @Override
        public Spliterator.@Nullable OfLong trySplit() {
            Spliterator.OfLong part = Stm.inAtomic() ? null : numbers.trySplit();
            return part == null ? null : new Numbers(part);
        }

        @Override
        public long estimateSize() {
            return numbers.estimateSize();
        }

        @Override
        public int characteristics() {
            return numbers.characteristics();
        }
    }
}
