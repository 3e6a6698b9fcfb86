package dev.ame.stm.collections.queue;

import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows the elements of a line that are there when it is first used. */
final class SequenceSpliterator<E> implements Spliterator<E> {
    private static final int WORTH_SPLITTING = 32;

    private final Line<E> line;
    private @Nullable Sequence<E> bound;

    /** The slots that are left, from and to. */
    private long from = Sequence.NONE_BEFORE;

    private long to;
    private long estimate;

    SequenceSpliterator(Line<E> line) {
        this.line = line;
    }

    private SequenceSpliterator(Line<E> line, Sequence<E> bound, long from, long to, long estimate) {
        this.line = line;
        this.bound = bound;
        this.from = from;
        this.to = to;
        this.estimate = estimate;
    }

    private Sequence<E> bind() {
        Sequence<E> sequence = bound;
        if (sequence == null) {
            sequence = line.snapshot();
            bound = sequence;
            from = sequence.low();
            to = sequence.high();
            estimate = sequence.size();
        }
        return sequence;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        Sequence<E> sequence = bind();
        long slot = sequence.nextOccupied(from);
        E element = slot < to ? sequence.get(slot) : null;
        if (element == null) {
            from = to;
            estimate = 0;
            return false;
        }
        from = slot + 1;
        estimate = Math.max(0, estimate - 1);
        action.accept(element);
        return true;
    }

    @Override
    public @Nullable Spliterator<E> trySplit() {
        Sequence<E> sequence = bind();
        if (to - from < WORTH_SPLITTING) {
            return null;
        }
        long half = from + (to - from) / 2;
        Spliterator<E> first = new SequenceSpliterator<>(line, sequence, from, half, estimate / 2);
        from = half;
        estimate -= estimate / 2;
        return first;
    }

    @Override
    public long estimateSize() {
        bind();
        return estimate;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL | CONCURRENT;
    }
}
