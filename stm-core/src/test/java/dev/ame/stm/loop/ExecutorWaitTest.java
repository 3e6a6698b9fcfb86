package dev.ame.stm.loop;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.support.TestThreads.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wait in a block for what starts only after its commit is refused at once. */
@Bounded
class ExecutorWaitTest {
    private static <T> T get(Future<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static void assertRefused(String word, Executable wait) {
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> atomic(() -> {
                    try {
                        wait.execute();
                    } catch (Exception | Error e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                }));
        assertTrue(refused.getMessage().contains(word), refused::getMessage);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void getOfATaskThatTheBlockHasSubmitted(boolean ordered) {
        AtomicExecutor.Builder builder = AtomicExecutor.builder();
        try (AtomicExecutor executor =
                ordered ? builder.build() : builder.inAnyOrder().build()) {
            assertRefused("get()", () -> executor.submit(() -> 1).get());
            assertRefused("get()", () -> executor.submit(() -> 1).get(1, TimeUnit.HOURS));
            assertRefused(
                    "get()", () -> atomic(() -> executor.submit(() -> {}, 1).get()));
            assertRefused("invokeAll", () -> executor.invokeAll(List.of(() -> 1)));
            assertRefused("invokeAll", () -> executor.invokeAll(List.of(() -> 1), 1, TimeUnit.HOURS));
            assertRefused("invokeAny", () -> executor.invokeAny(List.of(() -> 1)));
            assertRefused("invokeAny", () -> executor.invokeAny(List.of(() -> 1), 1, TimeUnit.HOURS));
        }
    }

    @Test
    void getOfATaskThatTheBlockHasScheduled() {
        try (AtomicScheduledExecutor executor = new AtomicScheduledExecutor()) {
            assertRefused(
                    "get()", () -> executor.schedule(() -> 1, 0, TimeUnit.HOURS).get());
            assertRefused(
                    "get()",
                    () -> executor.schedule(() -> {}, 1, TimeUnit.HOURS).get(1, TimeUnit.HOURS));
            assertRefused(
                    "get()",
                    () -> executor.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.HOURS)
                            .get());
            assertRefused("invokeAll", () -> executor.invokeAll(List.of(() -> 1)));
            assertRefused("invokeAny", () -> executor.invokeAny(List.of(() -> 1)));
        }
    }

    @Test
    @SuppressWarnings("try") // closes what is closed again
    void theEndOfAnExecutorThatTheBlockHasGivenTasksTo() {
        try (AtomicExecutor executor = new AtomicExecutor();
                AtomicScheduledExecutor scheduled = new AtomicScheduledExecutor()) {
            assertRefused("close()", () -> {
                executor.execute(() -> {});
                executor.close();
            });
            assertRefused("awaitTermination", () -> {
                executor.execute(() -> {});
                executor.awaitTermination(1, TimeUnit.HOURS);
            });
            assertRefused("close()", () -> {
                var unused = scheduled.schedule(() -> 1, 0, TimeUnit.SECONDS);
                scheduled.close();
            });
            assertRefused("awaitTermination", () -> {
                var unused = scheduled.schedule(() -> 1, 0, TimeUnit.SECONDS);
                scheduled.awaitTermination(1, TimeUnit.HOURS);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void getOfALaterTaskInAnOrderedExecutor(int threads) throws Exception {
        try (AtomicExecutor executor =
                AtomicExecutor.builder().parallelism(threads).build()) {
            CompletableFuture<Future<Integer>> later = new CompletableFuture<>();
            Future<Integer> first = executor.submit(() -> later.join().get());
            Future<Integer> second = executor.submit(() -> 2);
            later.complete(second);
            assertTrue(
                    assertThrows(ExecutionException.class, () -> get(first)).getCause()
                            instanceof IllegalStateException);
            assertEquals(2, get(second));
        }
    }

    /** The earlier tasks may be in the same chunk, which commits as a whole, or have run ahead. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void getOfAnEarlierTaskAnswers(int threads) throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor =
                AtomicExecutor.builder().parallelism(threads).build()) {
            for (int round = 0; round < 50; round++) {
                CountDownLatch gate = new CountDownLatch(1);
                executor.execute(() -> await(gate));
                List<Future<Long>> all = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    Future<Long> before = i == 0 ? null : all.get(i - 1);
                    Callable<Long> task = () -> before == null ? box.incrementAndGet() : before.get() + 1;
                    all.add(executor.submit(task));
                }
                gate.countDown();
                assertEquals(round + 40L, get(all.get(39)));
            }
        }
    }

    /** Of the same thread, whose blocks share a transaction. */
    @Test
    void getInALaterBlockWaits() throws Exception {
        try (AtomicScheduledExecutor executor = new AtomicScheduledExecutor()) {
            for (int round = 0; round < 20; round++) {
                List<Future<Integer>> futures = new ArrayList<>();
                atomic(() -> {
                    futures.clear();
                    futures.add(executor.submit(() -> 1));
                    futures.add(executor.schedule(() -> 2, 1, TimeUnit.MILLISECONDS));
                });
                assertEquals(3, atomic(() -> get(futures.get(0)) + get(futures.get(1))));
            }
        }
    }

    @Test
    void getOfATaskOfAnotherBlockWaits() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (AtomicExecutor executor = new AtomicExecutor()) {
            Future<Integer> task = executor.submit(() -> {
                await(gate);
                return 1;
            });
            assertEquals(1, atomic(() -> {
                gate.countDown();
                return get(task);
            }));
        }
    }
}
