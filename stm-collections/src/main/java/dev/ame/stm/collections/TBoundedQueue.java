package dev.ame.stm.collections;

import dev.ame.stm.collections.queue.Copies;
import dev.ame.stm.collections.queue.WaitingLine;
import dev.ame.stm.collections.serial.Streams;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Collection;
import java.util.Objects;

/**
 * A first-in-first-out queue with a limit that atomic blocks share; the counterpart of {@link
 * java.util.concurrent.ArrayBlockingQueue}, and of {@link java.util.concurrent.LinkedBlockingQueue} with a capacity: {@code new
 * TBoundedQueue<>(n)} stands for {@code new LinkedBlockingQueue<>(n)}, and {@link TQueue} for one without. It differs from both in
 * that {@code addAll} adds all elements or, if there is not room for all, none. It is like {@link TQueue}, and in addition
 * blocks that add can find it full, and wait until there is room.
 *
 * <pre>{@code
 * TBoundedQueue<String> kitchen = new TBoundedQueue<>(10);
 * LongBox ordered = LongBox.of(0);
 * Stm.atomic(() -> {
 *     ordered.add(1);
 *     kitchen.putOrRetry("tea");           // no checked exception: the form for blocks
 * });
 * }</pre>
 *
 * <pre>{@code
 * TBoundedQueue<String> kitchen = new TBoundedQueue<>(10);
 * LongBox ordered = LongBox.of(0);
 * Stm.atomic(() -> {
 *     ordered.add(1);
 *     kitchen.putOrRetry("tea");           // no checked exception: the form for blocks
 * });
 * }</pre>
 *
 * <p><b>Conflicts.</b> A block that adds, and finds room, is only told that there is room for what it adds. So blocks that add and blocks
 * that take do not conflict while the queue gets neither full nor empty; of two that add and have room for one only, one does. See {@link
 * TQueue} for the rest.
 *
 * <p><b>Memory.</b> It takes what its elements need, whatever the capacity.
 *
 * @param <E> the type of the elements
 */
public final class TBoundedQueue<E> extends LineQueue<E> implements TBlockingQueue<E>, Serializable {
    private static final long serialVersionUID = 1;

    /**
     * An empty queue.
     *
     * @param capacity the greatest number of elements
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public TBoundedQueue(int capacity) {
        this(capacity, false);
    }

    /**
     * An empty queue.
     *
     * @param capacity the greatest number of elements
     * @param fair whether a thread that comes to wait outside of a block lets those go first that wait already, even if it need
     *     not wait; those that wait are let go in their order in any case
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public TBoundedQueue(int capacity, boolean fair) {
        this(WaitingLine.empty(null, capacity, fair));
    }

    /**
     * A queue with the elements of a collection, in the order of its iterator.
     *
     * @param capacity the greatest number of elements
     * @param fair as for {@link #TBoundedQueue(int, boolean)}
     * @param source the collection
     * @throws IllegalArgumentException if the capacity is less than 1, or than the size of the collection
     */
    public TBoundedQueue(int capacity, boolean fair, Collection<? extends E> source) {
        this(WaitingLine.of(capacity, fair, source));
    }

    private TBoundedQueue(WaitingLine<E> waiting) {
        super(waiting);
    }

    /**
     * An empty queue with a name, for reports of conflicts.
     *
     * @param <E> the type of the elements
     * @param name the name
     * @param capacity the greatest number of elements
     * @return the queue
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static <E> TBoundedQueue<E> named(String name, int capacity) {
        return new TBoundedQueue<>(WaitingLine.empty(Objects.requireNonNull(name, "name"), capacity, false));
    }

    /**
     * The greatest number of elements. Conflicts with nothing.
     *
     * @return the capacity
     */
    public int capacity() {
        return waiting.capacity();
    }

    /**
     * Adds the elements of a collection, all at once.
     *
     * @throws IllegalArgumentException if the collection is this one
     * @throws IllegalStateException if there is not room for all
     */
    @Override
    public boolean addAll(Collection<? extends E> source) {
        Object[] elements = Copies.elementsFor(this, source);
        if (!line.offerAll(elements)) {
            throw new IllegalStateException("Queue full");
        }
        return elements.length > 0;
    }

    /**
     * Writes the capacity, whether the queue is fair, and the elements of one moment.
     *
     * @param out where to
     * @throws IOException if the stream throws it
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(waiting.capacity());
        out.writeBoolean(waiting.isFair());
        Streams.writeAll(out, toArray());
    }

    /**
     * Reads what was written.
     *
     * @param in where from
     * @throws IOException if the content cannot be that of such a queue, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        int capacity = in.readInt();
        readContent(in, capacity, in.readBoolean());
    }
}
