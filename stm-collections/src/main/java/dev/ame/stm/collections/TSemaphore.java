package dev.ame.stm.collections;

import dev.ame.stm.Stm;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.collections.block.Interrupts;
import dev.ame.stm.collections.block.Limits;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.collections.queue.Turnstile;
import dev.ame.stm.collections.queue.Turnstile.Step;
import dev.ame.stm.collections.sync.Tally;
import dev.ame.stm.collections.sync.Waiters;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Permits to be acquired and released, as those of a {@link java.util.concurrent.Semaphore}. Inside a block
 * what is released or acquired counts for others when the block commits, and waiting is waiting in {@code retry}: the
 * block starts again when there may be enough permits. Any thread may use it.
 *
 * <pre>{@code
 * TSemaphore seats = new TSemaphore(2);
 * TQueue<String> guests = new TQueue<>();
 * Stm.atomic(() -> {
 *     seats.acquireOrRetry();              // no checked exception: the form for blocks
 *     guests.add("Ann");
 * });
 * }</pre>
 *
 * <p>A block that acquires is told that there are enough permits, and one that fails to that there are not; only a commit
 * that changes this conflicts with it. So acquisitions do not conflict as long as there are enough permits for all, and
 * releases do not conflict with each other. {@link #availablePermits} and {@link #drainPermits} tell the number.
 */
public final class TSemaphore implements Serializable {
    private static final long serialVersionUID = 1;

    /** Whether threads that wait outside of blocks get permits in the order in which they came. */
    private final boolean fair;

    /** Not final only because a semaphore that is read from a stream has to set them. Set once. */
    private transient Tally permits;

    private transient Waiters waiters;

    /**
     * A semaphore.
     *
     * @param permits the permits at the beginning; may be negative: then some must be released before any is acquired
     */
    public TSemaphore(int permits) {
        this(null, permits, false);
    }

    /**
     * A semaphore.
     *
     * @param permits the permits at the beginning; may be negative
     * @param fair whether threads that wait outside of blocks get permits in the order in which they came, and those that come
     *     later wait behind them, unless they come by {@link #tryAcquire()} or {@link #tryAcquire(int)}
     */
    public TSemaphore(int permits, boolean fair) {
        this(null, permits, fair);
    }

    private TSemaphore(@Nullable String name, int permits, boolean fair) {
        this.permits = new Tally(name, permits);
        this.fair = fair;
        this.waiters = new Waiters(fair);
    }

    /**
     * A semaphore with a name, for reports of conflicts.
     *
     * @param name the name
     * @param permits the permits at the beginning; may be negative
     * @return the semaphore
     */
    public static TSemaphore named(String name, int permits) {
        return new TSemaphore(Objects.requireNonNull(name, "name"), permits, false);
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
        if (Stm.inAtomic()) {
            Waiters.orRetry(acquiring(n));
            return;
        }
        Turnstile.heedInterrupt();
        if (!acquiresAtOnce(n)) {
            waiters.await(acquiring(n));
        }
    }

    private Step<Boolean> acquiring(int n) {
        return () -> permits.takeAway(n) ? Boolean.TRUE : null;
    }

    private boolean acquiresAtOnce(int n) {
        return !waiters.mustLineUp() && permits.takeAway(n);
    }

    /**
     * Acquires a permit, as {@link #acquire()} does, without a checked exception: the form to use in blocks, see {@link
     * TBlockingQueue}.
     *
     * @throws TransactionInterruptedException if the thread is interrupted
     */
    public void acquireOrRetry() {
        acquireOrRetry(1);
    }

    /**
     * Acquires permits, as {@link #acquire(int)} does, without a checked exception: the form to use in blocks.
     *
     * @param n how many
     * @throws TransactionInterruptedException if the thread is interrupted
     * @throws IllegalArgumentException if the number is negative
     */
    public void acquireOrRetry(int n) {
        try {
            acquire(n);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
    }

    /**
     * Acquires a permit; waits until there is one, also if the thread is interrupted, whose interrupt flag is then set when this
     * returns. A wait inside a block is that of the whole block, and is ended by an interrupt like every other.
     *
     * @throws TransactionInterruptedException if the thread is interrupted while it waits inside a block
     */
    public void acquireUninterruptibly() {
        acquireUninterruptibly(1);
    }

    /**
     * Acquires permits, all at once; waits until there are enough, also if the thread is interrupted, whose interrupt flag is
     * then set when this returns. A wait inside a block is that of the whole block, and is ended by an interrupt like every
     * other.
     *
     * @param n how many
     * @throws TransactionInterruptedException if the thread is interrupted while it waits inside a block
     * @throws IllegalArgumentException if the number is negative
     */
    public void acquireUninterruptibly(int n) {
        checkNumber(n);
        if (Stm.inAtomic()) {
            Waiters.orRetry(acquiring(n));
        } else if (!acquiresAtOnce(n)) {
            waiters.awaitUninterruptibly(acquiring(n));
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
        if (Stm.inAtomic()) {
            return Waiters.orRetryFor(acquiring(n), nanos);
        }
        Turnstile.heedInterrupt();
        return acquiresAtOnce(n) || waiters.await(acquiring(n), nanos);
    }

    /**
     * Acquires a permit, as {@link #tryAcquire(long, TimeUnit)} does, without a checked exception: the form to use in blocks.
     *
     * @param limit how long to wait; not at all if it is not positive
     * @return false if the time was over first
     * @throws TransactionInterruptedException if the thread is interrupted
     */
    public boolean tryAcquireOrRetryFor(Duration limit) {
        return tryAcquireOrRetryFor(1, limit);
    }

    /**
     * Acquires permits, as {@link #tryAcquire(int, long, TimeUnit)} does, without a checked exception: the form to use in
     * blocks.
     *
     * @param n how many
     * @param limit how long to wait; not at all if it is not positive
     * @return false if the time was over first
     * @throws TransactionInterruptedException if the thread is interrupted
     * @throws IllegalArgumentException if the number is negative
     */
    public boolean tryAcquireOrRetryFor(int n, Duration limit) {
        try {
            return tryAcquire(n, Limits.nanos(limit), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Interrupts.unchecked(e);
        }
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
     * Takes permits away, whether there are so many or not; never waits. Conflicts with nothing but what asks for a number of
     * permits that there are no longer.
     *
     * @param n how many
     * @throws IllegalArgumentException if the number is negative
     * @throws Error if there would be fewer than {@link Integer#MIN_VALUE} permits
     */
    public void reducePermits(int n) {
        checkNumber(n);
        if (!permits.takeAwayDownTo(Integer.MIN_VALUE, n)) {
            throw new Error("Permit count underflow");
        }
    }

    /**
     * Whether the semaphore is fair.
     *
     * @return whether threads that wait outside of blocks get permits in the order in which they came
     */
    public boolean isFair() {
        return fair;
    }

    /**
     * Whether threads wait for permits outside of blocks, at the moment. Those that wait inside blocks are not counted. For
     * reports: it is no part of a block, and conflicts with nothing.
     *
     * @return whether there seems to be one
     */
    public boolean hasQueuedThreads() {
        return getQueueLength() > 0;
    }

    /**
     * How many threads wait for permits outside of blocks, at the moment. Those that wait inside blocks are not counted. For
     * reports: it is no part of a block, and conflicts with nothing.
     *
     * @return the number, as it seems to be
     */
    public int getQueueLength() {
        return waiters.count();
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
        waiters = new Waiters(fair);
    }
}
