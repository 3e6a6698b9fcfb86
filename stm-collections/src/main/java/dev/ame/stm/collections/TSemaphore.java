package dev.ame.stm.collections;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.collections.sync.Tally;
import dev.ame.stm.spi.Blocks;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Permits to be acquired and released, as those of a {@link java.util.concurrent.Semaphore} that is not fair. Inside a block
 * what is released or acquired counts for others when the block commits, and waiting is waiting in {@code retry}: the
 * block starts again when there may be enough permits. Any thread may use it.
 *
 * <p>A block that acquires is told that there are enough permits, and one that fails to that there are not; only a commit
 * that changes this conflicts with it. So acquisitions do not conflict as long as there are enough permits for all, and
 * releases do not conflict with each other. {@link #availablePermits} and {@link #drainPermits} tell the number.
 */
public final class TSemaphore implements Serializable {
    private static final long serialVersionUID = 1;

    /** Not final only because a semaphore that is read from a stream has to set it. Set once. */
    private transient Tally permits;

    /**
     * A semaphore.
     *
     * @param permits the permits at the beginning; may be negative: then some must be released before any is acquired
     */
    public TSemaphore(int permits) {
        this(null, permits);
    }

    private TSemaphore(@Nullable String name, int permits) {
        this.permits = new Tally(name, permits);
    }

    /**
     * A semaphore with a name, for reports of conflicts.
     *
     * @param name the name
     * @param permits the permits at the beginning; may be negative
     * @return the semaphore
     */
    public static TSemaphore named(String name, int permits) {
        return new TSemaphore(Objects.requireNonNull(name, "name"), permits);
    }

    /**
     * Acquires a permit; waits until there is one.
     *
     * @throws InterruptedException if the thread is interrupted, outside a block
     * @throws dev.ame.stm.TransactionInterruptedException if it is interrupted while it waits inside a block
     */
    public void acquire() throws InterruptedException {
        acquire(1);
    }

    /**
     * Acquires permits, all at once; waits until there are enough.
     *
     * @param n how many
     * @throws InterruptedException if the thread is interrupted, outside a block
     * @throws dev.ame.stm.TransactionInterruptedException if it is interrupted while it waits inside a block
     * @throws IllegalArgumentException if the number is negative
     */
    public void acquire(int n) throws InterruptedException {
        checkNumber(n);
        if (Stm.inAtomic() || Thread.currentThread().isInterrupted() || !permits.takeAway(n)) {
            OneBlock.callInterruptibly(() -> permits.takeAway(n) || Stm.<Boolean>retry());
        }
    }

    /**
     * Acquires a permit if there is one.
     *
     * @return whether there was
     */
    public boolean tryAcquire() {
        return permits.takeAway(1);
    }

    /**
     * Acquires permits if there are enough.
     *
     * @param n how many
     * @return whether there were
     * @throws IllegalArgumentException if the number is negative
     */
    public boolean tryAcquire(int n) {
        checkNumber(n);
        return permits.takeAway(n);
    }

    /**
     * Acquires a permit; waits until there is one, but not longer than a time. Inside a block the time counts from the first
     * attempt.
     *
     * @param timeout the time; none if it is not positive
     * @param unit its unit
     * @return false if the time was over first
     * @throws InterruptedException if the thread is interrupted, outside a block
     * @throws dev.ame.stm.TransactionInterruptedException if it is interrupted while it waits inside a block
     */
    public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
        return tryAcquire(1, timeout, unit);
    }

    /**
     * Acquires permits, all at once; waits until there are enough, but not longer than a time. Inside a block the time counts
     * from the first attempt.
     *
     * @param n how many
     * @param timeout the time; none if it is not positive
     * @param unit its unit
     * @return false if the time was over first
     * @throws InterruptedException if the thread is interrupted, outside a block
     * @throws dev.ame.stm.TransactionInterruptedException if it is interrupted while it waits inside a block
     * @throws IllegalArgumentException if the number is negative
     */
    public boolean tryAcquire(int n, long timeout, TimeUnit unit) throws InterruptedException {
        checkNumber(n);
        long nanos = unit.toNanos(timeout);
        return OneBlock.callInterruptibly(() -> {
            int timer = Blocks.timer();
            if (permits.takeAway(n)) {
                return true;
            }
            Blocks.retryFor(timer, nanos);
            return false;
        });
    }

    /** Releases a permit, which need not have been acquired. */
    public void release() {
        release(1);
    }

    /**
     * Releases permits, which need not have been acquired.
     *
     * @param n how many
     * @throws IllegalArgumentException if the number is negative
     * @throws Error if there would be more than {@link Integer#MAX_VALUE} permits
     */
    public void release(int n) {
        checkNumber(n);
        if (!permits.addUpTo(Integer.MAX_VALUE, n)) {
            throw new Error("Maximum permit count exceeded");
        }
    }

    /**
     * The permits that can be acquired.
     *
     * @return their number, negative if so many have to be released first
     */
    public int availablePermits() {
        return (int) permits.get();
    }

    /**
     * Acquires all permits there are; if their number is negative, releases as many as make it zero.
     *
     * @return their number
     */
    public int drainPermits() {
        return OneBlock.call(() -> {
            long all = permits.get();
            if (all != 0) {
                permits.add(-all);
            }
            return (int) all;
        });
    }

    /**
     * The number of permits.
     *
     * @return a text for people
     */
    @Override
    public String toString() {
        return super.toString() + "[Permits = " + availablePermits() + "]";
    }

    private static void checkNumber(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("a negative number of permits");
        }
    }

    /**
     * Writes the permits of one moment.
     *
     * @param out where to
     * @throws IOException if the stream throws it
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(availablePermits());
    }

    /**
     * Reads what was written.
     *
     * @param in where from
     * @throws IOException if the content cannot be that of a semaphore, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        permits = new Tally(null, in.readInt());
    }
}
