package dev.ame.stm.loop;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.support.TestThreads.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks that can be run only once, and tasks with something around them. */
@Bounded
class ExecutorWrappingTest {
    private static Runnable around(Runnable task) {
        return () -> {
            task.run();
        };
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static Arguments way(String name, BiConsumer<AtomicExecutor, Runnable> way) {
        return Arguments.of(name, way);
    }

    private static Future<?> foreign(Runnable task) {
        return new FutureTask<>(task, null) {};
    }

    @SuppressWarnings("FutureReturnValueIgnored") // who runs the task is waited for in another way
    static Stream<Arguments> ways() {
        return Stream.of(
                way("runAsync", (executor, task) -> CompletableFuture.runAsync(task, executor)),
                way(
                        "thenRunAsync",
                        (executor, task) -> CompletableFuture.completedFuture(1).thenRunAsync(task, executor)),
                way("FutureTask", (executor, task) -> executor.execute((Runnable) foreign(task))),
                way("submit(FutureTask)", (executor, task) -> executor.submit((Runnable) foreign(task))),
                way("submit(FutureTask, 1)", (executor, task) -> executor.submit((Runnable) foreign(task), 1)),
                way("ForkJoinTask", (executor, task) -> executor.execute((Runnable) ForkJoinTask.adapt(task))),
                way(
                        "completion service",
                        (executor, task) -> new ExecutorCompletionService<>(executor).submit(task, null)),
                way("once", (executor, task) -> executor.execute(AtomicExecutor.once(runsOnce(task)))),
                way(
                        "wrapped once",
                        (executor, task) ->
                                executor.execute(AtomicExecutor.once(() -> new FutureTask<>(task, null).run()))),
                way(
                        "wrapping(once)",
                        (executor, task) ->
                                executor.wrapping(AtomicExecutor::once).execute(runsOnce(task))),
                way(
                        "wrapping, runAsync",
                        (executor, task) ->
                                CompletableFuture.runAsync(task, executor.wrapping(ExecutorWrappingTest::around))),
                way(
                        "wrapping twice",
                        (executor, task) -> CompletableFuture.runAsync(
                                task,
                                executor.wrapping(ExecutorWrappingTest::around)
                                        .wrapping(ExecutorWrappingTest::around))),
                way(
                        "wrapping, FutureTask",
                        (executor, task) ->
                                executor.wrapping(ExecutorWrappingTest::around).execute((Runnable) foreign(task))),
                way(
                        "wrapping, submit(FutureTask)",
                        (executor, task) ->
                                executor.wrapping(ExecutorWrappingTest::around).submit((Runnable) foreign(task))));
    }

    /** Does nothing when it is run again. */
    private static Runnable runsOnce(Runnable task) {
        AtomicInteger runs = new AtomicInteger();
        return () -> {
            if (runs.getAndIncrement() == 0) {
                task.run();
            }
        };
    }

    /** An attempt that could be undone would be: then nothing would be written when the task is run again. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void whatCanBeRunOnlyOnceIsIrrevocable(String name, BiConsumer<AtomicExecutor, Runnable> way) throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor = AtomicExecutor.builder().parallelism(2).build()) {
            for (int round = 1; round <= 3; round++) {
                executor.execute(box::increment);
                way.accept(executor, () -> {
                    if (box.get() > 0) {
                        IllegalStateException irrevocable = assertThrows(IllegalStateException.class, Stm::retry);
                        assertTrue(irrevocable.getMessage().contains("irrevocable"));
                    }
                    box.increment();
                });
                get(executor.submit(() -> {}));
                assertEquals(2L * round, box.get());
            }
        }
    }

    @Test
    void whatIsWrappedIsNeitherRunTwiceNorLost() throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor = AtomicExecutor.builder().parallelism(2).build()) {
            Executor wrapping = executor.wrapping(ExecutorWrappingTest::around);
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                executor.execute(box::increment);
                all.add(CompletableFuture.runAsync(() -> box.set(box.get() + 1), wrapping));
            }
            get(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
        }
        assertEquals(600, box.get());
    }

    @Test
    void aWrapperIsCalledByTheSubmitterAndRunsInTheBlock() throws Exception {
        List<String> events = new ArrayList<>();
        Thread submitter = Thread.currentThread();
        UnaryOperator<Runnable> wrapper = task -> {
            assertSame(submitter, Thread.currentThread());
            events.add("submitted");
            return () -> {
                assertTrue(Stm.inAtomic());
                Stm.irrevocable("a test");
                events.add("[");
                task.run();
                events.add("]");
            };
        };
        IOException broken = new IOException("broken");
        try (AtomicScheduledExecutor executor =
                AtomicExecutor.builder().wrapping(wrapper).buildScheduled()) {
            get(executor.submit(() -> events.add("runnable"), null));
            assertEquals(7, get(executor.submit(() -> 7)));
            Future<?> fails = executor.submit(() -> {
                throw broken;
            });
            assertSame(
                    broken,
                    assertThrows(ExecutionException.class, () -> get(fails)).getCause());
            assertEquals(8, get(executor.schedule(() -> 8, 0, TimeUnit.SECONDS)));
            assertEquals("any", executor.invokeAny(List.of(() -> "any")));
        }
        assertEquals("submitted[runnable]" + "submitted[]".repeat(4), String.join("", events));
    }

    @Test
    void aWrapperThatDoesNotRunTheTaskFailsItsFuture() throws Exception {
        try (AtomicExecutor executor =
                AtomicExecutor.builder().wrapping(task -> () -> {}).build()) {
            Future<?> future = executor.submit(() -> 1);
            assertTrue(
                    assertThrows(ExecutionException.class, () -> get(future)).getCause()
                            instanceof IllegalStateException);
            assertThrows(NullPointerException.class, () -> executor.wrapping(null));
            assertThrows(NullPointerException.class, () -> AtomicExecutor.once(null));
            AtomicExecutor answersNull = executor.wrapping(task -> null);
            assertThrows(NullPointerException.class, () -> answersNull.execute(() -> {}));
        }
    }

    @Test
    void aViewIsShutDownWithItsExecutor() {
        LongBox box = LongBox.of(0);
        AtomicExecutor executor = new AtomicExecutor();
        AtomicExecutor view = executor.wrapping(task -> () -> {
            box.add(10);
            task.run();
        });
        Executor plain = view;
        plain.execute(box::increment);
        executor.execute(box::increment);
        view.close();
        assertTrue(executor.isTerminated());
        assertEquals(12, box.get());
    }

    @Test
    void theNumbersOfAnExecutor() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        AtomicExecutor executor =
                AtomicExecutor.builder().parallelism(1).named("orders").build();
        assertTrue(
                executor.toString().contains("[orders, Running, pool size = 0, active threads = 0, queued tasks = 0"));
        executor.execute(() -> {
            began.countDown();
            await(gate);
        });
        await(began);
        for (int i = 0; i < 3; i++) {
            executor.execute(() -> {});
        }
        atomic(() -> {
            executor.execute(() -> {});
            assertEquals(3, executor.getQueueLength());
        });
        assertEquals(4, executor.getQueueLength());
        assertEquals(1, executor.getActiveCount());
        assertEquals(1, executor.getPoolSize());
        assertEquals(0, executor.getCompletedTaskCount());
        executor.shutdown();
        assertTrue(executor.toString().contains("Shutting down"), executor::toString);
        gate.countDown();
        executor.close();
        assertEquals(5, executor.getCompletedTaskCount());
        assertEquals(0, executor.getQueueLength());
        assertTrue(
                executor.toString()
                        .endsWith("[orders, Terminated, pool size = 0, active threads = 0, "
                                + "queued tasks = 0, completed tasks = 5]"),
                executor::toString);
    }
}
