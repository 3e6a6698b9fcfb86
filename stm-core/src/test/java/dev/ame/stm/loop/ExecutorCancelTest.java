package dev.ame.stm.loop;

import static dev.ame.stm.Stm.afterCommit;
import static dev.ame.stm.Stm.beforeCommit;
import static dev.ame.stm.Stm.check;
import static dev.ame.stm.support.TestThreads.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.TestThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task is either cancelled or committed, and cancelling works until that is decided. */
@Bounded
class ExecutorCancelTest {
    private static final int ROUNDS = 40;
    private static final int TASKS = 60;

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static AtomicExecutor executor(boolean ordered) {
        AtomicExecutor.Builder builder = AtomicExecutor.builder().parallelism(2);
        return ordered ? builder.build() : builder.inAnyOrder().build();
    }

    /** Waits for the latch whatever interrupts come. */
    private static void awaitStubbornly(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                open = latch.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                open = latch.getCount() == 0;
            }
        }
    }

    @Test
    void aTimedInvokeAllAnswersOnlyFuturesThatAreDone() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch ahead = new CountDownLatch(1);
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor = executor(true)) {
            List<Callable<Integer>> tasks = List.of(
                    () -> {
                        awaitStubbornly(release);
                        return 1;
                    },
                    () -> {
                        box.increment();
                        ahead.countDown();
                        return 2;
                    });
            List<Future<Integer>> futures = executor.invokeAll(tasks, 200, TimeUnit.MILLISECONDS);
            await(ahead);
            assertTrue(futures.stream().allMatch(future -> future.isDone() && future.isCancelled()));
            release.countDown();
        }
        assertEquals(0, box.get());
    }

    @Test
    void aTaskThatHasRunAheadCanBeCancelledAndTheOthersCommit() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor = executor(true)) {
            executor.execute(() -> await(release));
            CountDownLatch ahead = new CountDownLatch(3);
            List<Future<?>> futures = new ArrayList<>();
            for (long amount : new long[] {1, 10, 100}) {
                futures.add(executor.submit(() -> {
                    box.add(amount);
                    ahead.countDown();
                }));
            }
            await(ahead);
            assertTrue(futures.get(1).cancel(false));
            assertTrue(futures.get(1).isDone());
            release.countDown();
            get(futures.get(0));
            get(futures.get(2));
        }
        assertEquals(101, box.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noTaskIsBothCancelledAndCommitted(boolean ordered) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<LongBox> boxes = new ArrayList<>();
            List<Future<?>> futures = new ArrayList<>();
            LongBox shared = LongBox.of(0);
            try (AtomicExecutor executor = executor(ordered)) {
                for (int i = 0; i < TASKS; i++) {
                    LongBox own = LongBox.of(0);
                    boxes.add(own);
                    futures.add(executor.submit(() -> {
                        shared.increment();
                        own.increment();
                    }));
                }
                boolean interrupt = round % 2 == 0;
                TestThreads.together(2, index -> {
                    for (int i = index; i < TASKS; i += 3) {
                        futures.get(i).cancel(interrupt);
                        assertTrue(futures.get(i).isDone());
                    }
                });
            }
            long committed = 0;
            for (int i = 0; i < TASKS; i++) {
                assertTrue(futures.get(i).isDone());
                assertEquals(futures.get(i).isCancelled() ? 0 : 1, boxes.get(i).get(), "task " + i);
                committed += boxes.get(i).get();
            }
            assertEquals(committed, shared.get());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTaskCanBeCancelledByItsLastAct(boolean ordered) throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor = executor(ordered)) {
            CompletableFuture<Future<?>> itself = new CompletableFuture<>();
            Future<?> task = executor.submit(() -> {
                box.increment();
                beforeCommit(() -> itself.join().cancel(false));
            });
            itself.complete(task);
            assertThrows(CancellationException.class, () -> get(task));
        }
        assertEquals(0, box.get());
    }

    /** Nothing of it is running, so there is nothing that could be left to come to its end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTaskThatWaitsInRetryIsWokenToBeCancelled(boolean ordered) throws Exception {
        LongBox never = LongBox.of(0);
        CompletableFuture<Thread> waiter = new CompletableFuture<>();
        try (AtomicExecutor executor = ordered
                ? executor(true)
                : AtomicExecutor.builder().inAnyOrder().parallelism(1).build()) {
            Future<?> waits = executor.submit(() -> {
                waiter.complete(Thread.currentThread());
                check(never.get() == 1);
            });
            Thread thread = waiter.join();
            while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertTrue(waits.cancel(false));
            assertEquals(1, get(executor.submit(() -> 1)));
            assertFalse(get(executor.submit(() -> Thread.currentThread().isInterrupted())));
        }
    }

    @Test
    void itsHooksFindATaskDone() throws Exception {
        try (AtomicExecutor executor = executor(true)) {
            CompletableFuture<Future<Integer>> itself = new CompletableFuture<>();
            CompletableFuture<List<Object>> seen = new CompletableFuture<>();
            Future<Integer> task = executor.submit(() -> {
                afterCommit(() -> {
                    Future<Integer> own = itself.join();
                    try {
                        seen.complete(List.of(own.isDone(), own.cancel(true), own.get()));
                    } catch (InterruptedException | ExecutionException e) {
                        seen.completeExceptionally(e);
                    }
                });
                return 7;
            });
            itself.complete(task);
            assertEquals(List.of(true, false, 7), get(seen));
            assertEquals(7, get(task));
        }
    }

    @Test
    void whatATaskThrowsIsTheCauseWhateverItIs() throws Exception {
        try (AtomicExecutor executor = executor(true)) {
            for (RuntimeException thrown : List.of(
                    new CancellationException("not by cancel()"),
                    new CompletionException(new IllegalStateException()))) {
                Future<?> task = executor.submit(() -> {
                    throw thrown;
                });
                assertSame(
                        thrown,
                        assertThrows(ExecutionException.class, () -> get(task)).getCause());
                assertFalse(task.isCancelled());
            }
        }
    }
}
