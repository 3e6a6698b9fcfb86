package dev.ame.stm.collections.broadcast;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TBroadcast;
import dev.ame.stm.collections.block.Moments;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.spi.Blocks;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The items that a subscriber has not read, as a queue.
 *
 * @param <E> the type of the items
 */
public final class PositionQueue<E> extends AbstractQueue<E> implements TBroadcast.Subscription<E> {
    private final Position<E> position;

    public PositionQueue(Position<E> position) {
        this.position = position;
    }

    @Override
    public void close() {
        position.close();
    }

    @Override
    public @Nullable E poll() {
        return position.poll();
    }

    @Override
    public @Nullable E peek() {
        return position.front();
    }

    @Override
    public E take() throws InterruptedException {
        boolean direct = !Stm.inAtomic() && !Thread.currentThread().isInterrupted();
        E taken = direct ? position.poll() : null;
        return taken != null ? taken : OneBlock.callInterruptibly(this::takeInBlock);
    }

    private E takeInBlock() {
        if (position.isClosed()) {
            throw new IllegalStateException("the subscription is closed");
        }
        E taken = position.poll();
        return taken != null ? taken : Stm.<E>retry();
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(timeout);
        return OneBlock.<@Nullable E>callInterruptibly(() -> {
            int timer = Blocks.timer();
            E taken = position.poll();
            if (taken == null && !position.isClosed()) {
                Blocks.retryFor(timer, nanos);
            }
            return taken;
        });
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int maxElements) {
        Objects.requireNonNull(target, "target");
        if (target == this) {
            throw new IllegalArgumentException("a queue can't be drained to itself");
        }
        List<E> taken = OneBlock.call(() -> {
            List<E> items = new ArrayList<>();
            while (items.size() < maxElements) {
                E item = position.poll();
                if (item == null) {
                    break;
                }
                items.add(item);
            }
            return items;
        });
        target.addAll(taken);
        return taken.size();
    }

    @Override
    public void clear() {
        OneBlock.run(position::skipAll);
    }

    @Override
    public int size() {
        return Moments.of(position::size);
    }

    @Override
    public boolean isEmpty() {
        return position.isEmpty();
    }

    @Override
    public boolean containsAll(Collection<?> others) {
        return Moments.of(position::unread).containsAll(others);
    }

    @Override
    public Iterator<E> iterator() {
        return Collections.unmodifiableList(Moments.of(position::unread)).iterator();
    }

    @Override
    public boolean offer(E item) {
        throw onlyPublishers();
    }

    @Override
    public boolean offer(E item, long timeout, TimeUnit unit) {
        throw onlyPublishers();
    }

    @Override
    public void put(E item) {
        throw onlyPublishers();
    }

    @Override
    public int remainingCapacity() {
        return 0;
    }

    private static UnsupportedOperationException onlyPublishers() {
        return new UnsupportedOperationException("items come from publish() only");
    }
}
