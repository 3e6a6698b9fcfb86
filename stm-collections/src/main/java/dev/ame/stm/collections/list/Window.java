package dev.ame.stm.collections.list;

import dev.ame.stm.LongBox;
import dev.ame.stm.collections.block.OneBlock;
import java.util.ConcurrentModificationException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, as {@code List.subList} gives it: what is done to it is done to the list. It begins at a fixed
 * position. Its size changes with what is done through it, so it is in a box: what a block does can be undone.
 *
 * @param <E> the type of the elements
 */
public final class Window<E extends @Nullable Object> implements Indexed<E> {
    private final Indexed<E> parent;
    private final int offset;
    private final LongBox size;

    public Window(Indexed<E> parent, int offset, int size) {
        this.parent = parent;
        this.offset = offset;
        this.size = LongBox.of(size);
    }

    @Override
    public int size() {
        return (int) size.get();
    }

    @Override
    public boolean has(int index) {
        return index < size();
    }

    @Override
    public E get(int index) {
        return OneBlock.call(() -> parent.get(checked(index)));
    }

    @Override
    public Sequence<E> all() {
        return OneBlock.call(() -> range(0, size()));
    }

    @Override
    public Sequence<E> range(int from, int to) {
        return OneBlock.call(() -> {
            checkRange(from, to);
            return parent.range(offset + from, offset + to);
        });
    }

    @Override
    public E set(int index, E element) {
        return OneBlock.call(() -> parent.set(checked(index), element));
    }

    @Override
    public void append(E element) {
        append(Sequence.<E>empty().append(element));
    }

    @Override
    public void append(Sequence<E> elements) {
        OneBlock.run(() -> splice(size(), size(), elements));
    }

    @Override
    public E remove(int index) {
        return OneBlock.call(() -> {
            E removed = parent.remove(checked(index));
            size.add(-1);
            return removed;
        });
    }

    @Override
    public void splice(int from, int to, Sequence<E> elements) {
        OneBlock.run(() -> {
            checkRange(from, to);
            parent.splice(offset + from, offset + to, elements);
            size.add(elements.size() - (to - from));
        });
    }

    @Override
    public void replaceAll(Sequence<E> elements) {
        OneBlock.run(() -> splice(0, size(), elements));
    }

    private int checked(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("Index " + index + " out of bounds for length " + size());
        }
        if (!parent.has(offset + index)) {
            throw shrunk();
        }
        return offset + index;
    }

    private void checkRange(int from, int to) {
        if (from < 0 || to > size()) {
            throw new IndexOutOfBoundsException((from < 0 ? from : to) + " out of bounds for length " + size());
        }
        int end = offset + to;
        if (end > 0 && !parent.has(end - 1)) {
            throw shrunk();
        }
    }

    private static ConcurrentModificationException shrunk() {
        return new ConcurrentModificationException("the list has become shorter than this part of it reaches");
    }
}
