package dev.ame.stm.collections.queue;

import dev.ame.stm.Stm;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a line: outside a block through the state at its creation, inside through the state as it is at each step. Once
 * it has said that there is a next element it will give it, even if it is removed in between.
 */
final class LineIterator<E> implements Iterator<E> {
    private final Line<E> line;
    private final boolean forwards;

    /** Null if the iterator was made inside a block. */
    private final @Nullable Sequence<E> snapshot;

    /** The slot to go on from. */
    private long cursor;

    private @Nullable E next;
    private long nextSlot;
    private @Nullable E last;
    private long lastSlot;

    LineIterator(Line<E> line, boolean forwards) {
        this.line = line;
        this.forwards = forwards;
        this.snapshot = Stm.inAtomic() ? null : line.present();
        this.cursor = forwards ? Sequence.NONE_BEFORE : Sequence.NONE_AFTER;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            advance();
        }
        return next != null;
    }

    private void advance() {
        Sequence<E> sequence = snapshot == null ? line.present() : snapshot;
        long slot = forwards ? sequence.nextOccupied(cursor) : sequence.previousOccupied(cursor);
        if (snapshot == null) {
            line.tellUpTo(slot, forwards);
        }
        nextSlot = slot;
        next = sequence.get(slot);
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        E element = next;
        last = element;
        lastSlot = nextSlot;
        cursor = forwards ? nextSlot + 1 : nextSlot - 1;
        next = null;
        if (element == null) {
            throw new IllegalStateException("used by two threads");
        }
        return element;
    }

    @Override
    public void remove() {
        E element = last;
        if (element == null) {
            throw new IllegalStateException("no element to remove");
        }
        last = null;
        line.removeAt(lastSlot, element);
    }
}
