package dev.ame.stm.collections;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is written in place of a collection that is serialized: what it held at one moment, and what its constructor needs
 * besides. A name, which is for reports of conflicts only, is not written.
 *
 * @param kind what to make of it
 * @param content the elements in their order, or the numbers
 * @param limit the capacity, or the permits
 * @param fair whether it is fair
 * @param comparator the order, if it has one of its own
 */
record SerialForm(
        Kind kind,
        Object content,
        int limit,
        boolean fair,
        @Nullable Comparator<Object> comparator) implements Serializable {

    private static final Object NOTHING = new Object[0];

    /** The types that can be written so. */
    enum Kind {
        QUEUE,
        BOUNDED_QUEUE,
        DEQUE,
        PRIORITY_QUEUE,
        LIST,
        ARRAY,
        LONG_ARRAY,
        SEMAPHORE
    }

    SerialForm(Kind kind, Object content) {
        this(kind, content, 0, false, null);
    }

    SerialForm(Kind kind, Object[] elements, int capacity, boolean fair) {
        this(kind, elements, capacity, fair, null);
    }

    @SuppressWarnings("unchecked") // it is given back to a queue of the same elements
    SerialForm(Object[] elements, @Nullable Comparator<?> comparator) {
        this(Kind.PRIORITY_QUEUE, elements, 0, false, (Comparator<Object>) comparator);
    }

    SerialForm(int permits, boolean fair) {
        this(Kind.SEMAPHORE, NOTHING, permits, fair, null);
    }

    private Object readResolve() {
        return switch (kind) {
            case QUEUE -> new TQueue<>(elements());
            case BOUNDED_QUEUE -> new TBoundedQueue<>(limit, fair, elements());
            case DEQUE -> new TDeque<>(limit, elements());
            case PRIORITY_QUEUE -> new TPriorityQueue<>(comparator, elements());
            case LIST -> new TList<>(elements());
            case ARRAY -> new TArray<>(elements());
            case LONG_ARRAY -> new TLongArray((long[]) content);
            case SEMAPHORE -> new TSemaphore(limit, fair);
        };
    }

    private List<Object> elements() {
        return Arrays.asList((Object[]) Objects.requireNonNull(content));
    }
}
