package dev.ame.stm.loop;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import dev.ame.stm.support.TestThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An executor whose tasks are atomic blocks. */
@Bounded
class AtomicExecutorTest {

    private static AtomicExecutor executor(boolean ordered, int threads) {
        AtomicExecutor.Builder builder = AtomicExecutor.builder().parallelism(threads);
        return ordered ? builder.build() : builder.inAnyOrder().build();
    }

    private static final int PATIENCE_SECONDS = 10;

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void tasksBehaveAsIfRunInTheOrderOfTheirSubmission(int threads) throws Exception {
        Random random = new Random(threads);
        List<LongBox> boxes = new ArrayList<>();
        long[] expected = new long[4];
        for (int i = 0; i < 4; i++) {
            boxes.add(LongBox.of(0));
        }
        List<Long> results = new ArrayList<>();
        List<Future<Long>> futures = new ArrayList<>();
        try (AtomicExecutor executor = executor(true, threads)) {
            for (int i = 0; i < 5_000; i++) {
                int number = i;
                int from = random.nextInt(4);
                int to = random.nextInt(4);
                expected[to] = expected[from] * 31 + number;
                results.add(expected[to]);
                futures.add(executor.submit(() ->
                        boxes.get(to).updateAndGet(old -> boxes.get(from).get() * 31 + number)));
            }
        }
        for (int i = 0; i < futures.size(); i++) {
            assertTrue(futures.get(i).isDone());
            assertEquals(results.get(i), get(futures.get(i)), "task " + i);
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(expected[i], boxes.get(i).get());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noTaskIsLost(boolean ordered) {
        LongBox sum = LongBox.of(0);
        try (AtomicExecutor executor = executor(ordered, 2)) {
            TestThreads.together(3, index -> {
                for (int i = 0; i < 2_000; i++) {
                    executor.execute(sum::increment);
                }
            });
        }
        assertEquals(6_000, sum.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTaskThatThrowsIsUndoneAndFailsItsOwnFutureAlone(boolean ordered) throws Exception {
        LongBox sum = LongBox.of(0);
        IllegalStateException broken = new IllegalStateException("broken");
        try (AtomicExecutor executor = executor(ordered, 2)) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                futures.add(executor.submit(() -> {
                    sum.add(1);
                    if (number % 10 == 5) {
                        throw broken;
                    }
                    return number;
                }));
            }
            for (int i = 0; i < 100; i++) {
                Future<Integer> future = futures.get(i);
                if (i % 10 == 5) {
                    assertSame(
                            broken,
                            assertThrows(ExecutionException.class, () -> get(future))
                                    .getCause());
                } else {
                    assertEquals(i, get(future));
                }
            }
        }
        assertEquals(90, sum.get());
    }

    @Test
    void whatACommandThrowsGoesToTheHandlerOfTheThread() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        LongBox box = LongBox.of(0);
        AtomicExecutor.Builder builder = AtomicExecutor.builder().parallelism(1).threads(work -> {
            Thread thread = new Thread(work);
            thread.setUncaughtExceptionHandler((where, thrown) -> told.complete(thrown));
            return thread;
        });
        IllegalStateException broken = new IllegalStateException("broken");
        try (AtomicExecutor executor = builder.build()) {
            executor.execute(() -> {
                throw broken;
            });
            executor.execute(box::increment);
            assertSame(broken, get(told));
        }
        assertEquals(1, box.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsSubmittedInABlockIsSubmittedWhenItCommits(boolean ordered) throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor = executor(ordered, 2)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> atomic(() -> {
                        executor.execute(() -> box.add(100));
                        throw new IllegalStateException();
                    }));
            CompletableFuture<Long> inner = new CompletableFuture<>();
            executor.execute(() -> {
                box.add(1);
                executor.execute(() -> {
                    long value = box.updateAndGet(x -> x + 10);
                    afterCommit(() -> inner.complete(value));
                });
            });
            assertEquals(11, get(inner));
        }
        assertEquals(11, box.get());
    }

    @Test
    void aTaskThatRetriesHoldsUpThoseBehindItUntilItIsWoken() throws Exception {
        LongBox gate = LongBox.of(0);
        Box<List<String>> order = Box.of(List.of());
        try (AtomicExecutor executor = new AtomicExecutor()) {
            executor.execute(() -> {
                check(gate.get() == 1);
                order.set(List.of("first"));
            });
            Future<?> second = executor.submit(() -> order.update(old -> List.of(old + " second")));
            assertFalse(second.isDone());
            gate.set(1);
            get(second);
        }
        assertEquals(List.of("[first] second"), order.get());
    }

    @Test
    void inAnyOrderATaskMayWaitForALaterOne() throws Exception {
        LongBox gate = LongBox.of(0);
        try (AtomicExecutor executor =
                AtomicExecutor.builder().inAnyOrder().parallelism(2).build()) {
            Future<?> waits = executor.submit(() -> check(gate.get() == 1));
            executor.execute(() -> gate.set(1));
            get(waits);
        }
    }

