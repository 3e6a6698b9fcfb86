package dev.ame.stm.loop;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.attempt;
import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.engine.attempt.HookRunner;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an executor has accepted is run, or somebody is told; what comes after its shutdown is refused. */
@Bounded
class ExecutorShutdownTest {
    private static final int SECONDS = 10;

    @AfterEach
    void resetHandler() {
        HookRunner.setFailureHandler(thrown -> {});
    }

    private static ExecutorService executor(boolean scheduled) {
        return scheduled ? new AtomicScheduledExecutor() : new AtomicExecutor();
    }

    private static void awaitEnd(ExecutorService executor) throws InterruptedException {
        assertTrue(executor.awaitTermination(SECONDS, TimeUnit.SECONDS));
        assertTrue(executor.isTerminated());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatABlockHasSubmittedBeforeAShutdownIsRun(boolean scheduled) throws Exception {
        ExecutorService executor = executor(scheduled);
        LongBox box = LongBox.of(0);
        List<Future<Long>> futures = new ArrayList<>();
        atomic(() -> {
            futures.clear();
            executor.execute(box::increment);
            futures.add(executor.submit(box::incrementAndGet));
            if (attempt() == 1) {
                elsewhere(executor::shutdown);
            }
            assertFalse(executor.isTerminated());
        });
        awaitEnd(executor);
        assertEquals(2, box.get());
        assertEquals(2, futures.get(0).get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUndoneBlockDoesNotHoldUpTheEnd(boolean nested) throws Exception {
        AtomicExecutor executor = new AtomicExecutor();
        List<Future<?>> futures = new ArrayList<>();
        Executable block = () -> atomic(() -> {
            futures.add(executor.submit(() -> 1));
            executor.shutdown();
            throw new IllegalStateException("undone");
        });
        if (nested) {
            atomic(() -> {
                assertThrows(IllegalStateException.class, block);
            });
        } else {
            assertThrows(IllegalStateException.class, block);
        }
        awaitEnd(executor);
        assertTrue(futures.get(0).isCancelled());
    }

    /** The first attempt is undone by a conflict; the second one comes after the shutdown. */
    @Test
    void anAttemptAfterTheShutdownIsRefused() throws Exception {
        AtomicExecutor executor = new AtomicExecutor();
        LongBox box = LongBox.of(0);
        List<Integer> refused = new ArrayList<>();
        atomic(() -> {
            long seen = box.get();
            try {
                executor.execute(() -> box.add(100));
            } catch (RejectedExecutionException e) {
                refused.add(attempt());
            }
            if (attempt() == 1) {
                elsewhere(() -> {
                    box.increment();
                    executor.shutdown();
                });
            }
            box.set(seen + 10);
        });
        awaitEnd(executor);
        assertEquals(List.of(2), refused);
        assertEquals(11, box.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterShutdownNowSomebodyIsToldOfWhatABlockHasSubmitted(boolean scheduled) throws Exception {
        ExecutorService executor = executor(scheduled);
        List<Throwable> told = new ArrayList<>();
        Stm.setHookFailureHandler(told::add);
        List<Future<?>> futures = new ArrayList<>();
        FutureTask<Integer> foreign = new FutureTask<>(() -> 1);
        LongBox box = LongBox.of(0);
        atomic(() -> {
            executor.execute(box::increment);
            executor.execute(foreign);
            futures.add(executor.submit(box::increment));
            assertEquals(List.of(), executor.shutdownNow());
            elsewhere(() -> awaitEnd(executor)); // does not wait for the block
        });
        Throwable why = assertThrows(
                        ExecutionException.class, () -> futures.get(0).get())
                .getCause();
        assertInstanceOf(RejectedExecutionException.class, why);
        assertEquals(2, told.size());
        assertInstanceOf(RejectedExecutionException.class, told.get(0));
        assertTrue(foreign.isCancelled());
        assertEquals(0, box.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyMethodRefusesWorkAfterAShutdown(boolean scheduled) throws Exception {
        ExecutorService executor = executor(scheduled);
        executor.shutdown();
        List<Callable<Integer>> tasks = List.of(() -> 1);
        List<Executable> calls = new ArrayList<>(List.of(
                () -> executor.execute(() -> {}),
                () -> executor.submit(() -> {}),
                () -> executor.submit(() -> {}, 1),
                () -> executor.submit(() -> 1),
                () -> executor.invokeAll(tasks),
                () -> executor.invokeAll(tasks, 1, TimeUnit.HOURS),
                () -> executor.invokeAny(tasks),
                () -> executor.invokeAny(tasks, 1, TimeUnit.HOURS)));
        if (executor instanceof AtomicScheduledExecutor timed) {
            calls.add(() -> timed.schedule(() -> {}, 1, TimeUnit.HOURS));
            calls.add(() -> timed.schedule(() -> 1, 0, TimeUnit.HOURS));
            calls.add(() -> timed.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.HOURS));
            calls.add(() -> timed.scheduleWithFixedDelay(() -> {}, 0, 1, TimeUnit.HOURS));
        }
        for (Executable call : calls) {
            assertThrows(RejectedExecutionException.class, call);
        }
        for (Executable call : calls.subList(0, 4)) {
            assertThrows(
                    RejectedExecutionException.class,
                    () -> atomic(() -> {
                        try {
                            call.execute();
                        } catch (RejectedExecutionException e) {
                            throw e;
                        } catch (Throwable e) {
                            throw new AssertionError(e);
                        }
                    }));
        }
        awaitEnd(executor);
    }

    /** A worker takes several tasks at a time; those that it has not begun have not been begun. */
    @Test
    void shutdownNowAnswersWhatWasTakenButNotBegun() throws Exception {
        ExecutorQueue queue = new ExecutorQueue(Integer.MAX_VALUE);
        ExecutorRun run = new ExecutorRun(queue, AtomicExecutor.builder());
        Runnable command = () -> {};
        ExecutorTask<Integer> future = ExecutorTask.of(() -> 1);
        queue.add(ExecutorTask.of(command), false);
        queue.add(future, false);
        Chunk<ExecutorTask<?>> chunk = new Chunk<>(run);
        assertEquals(2, queue.fill(chunk, 8));
        run.halt();
        assertEquals(List.of(command, future), queue.halt());
        assertFalse(future.isDone());
        assertSame(ExecutorTask.SKIPPED, future.runInBlock());
        assertTrue(future.cancel(false));
    }

    @Test
    void aDroppedTaskCanBeGivenToAnotherExecutor() throws Exception {
        LongBox box = LongBox.of(0);
        CountDownLatch began = new CountDownLatch(1);
        AtomicExecutor first = AtomicExecutor.builder().parallelism(1).build();
        first.execute(() -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                box.add(100);
            }
        });
        await(began);
        Future<Long> future = first.submit(box::incrementAndGet);
        List<Runnable> dropped = first.shutdownNow();
        awaitEnd(first);
        assertEquals(List.of(future), dropped);
        assertFalse(future.isDone());
        try (AtomicExecutor second = new AtomicExecutor()) {
            second.execute(dropped.get(0));
            assertEquals(101, future.get(SECONDS, TimeUnit.SECONDS));
        }
    }

    /** It had run ahead, lost, and was not run again; there is no future that could tell. */
    @Test
    void aBegunCommandThatShutdownNowStopsIsReported() throws Exception {
        LongBox box = LongBox.of(0);
        CountDownLatch ahead = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        AtomicExecutor executor = AtomicExecutor.builder()
                .parallelism(2)
                .threads(work -> {
                    Thread thread = new Thread(work);
                    thread.setUncaughtExceptionHandler((where, thrown) -> told.complete(thrown));
                    return thread;
                })
                .build();
        executor.execute(() -> {
            boolean open = false;
            while (!open) {
                try {
                    open = gate.await(SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    open = gate.getCount() == 0;
                }
            }
            box.set(1);
        });
        executor.execute(() -> {
            box.add(box.get() + 10);
            ahead.countDown();
        });
        await(ahead);
        CountDownLatch third = new CountDownLatch(1);
        executor.execute(third::countDown);
        await(third); // so the second one has come to its end
        executor.shutdownNow();
        gate.countDown();
        awaitEnd(executor);
        assertInstanceOf(RejectedExecutionException.class, told.get(SECONDS, TimeUnit.SECONDS));
        assertEquals(1, box.get());
    }
}
