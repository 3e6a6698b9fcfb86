package dev.ame.stm.collections;

import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.collections.queue.Copies;
import dev.ame.stm.collections.queue.LateSpliterator;
import dev.ame.stm.collections.queue.Pile;
import dev.ame.stm.collections.queue.Ranking;
import dev.ame.stm.collections.queue.Turnstile;
import dev.ame.stm.collections.queue.Turnstile.Step;
import java.io.Serializable;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.Spliterator;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue without a limit, whose smallest element is taken first, that atomic blocks share; the counterpart of {@link
 * PriorityBlockingQueue}. Inside a block an operation is part of the block, outside it is atomic by itself. Elements must not
 * be null, must be immutable or never changed while they are shared, and must be comparable unless there is a comparator. Of equal ones
 * the one that was added first is taken first. Any thread may use it.
 *
 * <pre>{@code
 * TPriorityQueue<Long> times = new TPriorityQueue<>(List.of(300L, 200L));
 * LongBox now = LongBox.of(0);
 * Stm.atomic(() -> {
 *     now.set(times.takeOrRetry());        // no checked exception: the form for blocks
 * });
 * }</pre>
 *
 * <p><b>Waiting.</b> {@link #take} and the timed {@link #poll(long, TimeUnit)} wait by {@link dev.ame.stm.Stm#retry} inside a
 * block; a time to wait counts from the block's first attempt. An interrupt ends the wait with {@link
 * dev.ame.stm.TransactionInterruptedException} there, and with {@link InterruptedException} outside.
 *
 * <p><b>Conflicts.</b> Blocks that add do not conflict with each other. A block that takes, or looks at, the smallest element conflicts with
 * those that add a smaller one, and not with those that add others; two that take conflict. {@link #size} conflicts with every change of the
 * size; {@link #isEmpty} with a change of its answer, {@link #contains} and {@link #remove(Object)} with changes of theirs, an
 * iteration with every change. {@link #clear} conflicts with nothing. When a block commits after others have changed the
 * queue, the comparator is called once more; it must not use boxes or blocks then.
 *
 * <p><b>Iteration.</b> An iterator shows the elements at its creation, in order, inside a block as well; {@code remove} removes the very
 * element it has shown, if that is still there.
 *
 * <p><b>Cost.</b> Adding and taking take log(n) steps, removing any other element n steps.
 *
 * @param <E> the type of the elements
 */
public final class TPriorityQueue<E> extends AbstractQueue<E> implements TBlockingQueue<E>, Serializable {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Comparator<? super E> comparator;
    private final transient Pile<E> pile;
    private final transient Turnstile takers = new Turnstile();
    private final transient Step<E> poll;

    /** An empty queue of comparable elements. */
    public TPriorityQueue() {
        this(null, null, new Object[0]);
    }

    /**
     * An empty queue of comparable elements.
     *
     * @param initialCapacity has no meaning here
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public TPriorityQueue(int initialCapacity) {
        this(initialCapacity, null);
    }

    /**
     * An empty queue.
     *
     * @param initialCapacity has no meaning here
     * @param comparator the order; null for that of comparable elements
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public TPriorityQueue(int initialCapacity, @Nullable Comparator<? super E> comparator) {
        this(null, comparator, new Object[0]);
        if (initialCapacity < 1) {
            throw new IllegalArgumentException("initial capacity " + initialCapacity);
        }
    }

    /**
     * A queue with the elements of a collection. If that is a sorted set or a priority queue, this one has the same order; else
     * that of comparable elements.
     *
     * @param source the collection
     * @throws ClassCastException if the elements are not comparable with each other
     */
    public TPriorityQueue(Collection<? extends E> source) {
        this(null, orderOf(source), elementsOf(source));
    }

    TPriorityQueue(@Nullable Comparator<? super E> comparator, Collection<? extends E> source) {
        this(null, comparator, elementsOf(source));
    }

    private TPriorityQueue(@Nullable String name, @Nullable Comparator<? super E> comparator, Object[] elements) {
        this.comparator = comparator;
        this.pile = new Pile<>(name, Ranking.of(elements, comparator == null ? natural() : comparator));
        this.poll = pile::pollFirst;
    }

    /**
     * An empty queue of comparable elements, with a name for reports of conflicts.
     *
     * @param <E> the type of the elements
     * @param name the name
     * @return the queue
     */
    public static <E extends Comparable<? super E>> TPriorityQueue<E> named(String name) {
        return new TPriorityQueue<>(Objects.requireNonNull(name, "name"), null, new Object[0]);
    }

    /**
     * An empty queue with a name, for reports of conflicts.
     *
     * @param <E> the type of the elements
     * @param name the name
     * @param comparator the order
     * @return the queue
     */
    public static <E> TPriorityQueue<E> named(String name, Comparator<? super E> comparator) {
        Objects.requireNonNull(comparator, "comparator");
        return new TPriorityQueue<>(Objects.requireNonNull(name, "name"), comparator, new Object[0]);
    }

    @SuppressWarnings("unchecked") // the order of the source is good for what is in it, and its type says so
    private static <E> @Nullable Comparator<? super E> orderOf(Collection<? extends E> source) {
        if (source instanceof SortedSet<?> set) {
            return (Comparator<? super E>) set.comparator();
        }
        if (source instanceof PriorityBlockingQueue<?> queue) {
            return (Comparator<? super E>) queue.comparator();
        }
        if (source instanceof PriorityQueue<?> queue) {
            return (Comparator<? super E>) queue.comparator();
        }
        return source instanceof TPriorityQueue<?> queue ? (Comparator<? super E>) queue.comparator() : null;
    }

    private static Object[] elementsOf(Collection<?> source) {
        Object[] elements = source.toArray();
        for (Object element : elements) {
            Objects.requireNonNull(element, "element");
        }
        return elements;
    }

    @SuppressWarnings("unchecked") // fails with the ClassCastException that is promised
    private static <E> Comparator<? super E> natural() {
        return (Comparator<? super E>) (Comparator<?>) Comparator.naturalOrder();
    }

    private void requireComparable(E element) {
        if (comparator == null && element != null && !(element instanceof Comparable)) {
            throw new ClassCastException(element.getClass() + " is not comparable");
        }
    }

    // ---------------------------------------------------------------- adding

    @Override
    public boolean offer(E element) {
        requireComparable(element);
        pile.add(element);
        return true;
    }

    /** Adds an element; never waits. */
    @Override
    public void put(E element) {
        offer(element);
    }

    /** Adds an element; never waits. */
    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) {
        return offer(element);
    }

    /**
     * Adds the elements of a collection, all at once.
     *
     * @throws IllegalArgumentException if the collection is this one
     */
    @Override
    @SuppressWarnings("unchecked") // the elements are those of the source
    public boolean addAll(Collection<? extends E> source) {
        Object[] elements = Copies.elementsFor(this, source);
        for (Object element : elements) {
            requireComparable((E) element);
        }
        pile.addAll(elements);
        return elements.length > 0;
    }

    // ---------------------------------------------------------------- taking

    @Override
    public @Nullable E poll() {
        return pile.pollFirst();
    }

    @Override
    public E take() throws InterruptedException {
        Turnstile.heedInterrupt();
        E element = pile.pollFirst();
        return element != null ? element : takers.await(poll);
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return takers.await(poll, timeout, unit);
    }

    @Override
    public @Nullable E peek() {
        return pile.peekFirst();
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
        return pile.drainTo(target, maxElements);
    }

    // ---------------------------------------------------------------- as a collection

    /**
     * The order of the elements.
     *
     * @return the comparator, or null if it is that of comparable elements
     */
    public @Nullable Comparator<? super E> comparator() {
        return comparator;
    }

    @Override
    public int size() {
        return pile.size();
    }

    @Override
    public boolean isEmpty() {
        return pile.isEmpty();
    }

    /** Always {@link Integer#MAX_VALUE}, since there is no limit. */
    @Override
    public int remainingCapacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean contains(@Nullable Object object) {
        return pile.contains(object);
    }

    @Override
    public boolean remove(@Nullable Object object) {
        return pile.remove(object);
    }

    @Override
    public boolean containsAll(Collection<?> others) {
        return OneBlock.call(() -> super.containsAll(others));
    }

    @Override
    public boolean removeAll(Collection<?> doomed) {
        Objects.requireNonNull(doomed, "c");
        return pile.removeIf(doomed::contains);
    }

    @Override
    public boolean retainAll(Collection<?> kept) {
        Objects.requireNonNull(kept, "c");
        return pile.removeIf(element -> !kept.contains(element));
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        return pile.removeIf(filter);
    }

    @Override
    public void clear() {
        pile.clear();
    }

    @Override
    public Object[] toArray() {
        return pile.snapshot().toArray();
    }

    @Override
    public <T extends @Nullable Object> T[] toArray(T[] array) {
        return Copies.into(
                Objects.requireNonNull(array, "array"), pile.snapshot().toArray());
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        pile.snapshot().forEach(action);
    }

    @Override
    public Iterator<E> iterator() {
        return pile.iterator();
    }

    @Override
    public Spliterator<E> spliterator() {
        return new LateSpliterator<>(this::toArray);
    }

    /**
     * What is written in place of this.
     *
     * @return an object that makes an equal one when it is read
     */
    private Object writeReplace() {
        return new SerialForm(toArray(), comparator);
    }
}
