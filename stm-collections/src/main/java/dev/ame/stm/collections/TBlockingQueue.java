package dev.ame.stm.collections;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.block.Interrupts;
import dev.ame.stm.collections.block.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A blocking queue that atomic blocks share, with waiting methods that throw no checked exception. These are the ones to use in
 * blocks:
 *
 * <table>
 * <caption>The two forms of each waiting method</caption>
 * <tr><th>as in the JDK</th><th>for blocks</th></tr>
 * <tr><td>{@link #take()}</td><td>{@link #takeOrRetry()}</td></tr>
 * <tr><td>{@link #put(Object)}</td><td>{@link #putOrRetry(Object)}</td></tr>
 * <tr><td>{@link #poll(long, TimeUnit)}</td><td>{@link #pollOrRetryFor(Duration)}</td></tr>
 * <tr><td>{@link #offer(Object, long, TimeUnit)}</td><td>{@link #offerOrRetryFor(Object, Duration)}</td></tr>
 * <tr><td>{@link #drainTo}, which does not wait</td><td>{@link #drainOrRetry(int)}, which does</td></tr>
 * </table>
 *
 * <pre>{@code
 * TQueue<String> orders = new TQueue<>(List.of("tea"));
 * TBoundedQueue<String> kitchen = new TBoundedQueue<>(10);
 * String order = Stm.atomic(() -> {
 *     String next = orders.takeOrRetry();
 *     kitchen.putOrRetry(next);
 *     return next;
 * });
 * }</pre>
 *
 * <p>Inside a block they wait by {@link Stm#retry}: the block starts again when there may be an element, or room. Outside
 * a block they wait as the other form does. An interrupt ends the wait with {@link
 * dev.ame.stm.TransactionInterruptedException}, and the thread's interrupt flag is set. Any thread may call them. They
 * conflict as the forms of the JDK do.
 *
 * @param <E> the type of the elements
 */
public interface TBlockingQueue<E> extends BlockingQueue<E> {
    /**
     * Takes the first element; waits until there is one.
     *
     * @return the element
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default E takeOrRetry() {
        try {
            return take();
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Adds an element; waits until there is room.
     *
     * @param element the element
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default void putOrRetry(E element) {
        try {
            put(element);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Takes the first element; waits until there is one, but not longer than a limit. Inside a block the time counts from the
     * first attempt that came here.
     *
     * @param limit how long to wait; not at all if it is not positive
     * @return the element, or null if there was none in time
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default @Nullable E pollOrRetryFor(Duration limit) {
        try {
            return poll(Limits.nanos(limit), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Adds an element; waits until there is room, but not longer than a limit. Inside a block the time counts from the first
     * attempt that came here.
     *
     * @param element the element
     * @param limit how long to wait; not at all if it is not positive
     * @return false if there was no room in time
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default boolean offerOrRetryFor(E element, Duration limit) {
        try {
            return offer(element, Limits.nanos(limit), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Takes all elements, at one moment and in their order; waits until there is one at least. Conflicts with all that adds an
     * element or takes one.
     *
     * @return the elements, in a new list
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default List<E> drainOrRetry() {
        return drainOrRetry(Integer.MAX_VALUE);
    }

    /**
     * Takes the first elements, at one moment and in their order; waits until there is one at least. Conflicts with all that
     * takes one, and with all that adds one if there are fewer than it may take.
     *
     * @param maxElements how many to take at most
     * @return the elements, in a new list
     * @throws IllegalArgumentException if the number is less than 1
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default List<E> drainOrRetry(int maxElements) {
        if (maxElements < 1) {
            throw new IllegalArgumentException("maxElements " + maxElements);
        }
        if (!Stm.inAtomic()) {
            return Stm.atomic(() -> drainOrRetry(maxElements));
        }
        List<E> taken = new ArrayList<>();
        taken.add(takeOrRetry());
        drainTo(taken, maxElements - 1);
        return taken;
    }
}
