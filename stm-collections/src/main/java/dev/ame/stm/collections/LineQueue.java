package dev.ame.stm.collections;

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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A line as a queue: one adds behind and takes in front.
 *
 * <p>Users see its methods as those of its subclasses: so does Javadoc, and so does reflection, since the compiler gives a
 * public class bridges to the public methods of a hidden one. They are not final, because then it would not. But a
 * {@code @link} to one of them would lead to the JDK's interface: a link in the text of a subclass is to its place on the page.
 *
 * @param <E> the type of the elements
 */
abstract class LineQueue<E> extends AbstractQueue<E> implements TBlockingQueue<E>, Serializable {
    private static final long serialVersionUID = 1;

    final transient WaitingLine<E> waiting;
    final transient Line<E> line;

    LineQueue(WaitingLine<E> waiting) {
        this.waiting = waiting;
        this.line = waiting.line();
    }

    // ---------------------------------------------------------------- adding and taking

    /** Adds an element behind all others, if there is room; without a limit there always is. */
    @Override
    public boolean offer(E element) {
        return line.offerLast(element);
    }

    /** Adds an element behind all others, when there is room; without a limit it never waits. */
    @Override
    public void put(E element) throws InterruptedException {
        waiting.putLast(element);
    }

    /** Adds an element behind all others, if there is room in time; without a limit it never waits. */
    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return waiting.offerLast(element, timeout, unit);
    }

    /** Takes the first element, or returns null if there is none. */
    @Override
    public @Nullable E poll() {
        return line.pollFirst();
    }

    /** Takes the first element, when there is one. */
    @Override
    public E take() throws InterruptedException {
        return waiting.takeFirst();
    }

    /** Takes the first element, or returns null if there is none in time. */
    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return waiting.pollFirst(timeout, unit);
    }

    /** Shows the first element, or returns null if there is none. */
    @Override
    public @Nullable E peek() {
        return line.peekFirst();
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

    // ---------------------------------------------------------------- as a collection

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

    /** Removes the first element that equals an object, if there is one. */
    @Override
    public boolean remove(@Nullable Object object) {
        return line.removeFirst(object);
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

    /** Goes through the elements from the first one to the last one. */
    @Override
    public Iterator<E> iterator() {
        return line.iterator();
    }

    @Override
    public Spliterator<E> spliterator() {
        return line.spliterator();
    }
}
