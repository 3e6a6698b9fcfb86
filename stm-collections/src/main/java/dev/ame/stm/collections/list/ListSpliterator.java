package dev.ame.stm.collections.list;

import dev.ame.stm.Stm;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Binds when it is first used. In a block it then asks the list for one element after the other, so that the block is told
 * no more than it looks at. There it is not split, since the parts would go to other threads. Outside a block it shows the
 * elements of one moment.
 *
 * @param <E> the type of the elements
 */
public final class ListSpliterator<E extends @Nullable Object> implements Spliterator<E> {
    private static final int UNBOUND = -1;

    private final Indexed<E> list;
    private Sequence.@Nullable Walk<E> walk;
    private int index;
    private int end;

    public ListSpliterator(Indexed<E> list) {
        this(list, null, 0, UNBOUND);
    }

    private ListSpliterator(Indexed<E> list, Sequence.@Nullable Walk<E> walk, int index, int end) {
        this.list = list;
        this.walk = walk;
        this.index = index;
        this.end = end;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        bind();
        if (index >= end) {
            return false;
        }
        Sequence.Walk<E> shown = walk;
        int at = index++;
        action.accept(shown == null ? list.get(at) : shown.get(at));
        return true;
    }

    @Override
    @SuppressWarnings("StatementWithEmptyBody")
    public void forEachRemaining(Consumer<? super E> action) {
        while (tryAdvance(action)) {}
    }

    @Override
    public @Nullable Spliterator<E> trySplit() {
        if (Stm.inAtomic()) {
            return null;
        }
        bind();
        int middle = (index + end) >>> 1;
        if (middle == index) {
            return null;
        }
        Sequence<E> all = walk == null ? list.all() : walk.sequence();
        walk = all.walk();
        Spliterator<E> first = new ListSpliterator<>(list, all.walk(), index, middle);
        index = middle;
        return first;
    }

    @Override
    public long estimateSize() {
        bind();
        return (long) end - index;
    }

    @Override
    public int characteristics() {
        return ORDERED | SIZED | SUBSIZED;
    }

    private void bind() {
        if (end != UNBOUND) {
            return;
        }
        if (Stm.inAtomic()) {
            end = list.size();
        } else {
            Sequence<E> all = list.all();
            walk = all.walk();
            end = all.size();
        }
    }
}
