package dev.ame.stm.collections;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.bag.Stripes;
import dev.ame.stm.collections.block.Interrupts;
import dev.ame.stm.collections.block.Limits;
import dev.ame.stm.collections.block.Moments;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.spi.Blocks;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pool of elements in no order, for work that several threads share. Inside a block an operation is part of the block;
 * outside it is atomic by itself. Elements may not be null; they must be immutable or never changed afterwards. Any
 * thread may use it.
 *
 * <p>Takers do not conflict as long as there are elements for all of them: each claims another one, and a claim is
 * given back if the block is undone. Additions conflict with nobody but a block that was told that the bag is empty, or its
 * size. When the only elements left are claimed by blocks that have not committed yet, {@link #take} waits for what becomes
 * of them, and {@link #poll()} does so for a moment; then it takes one of them, and of the two blocks the first to commit has
 * it, while the other is run again. That {@code poll} returns null always means that the bag is empty.
 *
 * <pre>{@code
 * TBag<String> todo = new TBag<>(List.of("sweep"));
 * TBag<String> done = new TBag<>();
 * Stm.atomic(() -> {
 *     done.add(todo.takeOrRetry());        // no checked exception: the form for blocks
 * });
 * }</pre>
 *
 * <p>A block takes what it has added itself first. Elements are kept in several stripes, each about first in, first out; one of
 * them is preferred by each thread.
 *
 * @param <E> the type of the elements
 */
public final class TBag<E> {
    private final Stripes<E> stripes;

    /** An empty bag. */
    public TBag() {
        this(new Stripes<>(null));
    }

    /**
     * A bag with the elements of a collection.
     *
     * @param source the collection, without nulls
     */
    public TBag(Collection<? extends E> source) {
        this();
        for (E element : source) {
            stripes.add(Objects.requireNonNull(element, "element"));
        }
    }

    private TBag(Stripes<E> stripes) {
        this.stripes = stripes;
    }

    /**
     * An empty bag with a name, for reports of conflicts.
     *
     * @param <E> the type of the elements
     * @param name the name
     * @return the bag
     */
    public static <E> TBag<E> named(String name) {
        return new TBag<>(new Stripes<>(Objects.requireNonNull(name, "name")));
    }

    /**
     * Adds an element.
     *
     * @param element the element
     * @return true
     */
    public boolean add(E element) {
        stripes.add(Objects.requireNonNull(element, "element"));
        return true;
    }

    /**
     * Adds elements, all at once.
     *
     * @param elements the elements, without nulls
     * @return whether there were any
     */
    public boolean addAll(Collection<? extends E> elements) {
        Object[] all = elements.toArray();
        for (Object element : all) {
            Objects.requireNonNull(element, "element");
        }
        OneBlock.run(() -> {
            for (Object element : all) {
                stripes.add(cast(element));
            }
        });
        return all.length > 0;
    }

    /**
     * Takes an element.
     *
     * @return the element, or null if the bag is empty
     */
    public @Nullable E poll() {
        E taken = Stm.inAtomic() ? null : stripes.takeOutside();
        return taken != null ? taken : OneBlock.<@Nullable E, RuntimeException>call(stripes::poll);
    }

    /**
     * Takes an element; waits until there is one, but not longer than a time. Inside a block the time counts from the first
     * attempt.
     *
     * @param timeout the time; none if it is not positive
     * @param unit its unit
     * @return the element, or null if the time was over first
     * @throws InterruptedException if the thread is interrupted, outside a block
     * @throws dev.ame.stm.TransactionInterruptedException if it is interrupted while it waits inside a block
     */
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(timeout);
        return OneBlock.<@Nullable E>callInterruptibly(() -> {
            int timer = Blocks.timer();
            E taken = stripes.pollOrWait();
            if (taken == null) {
                Blocks.retryFor(timer, nanos);
                taken = stripes.poll();
            }
            return taken;
        });
    }

    /**
     * Takes an element; waits until there is one.
     *
     * @return the element
     * @throws InterruptedException if the thread is interrupted, outside a block
     * @throws dev.ame.stm.TransactionInterruptedException if it is interrupted while it waits inside a block
     */
    public E take() throws InterruptedException {
        boolean direct = !Stm.inAtomic() && !Thread.currentThread().isInterrupted();
        E taken = direct ? stripes.takeOutside() : null;
        return taken != null ? taken : OneBlock.callInterruptibly(this::takeInBlock);
    }

    /**
     * Takes an element, as {@link #take} does, without a checked exception: the form to use in blocks, see {@link
     * TBlockingQueue}.
     *
     * @return the element
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    public E takeOrRetry() {
        try {
            return take();
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Takes an element, as {@link #poll(long, TimeUnit)} does, without a checked exception: the form to use in blocks.
     *
     * @param limit how long to wait; not at all if it is not positive
     * @return the element, or null if there was none in time
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    public @Nullable E pollOrRetryFor(Duration limit) {
        try {
            return poll(Limits.nanos(limit), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    private E takeInBlock() {
        E taken = stripes.pollOrWait();
        return taken != null ? taken : Stm.<E>retry();
    }

    /**
     * The number of elements. Conflicts with every addition and every taker.
     *
     * @return the number
     */
    public int size() {
        return Moments.of(stripes::size);
    }

    /**
     * Whether there is no element. Conflicts with the first addition, if there is none.
     *
     * @return whether the bag is empty
     */
    public boolean isEmpty() {
        if (!Stm.inAtomic() && stripes.hasSome()) {
            return false;
        }
        return Moments.of(stripes::isEmpty);
    }

    /**
     * The number of elements.
     *
     * @return a text for people
     */
    @Override
    public String toString() {
        return super.toString() + "[size = " + size() + "]";
    }

    @SuppressWarnings("unchecked") // an element
    private E cast(Object element) {
        return (E) element;
    }
}
