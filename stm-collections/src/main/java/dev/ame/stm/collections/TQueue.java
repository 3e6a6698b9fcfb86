package dev.ame.stm.collections;

import dev.ame.stm.collections.SerialForm.Kind;
import dev.ame.stm.collections.queue.Copies;
import dev.ame.stm.collections.queue.WaitingLine;
import java.io.Serializable;
import java.util.Collection;
import java.util.Objects;

/**
 * A first-in-first-out queue without a limit that atomic blocks share; the counterpart of {@link
 * java.util.concurrent.LinkedBlockingQueue}. Inside a block an operation is part of the block, outside it is atomic by itself.
 * Elements must not be null, and must be immutable or never changed while they are shared. Any thread may use it.
 *
 * <p><b>Order.</b> Elements get their places when their block commits. Until then a block finds its own behind all others, so it
 * takes elements of others first.
 *
 * <pre>{@code
 * TQueue<String> orders = new TQueue<>(List.of("tea"));
 * TBag<String> kitchen = new TBag<>();
 * Stm.atomic(() -> {
 *     kitchen.add(orders.takeOrRetry());   // no checked exception: the form for blocks
 * });
 * }</pre>
 *
 * <p><b>Waiting.</b> <a href="#take()">{@code take}</a> and the timed
 * <a href="#poll(long,java.util.concurrent.TimeUnit)">{@code poll}</a> wait by {@link dev.ame.stm.Stm#retry} inside a
 * block; a time to wait counts from the block's first attempt. An interrupt ends the wait with {@link
 * dev.ame.stm.TransactionInterruptedException} there, and with {@link InterruptedException} outside. Threads outside of blocks
 * wait in the order in which they came, but one that comes when an element is there does not wait.
 *
 * <p><b>Conflicts.</b> Blocks that add do not conflict with each other, nor with blocks that take, unless those have found the queue
 * empty. Two blocks that take conflict. <a href="#size()">{@code size}</a> conflicts with every change of the size;
 * <a href="#isEmpty()">{@code isEmpty}</a> with a change of its answer,
 * <a href="#contains(java.lang.Object)">{@code contains}</a> and
 * <a href="#remove(java.lang.Object)">{@code remove(Object)}</a> with changes of theirs, an iteration with changes of what it has
 * shown. <a href="#clear()">{@code clear}</a> conflicts with nothing.
 *
 * <p><b>Iteration.</b> Outside a block an iterator shows the elements at its creation, and {@code remove} removes the very element it
 * has shown, if that is still there. Inside, an iterator goes along with what the block does.
 *
 * <p><b>Cost.</b> Adding and taking take constant time, but for every 16th time: then log16(n) steps; never more. An element takes
 * about 5 bytes.
 *
 * @param <E> the type of the elements
 */
public final class TQueue<E> extends LineQueue<E> implements TBlockingQueue<E>, Serializable {
    private static final long serialVersionUID = 1;

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
        super(waiting);
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

    /**
     * What is written in place of this.
     *
     * @return an object that makes an equal one when it is read
     */
    private Object writeReplace() {
        return new SerialForm(Kind.QUEUE, toArray());
    }
}
