package dev.ame.stm.collections;

import dev.ame.stm.collections.block.Interrupts;
import dev.ame.stm.collections.block.Limits;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A blocking deque that atomic blocks share, with waiting methods for both ends that throw no checked exception. What {@link
 * TBlockingQueue} says of its methods holds for these.
 *
 * @param <E> the type of the elements
 */
public interface TBlockingDeque<E> extends TBlockingQueue<E>, BlockingDeque<E> {
    /**
     * Takes the first element; waits until there is one.
     *
     * @return the element
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default E takeFirstOrRetry() {
        return takeOrRetry();
    }

    /**
     * Takes the last element; waits until there is one.
     *
     * @return the element
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default E takeLastOrRetry() {
        try {
            return takeLast();
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Adds an element in front of the others; waits until there is room.
     *
     * @param element the element
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default void putFirstOrRetry(E element) {
        try {
            putFirst(element);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Adds an element behind the others; waits until there is room.
     *
     * @param element the element
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default void putLastOrRetry(E element) {
        putOrRetry(element);
    }

    /**
     * Takes the first element; waits until there is one, but not longer than a limit. Inside a block the time counts from the
     * first attempt that came here.
     *
     * @param limit how long to wait; not at all if it is not positive
     * @return the element, or null if there was none in time
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default @Nullable E pollFirstOrRetryFor(Duration limit) {
        return pollOrRetryFor(limit);
    }

    /**
     * Takes the last element; waits until there is one, but not longer than a limit. Inside a block the time counts from the
     * first attempt that came here.
     *
     * @param limit how long to wait; not at all if it is not positive
     * @return the element, or null if there was none in time
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default @Nullable E pollLastOrRetryFor(Duration limit) {
        try {
            return pollLast(Limits.nanos(limit), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Adds an element in front of the others; waits until there is room, but not longer than a limit. Inside a block the time
     * counts from the first attempt that came here.
     *
     * @param element the element
     * @param limit how long to wait; not at all if it is not positive
     * @return false if there was no room in time
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default boolean offerFirstOrRetryFor(E element, Duration limit) {
        try {
            return offerFirst(element, Limits.nanos(limit), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Adds an element behind the others; waits until there is room, but not longer than a limit. Inside a block the time
     * counts from the first attempt that came here.
     *
     * @param element the element
     * @param limit how long to wait; not at all if it is not positive
     * @return false if there was no room in time
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    default boolean offerLastOrRetryFor(E element, Duration limit) {
        return offerOrRetryFor(element, limit);
    }
}
