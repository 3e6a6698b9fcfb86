package dev.ame.stm.loop;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tasks that are run later, or again and again. */
@Bounded
class AtomicScheduledExecutorTest {

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aTaskIsRunWhenItsTimeHasCome() throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicScheduledExecutor executor = new AtomicScheduledExecutor()) {
            ScheduledFuture<Long> late =
                    executor.schedule(() -> box.updateAndGet(x -> x * 10 + 2), 20, TimeUnit.MILLISECONDS);
            ScheduledFuture<?> early = executor.schedule(() -> box.set(1), 0, TimeUnit.SECONDS);
            assertTrue(early.compareTo(late) < 0);
            assertEquals(12, get(late));
            assertTrue(late.isDone() && !late.isCancelled());
        }
    }

    @Test
    void aTaskIsRepeatedUntilItIsCancelled() throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicScheduledExecutor executor = new AtomicScheduledExecutor()) {
            for (boolean rate : new boolean[] {true, false}) {
                CountDownLatch runs = new CountDownLatch(5);
                Runnable command = () -> {
                    box.increment();
                    afterCommit(runs::countDown);
                };
                ScheduledFuture<?> future = rate
                        ? executor.scheduleAtFixedRate(command, 0, 1, TimeUnit.MILLISECONDS)
                        : executor.scheduleWithFixedDelay(command, 0, 1, TimeUnit.MILLISECONDS);
                await(runs);
                assertTrue(future.cancel(false));
                assertThrows(CancellationException.class, () -> get(future));
            }
        }
        assertTrue(box.get() >= 10);
    }

    @Test
    void aRepeatedTaskThatThrowsIsNotRunAgain() throws Exception {
        LongBox box = LongBox.of(0);
        IllegalStateException broken = new IllegalStateException("broken");
        try (AtomicScheduledExecutor executor = new AtomicScheduledExecutor()) {
            ScheduledFuture<?> future = executor.scheduleAtFixedRate(
                    () -> {
                        if (box.get() == 3) {
                            throw broken;
                        }
                        box.increment();
                    },
                    0,
                    1,
                    TimeUnit.MILLISECONDS);
            assertSame(
                    broken,
                    assertThrows(ExecutionException.class, () -> get(future)).getCause());
        }
        assertEquals(3, box.get());
    }

    @Test
    void whatIsScheduledInABlockIsScheduledWhenItCommits() throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicScheduledExecutor executor = new AtomicScheduledExecutor()) {
            assertThrows(
                    IllegalStateException.class,
                    () -> atomic(() -> {
                        var unused = executor.schedule(() -> box.add(100), 0, TimeUnit.SECONDS);
                        throw new IllegalStateException();
                    }));
            List<ScheduledFuture<Long>> future = new ArrayList<>();
            atomic(() -> {
                future.clear();
                future.add(executor.schedule(box::incrementAndGet, 0, TimeUnit.SECONDS));
            });
            assertEquals(1, get(future.get(0)));
        }
        assertEquals(1, box.get());
    }

    @Test
    void afterAShutdownWhatIsToRunOnceStillRunsAndTheRestIsCancelled() throws Exception {
        LongBox box = LongBox.of(0);
        AtomicScheduledExecutor executor = new AtomicScheduledExecutor();
        Future<?> once = executor.schedule(box::increment, 30, TimeUnit.MILLISECONDS);
        Future<?> again = executor.scheduleAtFixedRate(box::increment, 1, 1, TimeUnit.HOURS);
        executor.shutdown();
        assertThrows(RejectedExecutionException.class, () -> executor.execute(box::increment));
        assertThrows(RejectedExecutionException.class, () -> executor.schedule(box::increment, 1, TimeUnit.SECONDS));
        executor.close();
        assertTrue(executor.isTerminated());
        get(once);
        assertTrue(again.isCancelled());
        assertEquals(1, box.get());
    }

    @Test
    void shutdownNowDropsWhatHasNotBegun() throws Exception {
        LongBox box = LongBox.of(0);
        AtomicScheduledExecutor executor = new AtomicScheduledExecutor();
        Future<?> late = executor.schedule(box::increment, 1, TimeUnit.HOURS);
        assertFalse(executor.shutdownNow().isEmpty());
        assertTrue(executor.awaitTermination(10, TimeUnit.SECONDS));
        assertFalse(late.isDone() && !late.isCancelled());
        assertEquals(0, box.get());
    }

    @Test
    void badArgumentsAreNamed() {
        try (AtomicScheduledExecutor executor =
                AtomicExecutor.builder().parallelism(1).buildScheduled()) {
            Runnable nothing = () -> {};
            assertThrows(NullPointerException.class, () -> executor.schedule((Runnable) null, 1, TimeUnit.SECONDS));
            assertThrows(NullPointerException.class, () -> executor.schedule((Callable<?>) null, 1, TimeUnit.SECONDS));
            assertThrows(NullPointerException.class, () -> executor.schedule(nothing, 1, null));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> executor.scheduleAtFixedRate(nothing, 1, 0, TimeUnit.SECONDS));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> executor.scheduleWithFixedDelay(nothing, 1, -1, TimeUnit.SECONDS));
        }
    }
}
