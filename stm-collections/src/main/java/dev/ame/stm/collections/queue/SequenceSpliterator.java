package dev.ame.stm.collections.queue;

import dev.ame.stm.Stm;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows the elements of a line that are there when it is first used; the line may be changed meanwhile, which it does not show. In a block it
 * goes along with what the block does, and is not split for a parallel stream, since a block is one thread; who has begun to
 * go through it can split it by hand, and the parts show the elements of that moment.
 */
final class SequenceSpliterator<E> implements Spliterator<E> {
    private static final int WORTH_SPLITTING = 32;

    private final Line<E> line;
    private @Nullable Sequence<E> bound;

    /** Whether it goes along with a block. */
    private boolean live;

    /** The slots that are left, from and to. */
    private long from = Sequence.NONE_BEFORE;

    private long to;
    private long estimate;

    /** Whether somebody has begun to go through it by hand. No stream does so before it splits it for other threads. */
    private boolean begun;

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

    private void bind() {
        if (bound == null && !live) {
            if (Stm.inAtomic()) {
                live = true;
                to = Sequence.NONE_AFTER;
            } else {
                freeze();
            }
        }
    }

    private Sequence<E> freeze() {
        Sequence<E> sequence = line.snapshot();
        bound = sequence;
        live = false;
        from = Math.max(from, sequence.low());
        to = Math.max(from, sequence.high());
        estimate = sequence.size();
        return sequence;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        begun = true;
        bind();
        if (from == to) {
            return false;
        }
        Sequence<E> sequence = bound == null ? line.present() : bound;
        long slot = sequence.nextOccupied(from);
        if (live) {
            line.tellUpTo(slot, true);
        }
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
        if (Stm.inAtomic() && !begun) {
            return null;
        }
        bind();
        if (from == to) {
            return null;
        }
        Sequence<E> sequence = bound == null ? freeze() : bound;
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
        return !live ? estimate : from == to ? 0 : line.present().size();
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL | CONCURRENT;
    }
}
