package dev.ame.stm.collections;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.block.Interrupts;
import dev.ame.stm.collections.block.Limits;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.collections.sync.Tally;
import dev.ame.stm.spi.Blocks;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A latch that opens when it has been counted down to zero, and stays open, as {@link java.util.concurrent.CountDownLatch}.
 * Inside a block, counting down takes effect when the block commits, and waiting is waiting in {@code retry}: the block
 * starts again when the latch may have opened. Any thread may use it.
 *
 * <pre>{@code
 * TLatch ready = new TLatch(1);
 * Box<String> state = Box.of("waiting");
 * ready.countDown();
 * Stm.atomic(() -> {
 *     ready.awaitOrRetry();                // no checked exception: the form for blocks
 *     state.set("on the way");
 * });
 * }</pre>
 *
 * <p>Blocks that count down do not conflict with each other. One that was told whether the latch is open conflicts only with
 * the count that opens it; {@link #getCount} conflicts with every count.
 */
public final class TLatch {
    /** Goes on below zero, so that counting down needs to look at nothing. */
    private final Tally count;

    /**
     * A latch.
     *
     * @param count how often to count down before it opens
     * @throws IllegalArgumentException if the count is negative
     */
    public TLatch(int count) {
        this(null, count);
    }

    private TLatch(@Nullable String name, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count < 0");
        }
        this.count = new Tally(name, count);
    }

    /**
     * A latch with a name, for reports of conflicts.
     *
     * @param name the name
     * @param count how often to count down before it opens
     * @return the latch
     * @throws IllegalArgumentException if the count is negative
     */
    public static TLatch named(String name, int count) {
        return new TLatch(Objects.requireNonNull(name, "name"), count);
    }

    /** Lowers the count by one, and opens the latch if that makes it zero. Does nothing to an open one. */
    public void countDown() {
        count.add(-1);
    }

    /**
     * The count.
     *
     * @return how often to count down still before it opens
     */
    public long getCount() {
        return OneBlock.call(() -> isOpen() ? 0 : count.get());
    }

    /**
     * Waits until the latch is open.
     *
     * @throws InterruptedException if the thread is interrupted, outside a block
     * @throws dev.ame.stm.TransactionInterruptedException if it is interrupted while it waits inside a block
     */
    public void await() throws InterruptedException {
        if (Stm.inAtomic() || Thread.currentThread().isInterrupted() || !isOpen()) {
            OneBlock.callInterruptibly(() -> isOpen() || Stm.<Boolean>retry());
        }
    }

    /**
     * Waits until the latch is open, but not longer than a time. Inside a block the time counts from the first attempt.
     *
     * @param timeout the time; none if it is not positive
     * @param unit its unit
     * @return false if the time was over first
     * @throws InterruptedException if the thread is interrupted, outside a block
     * @throws dev.ame.stm.TransactionInterruptedException if it is interrupted while it waits inside a block
     */
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(timeout);
        return OneBlock.callInterruptibly(() -> {
            int timer = Blocks.timer();
            if (isOpen()) {
                return true;
            }
            Blocks.retryFor(timer, nanos);
            return false;
        });
    }

    /**
     * Waits until the latch is open, as {@link #await()} does, without a checked exception: the form to use in blocks, see
     * {@link TBlockingQueue}.
     *
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    public void awaitOrRetry() {
        try {
            await();
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Waits until the latch is open, as {@link #await(long, TimeUnit)} does, without a checked exception: the form to use in
     * blocks.
     *
     * @param limit how long to wait; not at all if it is not positive
     * @return false if the time was over first
     * @throws dev.ame.stm.TransactionInterruptedException if the thread is interrupted
     */
    public boolean awaitOrRetryFor(Duration limit) {
        try {
            return await(Limits.nanos(limit), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * The count.
     *
     * @return a text for people
     */
    @Override
    public String toString() {
        return super.toString() + "[Count = " + getCount() + "]";
    }

    private boolean isOpen() {
        return !count.isAtLeast(1);
    }
}
