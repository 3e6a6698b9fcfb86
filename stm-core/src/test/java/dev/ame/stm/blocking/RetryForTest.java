package dev.ame.stm.blocking;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A wait with a limit: it returns when that has passed. */
@Bounded
class RetryForTest {
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final LongBox number = LongBox.of(0);

    private String await(Duration limit) {
        return atomic(() -> {
            if (number.get() == 0) {
                retryFor(limit);
            }
            return number.get() == 0 ? "gave up" : "came";
        });
    }

    @Test
    void whenTheLimitHasPassedTheBlockGoesOn() {
        assertEquals("gave up", await(SHORT));
    }

    @Test
    void aChangeWakesItBefore() {
        Running waiter = start(() -> assertEquals("came", await(LONG))).awaitParked();
        number.set(1);
        waiter.join();
    }

    @Test
    void aLimitOfNothingReturnsAtOnce() {
        assertEquals("gave up", await(Duration.ZERO));
        assertEquals("gave up", await(Duration.ofSeconds(-1)));
        assertEquals("gave up", await(Duration.ofSeconds(Long.MIN_VALUE)));
    }

    @Test
    void aLimitOfAllTimeWaits() {
        Running waiter = start(() -> assertEquals("came", await(Duration.ofSeconds(Long.MAX_VALUE))))
                .awaitParked();
        number.set(1);
        waiter.join();
    }

    @Test
    void itNeedsNothingThatWasRead() {
        atomic(() -> retryFor(SHORT));
    }

    @Test
    void theTimeCountsOverAllAttempts() {
        AtomicBlock bounded = AtomicBlock.named("bounded").deadline(Duration.ofSeconds(30));
        Running waiter = start(() -> bounded.run(() -> {
            number.get();
            retryFor(Duration.ofMillis(100));
        }));
        while (!waiter.isDone()) {
            number.getAndAdd(1); // wakes it, again and again
        }
        waiter.join();
    }

    @Test
    void inTheFirstBranchOfOrElseTheSecondIsTaken() {
        assertEquals(
                "second",
                orElse(
                        () -> {
                            retryFor(LONG);
                            return "first";
                        },
                        () -> "second"));
    }

    @Test
    void whenBothBranchesWaitTheFirstGoesOnAfterItsLimit() {
        assertEquals(
                "first",
                orElse(
                        () -> {
                            retryFor(SHORT);
                            return "first";
                        },
                        () -> number.get() == 0 ? retry() : "second"));
    }

    @Test
    void aNestedDeadlineMayComeFirst() {
        AtomicBlock soon = AtomicBlock.named("soon").deadline(SHORT);
        assertEquals("late", atomic(() -> {
            try {
                return soon.call(() -> {
                    retryFor(LONG);
                    return "on";
                });
            } catch (DeadlineExceededException e) {
                return "late";
            }
        }));
    }

    @Test
    void anInterruptEndsIt() {
        elsewhere(() -> {
            Thread.currentThread().interrupt();
            assertThrows(TransactionInterruptedException.class, () -> await(LONG));
        });
    }

    @Test
    void outsideABlockItIsRefused() {
        assertThrows(IllegalStateException.class, () -> retryFor(LONG));
        assertThrows(NullPointerException.class, () -> atomic(() -> retryFor(null)));
    }

    @Test
    void anIrrevocableBlockCannotWait() {
        AtomicBlock forGood = AtomicBlock.named("for good").irrevocable();
        assertThrows(IllegalStateException.class, () -> forGood.run(() -> retryFor(LONG)));
        forGood.run(() -> retryFor(Duration.ZERO));
    }
}
