package dev.ame.stm.loop;

import static dev.ame.stm.Stm.afterCommit;
import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.support.TestThreads.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@code ScheduledExecutorService} promises, as the JDK's own keeps it. */
@Bounded
class ScheduledExecutorContractTest {
    private static <T> T get(Future<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static AtomicScheduledExecutor withOneThread() {
        return AtomicExecutor.builder().parallelism(1).buildScheduled();
    }

    private static void awaitEnd(AtomicScheduledExecutor executor) throws InterruptedException {
        assertTrue(executor.awaitTermination(10, TimeUnit.SECONDS));
        assertTrue(executor.isTerminated());
    }

    @Test
    void shutdownNowAnswersTheFuturesThatWereGivenOut() throws Exception {
        AtomicScheduledExecutor executor = withOneThread();
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Runnable command = () -> {};
        executor.execute(() -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        await(began);
        Set<Object> expected = new HashSet<>();
        expected.add(executor.schedule(() -> 1, 1, TimeUnit.HOURS));
        expected.add(executor.schedule(() -> {}, 2, TimeUnit.HOURS));
        expected.add(executor.scheduleAtFixedRate(() -> {}, 3, 1, TimeUnit.HOURS));
        expected.add(executor.schedule(() -> 2, 0, TimeUnit.HOURS)); // handed on already
        expected.add(executor.scheduleWithFixedDelay(() -> {}, 0, 1, TimeUnit.HOURS)); // likewise
        expected.add(executor.submit(() -> 3));
        executor.execute(command);
        expected.add(command);
        List<Runnable> dropped = executor.shutdownNow();
        await(interrupted);
        awaitEnd(executor);
        assertEquals(expected.size(), dropped.size());
        assertEquals(expected, new HashSet<Object>(dropped));
        for (Runnable task : dropped) {
            if (task instanceof Future<?> future) {
                assertFalse(future.isDone());
                future.cancel(false);
                assertThrows(CancellationException.class, () -> get(future));
            }
        }
    }

    @Test
    void aDroppedTaskCanBeRunByHand() throws Exception {
        AtomicScheduledExecutor executor = withOneThread();
        ScheduledFuture<Integer> late = executor.schedule(() -> 7, 1, TimeUnit.HOURS);
        executor.shutdownNow().forEach(Runnable::run);
        assertEquals(7, get(late));
    }

    @ParameterizedTest
    @EnumSource(TimeUnit.class)
    void theLongestAndTheShortestDelay(TimeUnit unit) throws Exception {
        AtomicScheduledExecutor executor = withOneThread();
        List<ScheduledFuture<?>> never = new ArrayList<>();
        for (long delay : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2}) {
            never.add(executor.schedule(() -> 1, delay, unit));
            never.add(executor.scheduleAtFixedRate(() -> {}, delay, Long.MAX_VALUE, unit));
        }
        ScheduledFuture<?> soon = executor.schedule(() -> 1, 1, TimeUnit.HOURS);
        for (long delay : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MIN_VALUE / 2, -1, 0}) {
            ScheduledFuture<Integer> now = executor.schedule(() -> 1, delay, unit);
            assertEquals(1, get(now));
            assertTrue(now.getDelay(TimeUnit.NANOSECONDS) <= 0);
            assertTrue(now.compareTo(soon) < 0 && soon.compareTo(now) > 0);
            never.forEach(other -> assertTrue(now.compareTo(other) < 0 && other.compareTo(now) > 0));
            CountDownLatch runs = new CountDownLatch(1);
            ScheduledFuture<?> repeated =
                    executor.scheduleWithFixedDelay(() -> afterCommit(runs::countDown), delay, Long.MAX_VALUE, unit);
            await(runs);
            assertFalse(repeated.isDone());
        }
        for (ScheduledFuture<?> other : never) {
            assertTrue(other.getDelay(TimeUnit.DAYS) > 20_000 && !other.isDone());
            assertTrue(soon.compareTo(other) < 0 && other.compareTo(soon) > 0);
        }
        executor.shutdownNow();
        awaitEnd(executor);
    }

    @Test
    void aTaskIsNeitherBeforeNorAfterItself() {
        try (AtomicScheduledExecutor executor = withOneThread()) {
            ScheduledFuture<?> first = executor.schedule(() -> 1, Long.MAX_VALUE, TimeUnit.DAYS);
            ScheduledFuture<?> second = executor.schedule(() -> 1, Long.MAX_VALUE, TimeUnit.DAYS);
            ScheduledFuture<?> same = first;
            assertEquals(0, first.compareTo(same));
            assertTrue(first.compareTo(second) < 0 && second.compareTo(first) > 0);
            assertFalse(((RunnableScheduledFuture<?>) first).isPeriodic());
            executor.shutdownNow();
        }
    }

