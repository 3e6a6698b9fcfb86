package dev.ame.stm.collections;

import dev.ame.stm.collections.SerialForm.Kind;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.collections.queue.Copies;
import dev.ame.stm.collections.queue.Line;
import dev.ame.stm.collections.queue.WaitingLine;
import java.io.Serializable;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out queue with a limit that atomic blocks share; the counterpart of {@link
 * java.util.concurrent.ArrayBlockingQueue}. It is like {@link TQueue}, and in addition blocks that add can find it full, and
 * wait until there is room.
 *
 * <p><b>Conflicts.</b> A block that adds, and finds room, is only told that there is room for what it adds. So blocks that add and blocks
 * that take do not conflict while the queue gets neither full nor empty; of two that add and have room for one only, one does. See {@link
 * TQueue} for the rest.
 *
 * <p><b>Memory.</b> It takes what its elements need, whatever the capacity.
 *
 * @param <E> the type of the elements
 */
public final class TBoundedQueue<E> extends AbstractQueue<E> implements BlockingQueue<E>, Serializable {
    private static final long serialVersionUID = 1;

    private final transient WaitingLine<E> waiting;
    private final transient Line<E> line;

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
        this.waiting = waiting;
        this.line = waiting.line();
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

    @Override
    public boolean offer(E element) {
        return line.offerLast(element);
    }

    @Override
    public void put(E element) throws InterruptedException {
        waiting.putLast(element);
    }

    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return waiting.offerLast(element, timeout, unit);
    }

    @Override
    public @Nullable E poll() {
        return line.pollFirst();
    }

    @Override
    public E take() throws InterruptedException {
        return waiting.takeFirst();
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return waiting.pollFirst(timeout, unit);
    }

    @Override
    public @Nullable E peek() {
        return line.peekFirst();
    }

    @Override
    public int size() {
        return line.size();
    }

    @Override
    public boolean isEmpty() {
        return line.isEmpty();
    }

    @Override
    public int remainingCapacity() {
        return line.remainingCapacity();
    }

    @Override
    public boolean contains(@Nullable Object object) {
        return line.contains(object);
    }

    @Override
    public boolean remove(@Nullable Object object) {
        return line.removeFirst(object);
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

    @Override
    public boolean containsAll(Collection<?> others) {
        return OneBlock.call(() -> super.containsAll(others));
    }

    @Override
    public boolean removeAll(Collection<?> doomed) {
        Objects.requireNonNull(doomed, "c");
        return line.removeIf(doomed::contains);
    }

    @Override
    public boolean retainAll(Collection<?> kept) {
        Objects.requireNonNull(kept, "c");
        return line.removeIf(element -> !kept.contains(element));
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        return line.removeIf(filter);
    }

    @Override
    public void clear() {
        line.clear();
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /**
     * Moves elements into a collection, outside a block all at one moment. If that throws, the elements it has not taken
     * stay.
     */
    @Override
    public int drainTo(Collection<? super E> target, int maxElements) {
        Copies.requireOther(this, target);
        return line.drainTo(target, maxElements);
    }

    @Override
    public Object[] toArray() {
        return line.toArray();
    }

    @Override
    public <T extends @Nullable Object> T[] toArray(T[] array) {
        return Copies.into(Objects.requireNonNull(array, "array"), line.toArray());
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        line.forEach(action);
    }

    @Override
    public Iterator<E> iterator() {
        return line.iterator();
    }

    @Override
    public Spliterator<E> spliterator() {
        return line.spliterator();
    }

    /**
     * What is written in place of this.
     *
     * @return an object that makes an equal one when it is read
     */
    private Object writeReplace() {
        return new SerialForm(Kind.BOUNDED_QUEUE, toArray(), waiting.capacity(), waiting.isFair());
    }
}
