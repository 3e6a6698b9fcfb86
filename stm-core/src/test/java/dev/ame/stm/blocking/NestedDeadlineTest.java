package dev.ame.stm.blocking;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A deadline of a nested block ends that one alone, and the block around it can go on. */
@Bounded
class NestedDeadlineTest {
    private static final AtomicBlock SOON = AtomicBlock.named("soon").deadline(Duration.ofMillis(50));
    private static final AtomicBlock LATER = AtomicBlock.named("later").deadline(Duration.ofSeconds(30));

    private final LongBox stock = LongBox.of(0);
    private final LongBox waiting = LongBox.of(0);
    private final AtomicInteger runs = new AtomicInteger();

    private String takeOrQueue(AtomicBlock how) {
        return atomic(() -> {
            runs.incrementAndGet();
            try {
                how.run(() -> {
                    waiting.add(100); // to be undone
                    check(stock.get() > 0);
                    stock.add(-1);
                });
                return "taken";
            } catch (DeadlineExceededException e) {
                waiting.add(1);
                return e.getMessage();
            }
        });
    }

    @Test
    void theBlockAroundItGoesOn() {
        assertEquals(
                "atomic block \"soon\": its deadline of 50 ms passed while it waited in retry()", takeOrQueue(SOON));
        assertEquals(1, waiting.get());
        assertTrue(runs.get() >= 2, () -> runs + " runs");
    }

    @Test
    void inTimeItGetsWhatItWaitsFor() {
        Running taker = start(() -> assertEquals("taken", takeOrQueue(LATER))).awaitParked();
        stock.set(1);
        taker.join();
        assertEquals(0, stock.get());
        assertEquals(100, waiting.get());
    }

    @Test
    void aSwallowedSignalDoesNotHideIt() {
        assertThrows(
                DeadlineExceededException.class,
                () -> atomic(() -> SOON.run(() -> {
                    try {
                        check(stock.get() > 0);
                    } catch (Throwable swallowed) {
                        waiting.get();
                    }
                })));
    }

    @Test
    void theOneWhoseDeadlinePassesEndsThoughItIsNotTheInnermost() {
        List<String> caught = new ArrayList<>();
        atomic(() -> {
            caught.clear();
            try {
                SOON.run(() -> {
                    try {
                        LATER.run(() -> check(stock.get() > 0));
                    } catch (DeadlineExceededException e) {
                        caught.add("inner");
                    }
                });
            } catch (DeadlineExceededException e) {
                caught.add("outer");
            }
        });
        assertEquals(List.of("outer"), caught);
    }

    @Test
    void theDeadlineOfTheWholeBlockStillEndsTheWhole() {
        DeadlineExceededException late = assertThrows(
                DeadlineExceededException.class,
                () -> SOON.run(() ->
                        assertThrows(IllegalStateException.class, () -> LATER.run(() -> check(stock.get() > 0)))));
        assertTrue(late.getMessage().contains("\"soon\""), late::getMessage);
    }

    @Test
    void aNestedBlockThatComesToItsEndTooLateIsUndone() {
        atomic(() -> assertThrows(
                DeadlineExceededException.class,
                () -> SOON.noRollbackFor(DeadlineExceededException.class).run(() -> {
                    waiting.set(100);
                    spin(60);
                })));
        assertEquals(0, waiting.get());
    }

    @Test
    void timeSpentOutsideOfItDoesNotCount() {
        AtomicInteger attempts = new AtomicInteger();
        String end = atomic(() -> {
            long seen = waiting.get();
            String inner = SOON.call(() -> "in time");
            spin(60);
            if (attempts.incrementAndGet() == 1) {
                elsewhere(() -> waiting.getAndAdd(1)); // a conflict, so that all is run again
            }
            waiting.set(seen + 1);
            return inner;
        });
        assertEquals("in time", end);
        assertEquals(2, waiting.get());
    }

    @Test
    void itCountsOverAllAttempts() {
        AtomicInteger attempts = new AtomicInteger();
        assertThrows(
                DeadlineExceededException.class,
                () -> atomic(() -> SOON.run(() -> {
                    long seen = stock.get();
                    if (attempts.incrementAndGet() < 8) {
                        elsewhere(() -> stock.getAndAdd(1));
                        spin(20);
                    }
                    waiting.set(seen);
                    stock.set(seen);
                })));
        assertTrue(attempts.get() < 8, () -> attempts + " attempts");
    }

    @Test
    void afterItTheBlockWaitsAsLongAsItTakes() {
        Running waiter = start(() -> atomic(() -> {
                    try {
                        SOON.run(() -> check(stock.get() > 0));
                    } catch (DeadlineExceededException e) {
                        check(waiting.get() > 0);
                    }
                }))
                .awaitParked();
        spin(60);
        waiter.awaitParked();
        waiting.set(1);
        waiter.join();
    }

    @Test
    void theSecondBranchOfOrElseWaitsNoLongerThanTheFirst() {
        String end = atomic(() -> {
            try {
                return orElse(
                        () -> SOON.call(() -> stock.get() == 0 ? retry() : "first"),
                        () -> waiting.get() == 0 ? retry() : "second");
            } catch (DeadlineExceededException e) {
                return "late";
            }
        });
        assertEquals("late", end);
    }

    private static void spin(int millis) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < millis * 1_000_000L) {
            Thread.onSpinWait();
        }
    }
}