    @Test
    void aTaskCanDoInputAndOutputInItsTurn() throws Exception {
        List<Integer> lines = new ArrayList<>();
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor = executor(true, 2)) {
            for (int i = 0; i < 200; i++) {
                int number = i;
                executor.execute(() -> {
                    box.increment();
                    if (number % 3 == 0) {
                        irrevocable("a test");
                        lines.add(number);
                    }
                });
            }
        }
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 200; i += 3) {
            expected.add(i);
        }
        assertEquals(expected, lines);
        assertEquals(200, box.get());
    }

    @Test
    void futuresOfOthersAreRunExactlyOnce() throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor = executor(true, 2)) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                executor.execute(box::increment);
                all.add(CompletableFuture.runAsync(() -> box.set(box.get() + 1), executor));
            }
            get(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
        }
        assertEquals(600, box.get());
    }

    @Test
    void aTaskThatHasNotBegunCanBeCancelled() throws Exception {
        LongBox box = LongBox.of(0);
        CountDownLatch gate = new CountDownLatch(1);
        try (AtomicExecutor executor = executor(true, 1)) {
            executor.execute(() -> await(gate));
            Future<?> second = executor.submit(box::increment);
            assertTrue(second.cancel(false));
            assertFalse(second.cancel(false));
            gate.countDown();
            assertThrows(CancellationException.class, () -> get(second));
        }
        assertEquals(0, box.get());
    }

    @Test
    void aTaskThatIsCancelledWhileItRunsIsInterruptedAndUndone() throws Exception {
        LongBox box = LongBox.of(0);
        CountDownLatch began = new CountDownLatch(1);
        try (AtomicExecutor executor = executor(true, 1)) {
            Future<?> running = executor.submit(() -> {
                box.increment();
                began.countDown();
                assertThrows(
                        InterruptedException.class,
                        () -> new CountDownLatch(1).await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            });
            await(began);
            assertTrue(running.cancel(true));
            assertTrue(running.isCancelled());
            assertFalse(get(executor.submit(() -> Thread.currentThread().isInterrupted())));
        }
        assertEquals(0, box.get());
    }

    @Test
    void aTaskThatWaitsInRetryCanBeCancelled() throws Exception {
        LongBox never = LongBox.of(0);
        CountDownLatch began = new CountDownLatch(1);
        try (AtomicExecutor executor = executor(true, 2)) {
            Future<?> waits = executor.submit(() -> {
                began.countDown();
                check(never.get() == 1);
            });
            await(began);
            waits.cancel(true);
            assertEquals(1, get(executor.submit(() -> 1)));
        }
    }

    @Test
    void afterAShutdownTasksAreRefusedAndThoseBeforeAreRun() throws Exception {
        LongBox box = LongBox.of(0);
        AtomicExecutor executor = new AtomicExecutor();
        for (int i = 0; i < 100; i++) {
            executor.execute(box::increment);
        }
        executor.shutdown();
        assertTrue(executor.isShutdown());
        assertThrows(RejectedExecutionException.class, () -> executor.execute(box::increment));
        assertTrue(executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertTrue(executor.isTerminated());
        assertEquals(100, box.get());
    }

    @Test
    void anExecutorThatWasNeverUsedEnds() {
        AtomicExecutor executor = new AtomicExecutor();
        executor.close();
        executor.close();
        assertTrue(executor.isTerminated());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shutdownNowInterruptsAndAnswersWhatWasNotBegun(boolean ordered) throws Exception {
        LongBox never = LongBox.of(0);
        CountDownLatch began = new CountDownLatch(1);
        AtomicExecutor executor = executor(ordered, 1);
        executor.execute(() -> {
            began.countDown();
            check(never.get() == 1);
        });
        await(began);
        Runnable second = () -> never.set(2);
        executor.execute(second);
        List<Runnable> dropped = executor.shutdownNow();
        assertEquals(List.of(second), dropped);
        assertTrue(executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, never.get());
    }

    @Test
    void whoSubmitsToAFullQueueWaitsForRoom() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor =
                AtomicExecutor.builder().parallelism(1).capacity(1).build()) {
            executor.execute(() -> {
                began.countDown();
                await(gate);
            });
            await(began);
            executor.execute(box::increment);
            Running late =
                    TestThreads.start(() -> executor.execute(box::increment)).awaitParked();
            assertFalse(late.isDone());
            gate.countDown();
            late.join();
        }
        assertEquals(2, box.get());
    }

    @Test
    void invokeAllAndInvokeAny() throws Exception {
        try (AtomicExecutor executor = new AtomicExecutor()) {
            List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2, () -> 3);
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> future : executor.invokeAll(tasks)) {
                results.add(get(future));
            }
            assertEquals(List.of(1, 2, 3), results);
            Callable<Integer> fails = () -> {
                throw new IllegalStateException();
            };
            assertEquals(7, executor.invokeAny(List.of(fails, () -> 7)));
            assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(fails, fails)));
            LongBox never = LongBox.of(0);
            Callable<Integer> waits = () -> {
                check(never.get() == 1);
                return 1;
            };
            assertThrows(TimeoutException.class, () -> executor.invokeAny(List.of(waits), 1, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void closeInATaskIsRefused() throws Exception {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        try (AtomicExecutor executor = executor(true, 1)) {
            get(executor.submit(() -> refused.set(assertThrows(IllegalStateException.class, executor::close))));
        }
        assertEquals(IllegalStateException.class, refused.get().getClass());
    }

    @Test
    void badArgumentsAreNamed() {
        AtomicExecutor.Builder builder = AtomicExecutor.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.parallelism(0));
        assertThrows(IllegalArgumentException.class, () -> builder.capacity(0));
        assertThrows(NullPointerException.class, () -> builder.named(null));
        assertThrows(NullPointerException.class, () -> builder.threads(null));
        try (AtomicExecutor executor = builder.build()) {
            assertThrows(NullPointerException.class, () -> executor.execute(null));
            assertThrows(NullPointerException.class, () -> executor.submit((Runnable) null));
            assertThrows(NullPointerException.class, () -> executor.submit((Callable<?>) null));
        }
    }
}
