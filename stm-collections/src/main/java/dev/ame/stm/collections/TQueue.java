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
 * A first-in-first-out queue without a limit that atomic blocks share; the counterpart of {@link
 * java.util.concurrent.LinkedBlockingQueue}. Inside a block an operation is part of the block, outside it is atomic by itself.
 * Elements must not be null, and must be immutable or never changed while they are shared. Any thread may use it.
 *
 * <p><b>Order.</b> Elements get their places when their block commits. Until then a block finds its own behind all others, so it
 * takes elements of others first.
 *
 * <p><b>Waiting.</b> {@link #take} and the timed {@link #poll(long, TimeUnit)} wait by {@link dev.ame.stm.Stm#retry} inside a
 * block; a time to wait counts from the block's first attempt. An interrupt ends the wait with {@link
 * dev.ame.stm.TransactionInterruptedException} there, and with {@link InterruptedException} outside. Threads outside of blocks
 * wait in the order in which they came, but one that comes when an element is there does not wait.
 *
 * <p><b>Conflicts.</b> Blocks that add do not conflict with each other, nor with blocks that take, unless those have found the queue
 * empty. Two blocks that take conflict. {@link #size} conflicts with every change of the size; {@link #isEmpty} with a change of its
 * answer, {@link #contains} and {@link #remove(Object)} with changes of theirs, an iteration with changes of what it has
 * shown. {@link #clear} conflicts with nothing.
 *
 * <p><b>Iteration.</b> Outside a block an iterator shows the elements at its creation, and {@code remove} removes the very element it
 * has shown, if that is still there. Inside, an iterator goes along with what the block does.
 *
 * <p><b>Cost.</b> Adding and taking take constant time, but for every 16th time: then log16(n) steps; never more. An element takes
 * about 5 bytes.
 *
 * @param <E> the type of the elements
 */
public final class TQueue<E> extends AbstractQueue<E> implements BlockingQueue<E>, Serializable {
    private static final long serialVersionUID = 1;

    private final transient WaitingLine<E> waiting;
    private final transient Line<E> line;

    /** An empty queue. */
    public TQueue() {
        this(WaitingLine.empty(null, Integer.MAX_VALUE, false));
    }

    /**
     * A queue with the elements of a collection, in the order of its iterator.
     *
     * @param source the collection
     */
    public TQueue(Collection<? extends E> source) {
        this(WaitingLine.of(Integer.MAX_VALUE, false, source));
    }

    private TQueue(WaitingLine<E> waiting) {
        this.waiting = waiting;
        this.line = waiting.line();
    }

    /**
     * An empty queue with a name, for reports of conflicts.
     *
     * @param <E> the type of the elements
     * @param name the name
     * @return the queue
     */
    public static <E> TQueue<E> named(String name) {
        return new TQueue<>(WaitingLine.empty(Objects.requireNonNull(name, "name"), Integer.MAX_VALUE, false));
    }

    @Override
    public boolean offer(E element) {
        return line.offerLast(element);
    }

    /** Adds an element, without having to wait. */
    @Override
    public void put(E element) throws InterruptedException {
        waiting.putLast(element);
    }

    /** Adds an element, without having to wait. */
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
     */
    @Override
    public boolean addAll(Collection<? extends E> source) {
        Object[] elements = Copies.elementsFor(this, source);
        return line.offerAll(elements) && elements.length > 0;
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
        return new SerialForm(Kind.QUEUE, toArray());
    }
}
