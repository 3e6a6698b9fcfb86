package dev.ame.stm.loop;

import dev.ame.stm.engine.attempt.Rethrow;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The elements of an iterator. If it throws, that comes after the elements before it have been handed out. */
final class IteratorFeed<T extends @Nullable Object> implements Feed<T> {
    private final Iterator<? extends T> elements;
    private long remaining;
    private @Nullable Throwable failure;

    /** @param total how many there are, or -1 */
    IteratorFeed(Iterator<? extends T> elements, long total) {
        this.elements = elements;
        remaining = total;
    }

    @Override
    public int fill(Chunk<T> chunk, int most) {
        if (failure != null) {
            throw Rethrow.asIs(failure);
        }
        int count = 0;
        try {
            while (count < most && elements.hasNext()) {
                chunk.add(elements.next());
                count++;
            }
        } catch (Throwable t) {
            failure = t; // for whoever asks next, too
            if (count == 0) {
                throw t;
            }
        }
        if (remaining > 0) {
            remaining = Math.max(1, remaining - count); // a source that is changed meanwhile may have more
        }
        return count == 0 ? END : count;
    }

    @Override
    public long remaining() {
        return remaining;
    }

    @Override
    public boolean isDry() {
        return false;
    }
}
