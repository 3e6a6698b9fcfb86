package dev.ame.stm.collections.sync;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.collections.queue.Turnstile;
import dev.ame.stm.collections.queue.Turnstile.Step;
import dev.ame.stm.spi.Blocks;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for permits outside of blocks, and are counted. If they are fair to each other they line up: only the
 * first one looks for permits, and those that come later do not overtake it. If not, whoever finds enough goes on.
 */
public final class Waiters {
    private final AtomicInteger count = new AtomicInteger();

    /** Null if they are not fair to each other. */
    private final @Nullable Turnstile line;

    public Waiters(boolean fair) {
        line = fair ? new Turnstile(true) : null;
    }

    /** How many there seem to be. */
    public int count() {
        return count.get();
    }

    /** Whether a thread that comes now must wait even if there are enough permits. */
    public boolean mustLineUp() {
        return line != null && line.isBusy();
    }

    /** Waits as long as it takes. The thread was not interrupted when it came. */
    public void await(Step<Boolean> step) throws InterruptedException {
        count.incrementAndGet();
        try {
            if (line != null) {
                line.await(step);
            } else {
                OneBlock.callInterruptibly(() -> orRetry(step));
            }
        } finally {
            count.decrementAndGet();
        }
    }

    /** Waits for some time; false if it is over. */
    public boolean await(Step<Boolean> step, long nanos) throws InterruptedException {
        count.incrementAndGet();
        try {
            return line != null
                    ? line.await(step, nanos, TimeUnit.NANOSECONDS) != null
                    : OneBlock.callInterruptibly(() -> orRetryFor(step, nanos));
        } finally {
            count.decrementAndGet();
        }
    }

    /** Waits as long as it takes, through interrupts, and keeps the place in the line. */
    public void awaitUninterruptibly(Step<Boolean> step) {
        count.incrementAndGet();
        try {
            if (line != null) {
                line.awaitUninterruptibly(step);
            } else {
                OneBlock.callUninterruptibly(() -> orRetry(step));
            }
        } finally {
            count.decrementAndGet();
        }
    }

    /** In a block. */
    public static boolean orRetry(Step<Boolean> step) {
        return step.tryOnce() != null || Stm.<Boolean>retry();
    }

    /** In a block. */
    public static boolean orRetryFor(Step<Boolean> step, long nanos) {
        int timer = Blocks.timer();
        if (step.tryOnce() != null) {
            return true;
        }
        Blocks.retryFor(timer, nanos);
        return false;
    }
}
