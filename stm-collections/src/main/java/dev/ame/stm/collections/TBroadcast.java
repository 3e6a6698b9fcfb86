package dev.ame.stm.collections;

import dev.ame.stm.collections.broadcast.Chain;
import dev.ame.stm.collections.broadcast.PositionQueue;
import java.util.Objects;

/**
 * Shows every item to every subscriber, in one order. A subscriber sees what is published after it has subscribed. Inside a
 * block an operation is part of the block; outside it is atomic by itself. Items may not be null; they must be immutable
 * or never changed afterwards. Any thread may use it.
 *
 * <p>The place of an item is decided when the block that publishes it commits, so publishers do not conflict with each
 * other; nor with subscribers, unless one was told that there is nothing to read, or how much. Subscribing conflicts with
 * publishing. A block that both publishes and reads its own items conflicts with other publishers.
 *
 * <pre>{@code
 * TBroadcast<String> news = new TBroadcast<>();
 * TBroadcast.Subscription<String> mine = news.subscribe();
 * TList<String> seen = new TList<>();
 * news.publish("rain");
 * Stm.atomic(() -> {
 *     seen.add(mine.takeOrRetry());        // no checked exception: the form for blocks
 * });
 * }</pre>
 *
 * <p>An item is kept as long as there is a subscriber that has not read it: without subscribers nothing is kept. After the
 * broadcast channels ({@code TChan}) of Haskell's stm library.
 *
 * @param <E> the type of the items
 */
public final class TBroadcast<E> {
    private final Chain<E> chain;

    /** A broadcast without subscribers. */
    public TBroadcast() {
        this(new Chain<>(null));
    }

    private TBroadcast(Chain<E> chain) {
        this.chain = chain;
    }

    /**
     * A broadcast with a name, for reports of conflicts.
     *
     * @param <E> the type of the items
     * @param name the name
     * @return the broadcast, without subscribers
     */
    public static <E> TBroadcast<E> named(String name) {
        return new TBroadcast<>(new Chain<>(Objects.requireNonNull(name, "name")));
    }

    /**
     * Shows an item to all present subscribers.
     *
     * @param item the item
     */
    public void publish(E item) {
        chain.publish(Objects.requireNonNull(item, "item"));
    }

    /**
     * A new subscriber, who sees everything that is published from now on.
     *
     * @return the items to be read; to be closed, or just to be dropped, when no more are wanted
     */
    public Subscription<E> subscribe() {
        return new PositionQueue<>(chain.end());
    }

    /**
     * The items that one subscriber has not read. A queue from which one can only take: what adds throws {@link
     * UnsupportedOperationException}, as does removing from the middle. Its iterator, spliterator and stream show the items
     * of the moment when they are made. Several threads may share one subscription; then each item goes to one of them.
     *
     * @param <E> the type of the items
     */
    public interface Subscription<E> extends TBlockingQueue<E>, AutoCloseable {
        /**
         * Ends the subscription, and lets go of what was not read. From then on the queue is empty; {@code take} throws {@link
         * IllegalStateException}, also where it is already waiting, and a timed {@code poll} does not wait.
         */
        @Override
        void close();
    }
}
