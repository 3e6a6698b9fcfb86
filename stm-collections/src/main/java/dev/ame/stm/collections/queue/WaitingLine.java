package dev.ame.stm.collections.queue;

import dev.ame.stm.collections.queue.Turnstile.Step;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Line} at whose ends one can wait for an element, or for room.
 *
 * @param <E> the type of the elements
 */
public final class WaitingLine<E> {
    private final Line<E> line;
    private final int capacity;
    private final boolean fair;
    private final Turnstile takers;
    private final Turnstile putters;
    private final Step<E> pollFirst;
    private final Step<E> pollLast;

    private WaitingLine(Line<E> line, int capacity, boolean fair) {
        this.line = line;
        this.capacity = capacity;
        this.fair = fair;
        this.takers = new Turnstile(fair);
        this.putters = new Turnstile(fair);
        this.pollFirst = line::pollFirst;
        this.pollLast = line::pollLast;
    }

    /**
     * An empty line.
     *
     * @param <E> the type of the elements
     * @param name for reports of conflicts; null for none
     * @param capacity the greatest number of elements; {@link Integer#MAX_VALUE} for no limit
     * @param fair whether those that come later let those that wait outside of blocks go first
     * @return the line
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static <E> WaitingLine<E> empty(@Nullable String name, int capacity, boolean fair) {
        return of(name, capacity, fair, Sequence.empty());
    }

    /**
     * A line of the elements of a collection.
     *
     * @param <E> the type of the elements
     * @param capacity the greatest number of elements; {@link Integer#MAX_VALUE} for no limit
     * @param fair whether those that come later let those that wait outside of blocks go first
     * @param source the elements
     * @return the line
     * @throws IllegalArgumentException if the capacity is less than 1, or too small
     */
    public static <E> WaitingLine<E> of(int capacity, boolean fair, Collection<? extends E> source) {
        Object[] elements = source.toArray();
        for (Object element : elements) {
            Objects.requireNonNull(element, "element");
        }
        return of(null, capacity, fair, Sequence.of(elements));
    }

    private static <E> WaitingLine<E> of(@Nullable String name, int capacity, boolean fair, Sequence<E> initial) {
        if (capacity < Math.max(1, initial.size())) {
            throw new IllegalArgumentException("capacity " + capacity + " for " + initial.size() + " elements");
        }
        return new WaitingLine<>(new Line<>(name, capacity, initial), capacity, fair);
    }

    /**
     * The greatest number of elements.
     *
     * @return the number; {@link Integer#MAX_VALUE} for no limit
     */
    public int capacity() {
        return capacity;
    }

    /**
     * Whether those that come later let those that wait outside of blocks go first.
     *
     * @return whether it is fair
     */
    public boolean isFair() {
        return fair;
    }

    /**
     * What there is to do without waiting.
     *
     * @return the line
     */
    public Line<E> line() {
        return line;
    }

    /**
     * Adds an element behind the others, when there is room.
     *
     * @param element the element
     * @throws InterruptedException if the thread is interrupted, outside a block
     */
    public void putLast(E element) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        Turnstile.heedInterrupt();
        if (mustQueue(putters) || !line.offerLast(element)) {
            putters.await(() -> orNull(line.offerLast(element)));
        }
    }

    /**
     * Adds an element in front of the others, when there is room.
     *
     * @param element the element
     * @throws InterruptedException if the thread is interrupted, outside a block
     */
    public void putFirst(E element) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        Turnstile.heedInterrupt();
        if (mustQueue(putters) || !line.offerFirst(element)) {
            putters.await(() -> orNull(line.offerFirst(element)));
        }
    }

    /**
     * Adds an element behind the others, if there is room in time.
     *
     * @param element the element
     * @param time how long to wait
     * @param unit the unit of the time
     * @return whether it was added
     * @throws InterruptedException if the thread is interrupted, outside a block
     */
    public boolean offerLast(E element, long time, TimeUnit unit) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        return putters.await(() -> orNull(line.offerLast(element)), time, unit) != null;
    }

    /**
     * Adds an element in front of the others, if there is room in time.
     *
     * @param element the element
     * @param time how long to wait
     * @param unit the unit of the time
     * @return whether it was added
     * @throws InterruptedException if the thread is interrupted, outside a block
     */
    public boolean offerFirst(E element, long time, TimeUnit unit) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        return putters.await(() -> orNull(line.offerFirst(element)), time, unit) != null;
    }

    /**
     * Takes the first element, when there is one.
     *
     * @return the element
     * @throws InterruptedException if the thread is interrupted, outside a block
     */
    public E takeFirst() throws InterruptedException {
        Turnstile.heedInterrupt();
        E element = mustQueue(takers) ? null : line.pollFirst();
        return element != null ? element : takers.await(pollFirst);
    }

    /**
     * Takes the last element, when there is one.
     *
     * @return the element
     * @throws InterruptedException if the thread is interrupted, outside a block
     */
    public E takeLast() throws InterruptedException {
        Turnstile.heedInterrupt();
        E element = mustQueue(takers) ? null : line.pollLast();
        return element != null ? element : takers.await(pollLast);
    }

    /**
     * Takes the first element, if there is one in time.
     *
     * @param time how long to wait
     * @param unit the unit of the time
     * @return the element, or null
     * @throws InterruptedException if the thread is interrupted, outside a block
     */
    public @Nullable E pollFirst(long time, TimeUnit unit) throws InterruptedException {
        return takers.await(pollFirst, time, unit);
    }

    /**
     * Takes the last element, if there is one in time.
     *
     * @param time how long to wait
     * @param unit the unit of the time
     * @return the element, or null
     * @throws InterruptedException if the thread is interrupted, outside a block
     */
    public @Nullable E pollLast(long time, TimeUnit unit) throws InterruptedException {
        return takers.await(pollLast, time, unit);
    }

    private boolean mustQueue(Turnstile turnstile) {
        return fair && turnstile.isBusy();
    }

    private static @Nullable Boolean orNull(boolean done) {
        return done ? Boolean.TRUE : null;
    }
}