    /** As with the JDK's: {@code execute} is to schedule with no delay. */
    @Test
    void whatIsDueComesBeforeWhatIsSubmittedLater() throws Exception {
        for (int round = 0; round < 200; round++) {
            LongBox box = LongBox.of(0);
            try (AtomicScheduledExecutor executor = new AtomicScheduledExecutor()) {
                var unused = executor.schedule(() -> box.updateAndGet(x -> x * 10 + 1), 0, TimeUnit.SECONDS);
                executor.execute(() -> box.updateAndGet(x -> x * 10 + 2));
                unused = executor.schedule(() -> box.updateAndGet(x -> x * 10 + 3), -1, TimeUnit.SECONDS);
                assertEquals(1234, get(executor.submit(() -> box.updateAndGet(x -> x * 10 + 4))));
            }
        }
    }

    @Test
    void whatAnUndoneBlockHasScheduledLeavesNothingBehind() throws Exception {
        AtomicScheduledExecutor executor = withOneThread();
        List<Future<?>> futures = new ArrayList<>();
        assertThrows(
                IllegalStateException.class,
                () -> atomic(() -> {
                    futures.add(executor.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.NANOSECONDS));
                    futures.add(executor.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.HOURS));
                    futures.add(executor.schedule(() -> 1, 1, TimeUnit.HOURS));
                    throw new IllegalStateException("undone");
                }));
        assertTrue(futures.stream().allMatch(Future::isCancelled));
        assertEquals(0, executor.getQueueLength());
        executor.shutdown();
        awaitEnd(executor);
        assertEquals(0, executor.getCompletedTaskCount());
    }

    @Test
    void whatABlockHasScheduledBeforeAShutdownIsRun() throws Exception {
        AtomicScheduledExecutor executor = withOneThread();
        LongBox box = LongBox.of(0);
        List<Future<?>> repeated = new ArrayList<>();
        atomic(() -> {
            repeated.clear();
            var unused = executor.schedule(box::increment, 1, TimeUnit.MILLISECONDS);
            repeated.add(executor.scheduleAtFixedRate(box::increment, 0, 1, TimeUnit.HOURS));
            executor.shutdown();
        });
        awaitEnd(executor);
        assertEquals(1, box.get());
        assertTrue(repeated.get(0).isCancelled());
    }

    /** A task that ends its own repetition, as many do. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theRunThatCancelsTheSeriesIsKept(boolean byShutdown) throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicScheduledExecutor executor = withOneThread()) {
            CompletableFuture<Future<?>> itself = new CompletableFuture<>();
            CountDownLatch ended = new CountDownLatch(1);
            ScheduledFuture<?> series = executor.scheduleAtFixedRate(
                    () -> {
                        if (box.incrementAndGet() == 3) {
                            if (byShutdown) {
                                executor.shutdown();
                            } else {
                                itself.join().cancel(false);
                            }
                            afterCommit(ended::countDown);
                        }
                    },
                    0,
                    1,
                    TimeUnit.MICROSECONDS);
            itself.complete(series);
            await(ended);
            assertThrows(CancellationException.class, () -> get(series));
        }
        assertEquals(3, box.get());
    }

    @Test
    void aCancelledTaskWaitsNoLonger() throws Exception {
        AtomicScheduledExecutor executor = withOneThread();
        ScheduledFuture<?> once = executor.schedule(() -> 1, 1, TimeUnit.HOURS);
        ScheduledFuture<?> again = executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        assertEquals(2, executor.getQueueLength());
        assertTrue(once.cancel(false) && again.cancel(true));
        assertFalse(once.cancel(false) || again.cancel(true));
        assertEquals(0, executor.getQueueLength());
        executor.shutdown();
        awaitEnd(executor);
    }

    @Test
    void afterAShutdownTheTimeOfALateTaskIsAwaited() throws Exception {
        AtomicScheduledExecutor executor = withOneThread();
        ScheduledFuture<Integer> late = executor.schedule(() -> 1, 20, TimeUnit.MILLISECONDS);
        ScheduledFuture<Integer> latest = executor.schedule(() -> 2, 1, TimeUnit.HOURS);
        executor.shutdown();
        assertEquals(1, get(late));
        assertFalse(executor.isTerminated());
        latest.cancel(false);
        awaitEnd(executor);
    }
}
