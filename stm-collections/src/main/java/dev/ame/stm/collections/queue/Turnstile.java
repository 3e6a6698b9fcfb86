package dev.ame.stm.collections.queue;

import dev.ame.stm.Stm;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.spi.Blocks;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where threads wait until something can be done. Inside a block that is {@code retry}. Outside, the threads line up in the order
 * in which they came, and only the first one waits for a change of the structure: so one change wakes one thread, however
 * many there are, and that one lets the next one forward when it has got what it came for. Nothing is lost by that: what the first one
 * waits for is what all the others wait for, and the next one looks before it waits.
 *
 * <p>Before it lines up a thread looks some times again: if the other side is running on another processor, that is much
 * cheaper than to be put to sleep and woken. If it is not, that only takes time from it. So the number of looks doubles when they were
 * of use, and halves when they were not.
 */
public final class Turnstile {
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;
    private static final int FEWEST_LOOKS = 4;
    private static final int MOST_LOOKS = 1 << 9;

    private final ReentrantLock turn = new ReentrantLock(true);
    private final boolean fair;

    /** How often to look before lining up. Advice only: written and read by data races. */
    private int looks = MOST_LOOKS / 8;

    /** A turnstile at which a thread that comes may overtake those that wait, if it need not wait. */
    public Turnstile() {
        this(false);
    }

    /**
     * A turnstile.
     *
     * @param fair whether a thread that comes lines up behind those that wait, even if it need not wait
     */
    public Turnstile(boolean fair) {
        this.fair = fair;
    }

    /**
     * What is waited for.
     *
     * @param <T> the type of the result
     */
    @FunctionalInterface
    public interface Step<T> {
        /**
         * Tries it once.
         *
         * @return the result; null if it cannot be done at present
         */
        @Nullable
        T tryOnce();
    }

    /**
     * To be called at the beginning of a method that an interrupt ends.
     *
     * @throws InterruptedException outside a block, if the thread is interrupted; it is not any more
     * @throws TransactionInterruptedException inside a block, if the thread is interrupted; it still is
     */
    public static void heedInterrupt() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            if (Stm.inAtomic()) {
                throw new TransactionInterruptedException("interrupted in front of a wait");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /**
     * Whether a thread is waiting outside of blocks: those that come later may want to let it go first.
     *
     * @return whether there seems to be one
     */
    public boolean isBusy() {
        return turn.isLocked();
    }

    /**
     * Waits as long as it takes.
     *
     * @param <T> the type of the result
     * @param step what is waited for
     * @return its result
     * @throws InterruptedException if the thread is interrupted, outside a block
     */
    public <T> T await(Step<T> step) throws InterruptedException {
        if (Stm.inAtomic()) {
            return orRetry(step);
        }
        T early = mustLineUp() ? null : look(step);
        if (early != null) {
            return early;
        }
        turn.lockInterruptibly();
        try {
            return Stm.atomic(() -> orRetry(step));
        } catch (TransactionInterruptedException e) {
            throw interrupted(e);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Waits outside a block as long as it takes, through interrupts; the thread's interrupt flag is set at the end, if it was
     * interrupted.
     *
     * @param <T> the type of the result
     * @param step what is waited for
     * @return its result
     */
    public <T> T awaitUninterruptibly(Step<T> step) {
        T early = mustLineUp() ? null : look(step);
        if (early != null) {
            return early;
        }
        turn.lock();
        try {
            return OneBlock.callUninterruptibly(() -> orRetry(step));
        } finally {
            turn.unlock();
        }
    }

    private boolean mustLineUp() {
        return fair && turn.isLocked();
    }

    private static <T> T orRetry(Step<T> step) {
        T result = step.tryOnce();
        return result != null ? result : Stm.retry();
    }

    /**
     * Waits for some time. Inside a block the time counts from the block's first attempt that comes here.
     *
     * @param <T> the type of the result
     * @param step what is waited for
     * @param time how long to wait
     * @param unit the unit of the time
     * @return the step's result; null if the time is over
     * @throws InterruptedException if the thread is interrupted, outside a block
     */
    public <T> @Nullable T await(Step<T> step, long time, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(time);
        boolean inside = Stm.inAtomic();
        int timer = inside ? Blocks.timer() : 0;
        heedInterrupt();
        if (inside) {
            return orRetryFor(step, timer, nanos);
        }
        long end = System.nanoTime() + nanos;
        T early = mustLineUp() ? null : nanos <= 0 ? step.tryOnce() : look(step);
        if (early != null || nanos <= 0) {
            return early;
        }
        if (turn.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return awaitFirst(step, end);
        }
        return fair ? null : step.tryOnce();
    }

    /** The calling thread has the turn, and gives it back. */
    private <T> @Nullable T awaitFirst(Step<T> step, long end) throws InterruptedException {
        try {
            return Timed.call(step, end);
        } catch (TransactionInterruptedException e) {
            throw interrupted(e);
        } finally {
            turn.unlock();
        }
    }

    /** A block whose result may be null. */
    private static final class Timed {
        @SuppressWarnings("NullAway") // it does not infer that a block's result may be null
        static <T> @Nullable T call(Step<T> step, long end) {
            return Stm.atomic(() -> orRetryFor(step, Blocks.timer(), end - System.nanoTime()));
        }
    }

    private static <T> @Nullable T orRetryFor(Step<T> step, int timer, long nanos) {
        T result = step.tryOnce();
        if (result == null) {
            Blocks.retryFor(timer, nanos);
        }
        return result;
    }

    private <T> @Nullable T look(Step<T> step) {
        T result = step.tryOnce();
        if (result != null || ALONE || turn.isLocked()) {
            return result;
        }
        int times = looks;
        for (int i = 0; i < times && result == null; i++) {
            Thread.onSpinWait();
            result = step.tryOnce();
        }
        looks = result == null ? Math.max(times / 2, FEWEST_LOOKS) : Math.min(times * 2, MOST_LOOKS);
        return result;
    }

    private static InterruptedException interrupted(TransactionInterruptedException cause) {
        Thread.interrupted(); // as whoever throws that exception does
        InterruptedException exception = new InterruptedException();
        exception.initCause(cause);
        return exception;
    }
}
