package dev.ame.stm.collections;

import dev.ame.stm.collections.SerialForm.Kind;
import dev.ame.stm.collections.queue.Copies;
import dev.ame.stm.collections.queue.WaitingLine;
import java.io.Serializable;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue with two ends, with or without a limit, that atomic blocks share; the counterpart of {@link
 * java.util.concurrent.LinkedBlockingDeque}. Inside a block an operation is part of the block, outside it is atomic by itself.
 * Elements must not be null, and must be immutable or never changed while they are shared. Any thread may use it.
 *
 * <p><b>Order.</b> Elements get their places when their block commits: those that it has added in front come before all others, those it has
 * added behind come after all others. A block sees them so from the beginning.
 *
 * <pre>{@code
 * TDeque<String> mine = new TDeque<>();
 * TDeque<String> others = new TDeque<>(List.of("sweep"));
 * Stm.atomic(() -> {
 *     String job = mine.isEmpty() ? others.takeLastOrRetry() : mine.takeFirstOrRetry();
 *     mine.putLastOrRetry(job + " again"); // no checked exceptions: the forms for blocks
 * });
 * }</pre>
 *
 * <p><b>Waiting, iteration, cost.</b> As {@link TQueue}; and adding waits if there is a limit.
 *
 * <p><b>Conflicts.</b> Blocks that add do not conflict with each other, at whatever ends, nor with blocks that take at the
 * other end, unless it gets empty, or full. Two blocks that take at one end conflict, and so do one that takes and one that adds
 * there: the order decides which element is taken. A block that takes again what it has added itself is told nothing. See {@link
 * TQueue} for the rest.
 *
 * @param <E> the type of the elements
 */
public final class TDeque<E> extends LineQueue<E> implements TBlockingDeque<E>, Serializable {
    private static final long serialVersionUID = 1;

    private static final String FULL = "Deque full";

    /** An empty deque without a limit. */
    public TDeque() {
        this(Integer.MAX_VALUE);
    }

    /**
     * An empty deque.
     *
     * @param capacity the greatest number of elements
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public TDeque(int capacity) {
        this(WaitingLine.empty(null, capacity, false));
    }

    /**
     * A deque without a limit, with the elements of a collection, in the order of its iterator.
     *
     * @param source the collection
     */
    public TDeque(Collection<? extends E> source) {
        this(WaitingLine.of(Integer.MAX_VALUE, false, source));
    }

    TDeque(int capacity, Collection<? extends E> source) {
        this(WaitingLine.of(capacity, false, source));
    }

    private TDeque(WaitingLine<E> waiting) {
        super(waiting);
    }

    /**
     * An empty deque without a limit, with a name for reports of conflicts.
     *
     * @param <E> the type of the elements
     * @param name the name
     * @return the deque
     */
    public static <E> TDeque<E> named(String name) {
        return new TDeque<>(WaitingLine.empty(Objects.requireNonNull(name, "name"), Integer.MAX_VALUE, false));
    }

    /**
     * The greatest number of elements. Conflicts with nothing.
     *
     * @return the capacity; {@link Integer#MAX_VALUE} if there is no limit
     */
    public int capacity() {
        return waiting.capacity();
    }

    // ---------------------------------------------------------------- in front

    @Override
    public void addFirst(E element) {
        if (!line.offerFirst(element)) {
            throw new IllegalStateException(FULL);
        }
    }

    @Override
    public boolean offerFirst(E element) {
        return line.offerFirst(element);
    }

    @Override
    public void putFirst(E element) throws InterruptedException {
        waiting.putFirst(element);
    }

    @Override
    public boolean offerFirst(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return waiting.offerFirst(element, timeout, unit);
    }

    @Override
    public E removeFirst() {
        return orThrow(line.pollFirst());
    }

    @Override
    public @Nullable E pollFirst() {
        return line.pollFirst();
    }

    @Override
    public E takeFirst() throws InterruptedException {
        return waiting.takeFirst();
    }

    @Override
    public @Nullable E pollFirst(long timeout, TimeUnit unit) throws InterruptedException {
        return waiting.pollFirst(timeout, unit);
    }

    @Override
    public E getFirst() {
        return orThrow(line.peekFirst());
    }

    @Override
    public @Nullable E peekFirst() {
        return line.peekFirst();
    }

    // ---------------------------------------------------------------- behind

    @Override
    public void addLast(E element) {
        if (!line.offerLast(element)) {
            throw new IllegalStateException(FULL);
        }
    }

    @Override
    public boolean offerLast(E element) {
        return line.offerLast(element);
    }

    @Override
    public void putLast(E element) throws InterruptedException {
        waiting.putLast(element);
    }

    @Override
    public boolean offerLast(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return waiting.offerLast(element, timeout, unit);
    }

    @Override
    public E removeLast() {
        return orThrow(line.pollLast());
    }

    @Override
    public @Nullable E pollLast() {
        return line.pollLast();
    }

    @Override
    public E takeLast() throws InterruptedException {
        return waiting.takeLast();
    }

    @Override
    public @Nullable E pollLast(long timeout, TimeUnit unit) throws InterruptedException {
        return waiting.pollLast(timeout, unit);
    }

    @Override
    public E getLast() {
        return orThrow(line.peekLast());
    }

    @Override
    public @Nullable E peekLast() {
        return line.peekLast();
    }

    private static <E> E orThrow(@Nullable E element) {
        if (element == null) {
            throw new NoSuchElementException();
        }
        return element;
    }

    // ---------------------------------------------------------------- as a queue, as a stack

    @Override
    public boolean add(E element) {
        addLast(element);
        return true;
    }

    @Override
    public E remove() {
        return removeFirst();
    }

    @Override
    public E element() {
        return getFirst();
    }

    @Override
    public void push(E element) {
        addFirst(element);
    }

    @Override
    public E pop() {
        return removeFirst();
    }

    // ---------------------------------------------------------------- as a collection

    @Override
    public boolean removeFirstOccurrence(@Nullable Object object) {
        return line.removeFirst(object);
    }

    @Override
    public boolean removeLastOccurrence(@Nullable Object object) {
        return line.removeLast(object);
    }

    @Override
    public Iterator<E> descendingIterator() {
        return line.descendingIterator();
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
            throw new IllegalStateException(FULL);
        }
        return elements.length > 0;
    }

    /**
     * What is written in place of this.
     *
     * @return an object that makes an equal one when it is read
     */
    private Object writeReplace() {
        return new SerialForm(Kind.DEQUE, toArray(), waiting.capacity(), false);
    }
}
