package dev.ame.stm.blocking;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stm.TransactionException;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deadline is for the block as a whole: waiting, re-execution and all. */
@Bounded
class DeadlineTest {

    private static final Duration SHORT = Duration.ofMillis(30);
    private static final AtomicBlock HURRIED = AtomicBlock.named("hurried").deadline(SHORT);

    private final LongBox gate = LongBox.of(0);
    private final Box<String> box = Box.of("old");

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 1_000_000, 30_000_000})
    void aWaitEndsAtTheDeadline(long nanos) {
        AtomicBlock block = AtomicBlock.named("hurried").deadline(Duration.ofNanos(nanos));
        DeadlineExceededException thrown =
                assertThrows(DeadlineExceededException.class, () -> block.run(() -> check(gate.get() != 0)));
        assertInstanceOf(TransactionException.class, thrown);
    }

    @Test
    void expiryRollsBack() {
        AtomicInteger rolledBack = new AtomicInteger();
        assertThrows(
                DeadlineExceededException.class,
                () -> HURRIED.run(() -> {
                    box.set("new");
                    gate.add(1);
                    afterRollback(rolledBack::incrementAndGet);
                    check(box.get().equals("other") && gate.get() > 100);
                }));
        assertEquals("old", box.get());
        assertEquals(0, gate.get());
        assertTrue(rolledBack.get() >= 1);
    }

    @Test
    void aBlockThatReadNothingWaitsForItsDeadline() {
        assertThrows(DeadlineExceededException.class, () -> HURRIED.run(() -> retry()));
    }

    @Test
    void bothAlternativesWaitNoLongerThanTheDeadline() {
        assertThrows(
                DeadlineExceededException.class,
                () -> HURRIED.run(() -> orElse(
                        () -> gate.get() == 0 ? retry() : null, () -> box.get().equals("old") ? retry() : null)));
    }

    @Test
    void wakeUpsDoNotExtendTheDeadline() {
        LongBox noise = LongBox.of(0);
        CountDownLatch over = new CountDownLatch(1);
        Running noisy = start(() -> {
            while (over.getCount() > 0) {
                noise.add(1);
            }
        });
        assertThrows(
                DeadlineExceededException.class,
                () -> HURRIED.run(() -> check(gate.get() + Math.min(0, noise.get()) != 0)));
        over.countDown();
        noisy.join();
    }

    @Test
    void reExecutionCountsTowardsTheDeadline() {
        AtomicBlock block = HURRIED.serialAfter(Integer.MAX_VALUE);
        assertThrows(
                DeadlineExceededException.class,
                () -> block.run(() -> {
                    long value = gate.get();
                    box.set("new");
                    elsewhere(() -> gate.getAndAdd(1));
                    gate.set(value);
                }));
        assertEquals("old", box.get());
        assertTrue(gate.get() >= 1);
    }

    @Test
    void theBlocksOwnTimeCountsTowardsTheDeadline() {
        assertThrows(
                DeadlineExceededException.class,
                () -> HURRIED.run(() -> {
                    box.set("new");
                    long begin = System.nanoTime();
                    while (System.nanoTime() - begin < 4 * SHORT.toNanos()) {
                        Thread.onSpinWait();
                    }
                }));
        assertEquals("old", box.get());
    }

    @Test
    void waitingForAnIrrevocableBlockCountsTowardsTheDeadline() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Running holder = start(() -> AtomicBlock.named("holder").irrevocable().run(() -> {
            inside.countDown();
            await(goOn);
        }));
        await(inside);
        try {
            Throwable thrown = start(() -> HURRIED.run(() -> box.set("new"))).joinForFailure();
            assertInstanceOf(DeadlineExceededException.class, thrown);
        } finally {
            goOn.countDown();
            holder.join();
        }
        assertEquals("old", box.get());
    }

    @Test
    void waitingForTheSerialLockCountsTowardsTheDeadline() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Running holder = start(() -> AtomicBlock.named("holder").serialAfter(0).run(() -> {
            gate.set(1);
            inside.countDown();
            await(goOn);
        }));
        await(inside);
        try {
            Throwable thrown = start(() -> HURRIED.serialAfter(0).run(() -> box.set("new")))
                    .joinForFailure();
            assertInstanceOf(DeadlineExceededException.class, thrown);
        } finally {
            goOn.countDown();
            holder.join();
        }
        assertEquals("old", box.get());
        assertEquals(1, gate.get());
    }

    @Test
    void aBlockInTimeIsNotDisturbed() {
        AtomicBlock block = AtomicBlock.named("leisurely").deadline(Duration.ofHours(1));
        Running waiter = start(() -> block.run(() -> {
            check(gate.get() != 0);
            box.set("new");
        }));
        waiter.awaitParked();
        gate.set(1);
        waiter.join();
        assertEquals("new", box.get());
    }

    @Test
    void aDeadlineBeyondAllCountingIsNone() {
        AtomicBlock block = AtomicBlock.named("eternal").deadline(ChronoUnit.FOREVER.getDuration());
        Running waiter = start(() -> block.run(() -> check(gate.get() != 0)));
        waiter.awaitParked();
        gate.set(1);
        waiter.join();
        AtomicBlock.named("almost eternal")
                .deadline(Duration.ofNanos(Long.MAX_VALUE))
                .run(() -> box.set("new"));
        assertEquals("new", box.get());
    }

    @Test
    void eachRunOfTheBlockHasItsDeadlineAnew() {
        assertThrows(DeadlineExceededException.class, () -> HURRIED.run(() -> check(gate.get() != 0)));
        assertThrows(DeadlineExceededException.class, () -> HURRIED.run(() -> check(gate.get() != 0)));
        AtomicBlock.named("in time").deadline(Duration.ofHours(1)).run(() -> box.set("new"));
        assertEquals("new", box.get());
    }

    @Test
    void ofTwoNestedDeadlinesTheEarlierHolds() {
        AtomicBlock leisurely = AtomicBlock.named("leisurely").deadline(Duration.ofHours(1));
        assertThrows(
                DeadlineExceededException.class, () -> leisurely.run(() -> HURRIED.run(() -> check(gate.get() != 0))));
        assertThrows(
                DeadlineExceededException.class, () -> HURRIED.run(() -> leisurely.run(() -> check(gate.get() != 0))));
    }

    @Test
    void aDeadlineOfANestedBlockEndsTheWaitOfAnOuterWithoutOne() {
        assertThrows(
                DeadlineExceededException.class,
                () -> atomic(() -> {
                    box.set("new");
                    HURRIED.run(() -> check(gate.get() != 0));
                }));
        assertEquals("old", box.get());
    }
}
