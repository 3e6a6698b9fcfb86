package dev.ame.stm.loop;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.check;
import static dev.ame.stm.support.TestThreads.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors whose threads, or tasks, do not do as they should. */
@Bounded
class AtomicExecutorEdgeTest {
    private static final int PATIENCE_SECONDS = 10;
    private static final int ROUNDS = 300;

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** It is cancelled between its retry and the wait. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTaskThatIsCancelledWhenItIsAboutToWaitDoesNot(boolean interrupt) throws Exception {
        LongBox never = LongBox.of(0);
        CompletableFuture<Future<?>> itself = new CompletableFuture<>();
        try (AtomicExecutor executor = AtomicExecutor.builder().parallelism(1).build()) {
            Future<?> waits = executor.submit(() -> {
                try {
                    check(never.get() == 1);
                } finally {
                    if (!Thread.currentThread().isInterrupted()) {
                        itself.join().cancel(interrupt);
                    }
                }
            });
            itself.complete(waits);
            assertEquals(1, get(executor.submit(() -> 1)));
            assertTrue(waits.isCancelled());
        }
    }

    /** The second task comes when the only thread that there is, idle until then, has been told of the first one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoTasksThatComeAtOnceNoneWaitsForTheOther(boolean ordered) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            AtomicExecutor.Builder builder = AtomicExecutor.builder().parallelism(2);
            try (AtomicExecutor executor =
                    ordered ? builder.build() : builder.inAnyOrder().build()) {
                get(executor.submit(() -> 0));
                CountDownLatch began = new CountDownLatch(1);
                Future<?> first = executor.submit(() -> await(began));
                executor.execute(began::countDown);
                get(first);
            }
        }
    }

    @Test
    void whoTakesAnElementWakesAnotherOneIfThereAreMore() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        ExecutorQueue queue = new ExecutorQueue(Integer.MAX_VALUE);
        ExecutorRun run = new ExecutorRun(queue, AtomicExecutor.builder().inAnyOrder());
        UnorderedLane<ExecutorTask<?>> lane = new UnorderedLane<>(
                queue, run, AtomicBlock.named("a test"), new Pace(1, 2), new LoopTotals(), () -> {});
        Started<Void> idle = Started.run(() -> {
            lane.work();
            return null;
        });
        idle.awaitParked();
        queue.add(ExecutorTask.of(() -> await(began)), false);
        queue.add(ExecutorTask.of(began::countDown), false);
        Started<Void> other = Started.run(() -> {
            lane.work();
            return null;
        });
        await(began);
        queue.close();
        lane.allHaveCome();
        other.result();
        idle.result();
    }

    @Test
    void aTaskForWhichThereIsNoThreadIsRefused() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        IllegalStateException broken = new IllegalStateException("broken");
        ThreadFactory factory = work -> {
            if (calls.incrementAndGet() == 1) {
                throw broken;
            }
            return new Thread(work);
        };
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor = AtomicExecutor.builder().threads(factory).build()) {
            assertSame(broken, assertThrows(IllegalStateException.class, () -> executor.execute(() -> box.add(1))));
            get(executor.submit(() -> box.add(10)));
        }
        assertEquals(10, box.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThreadIsEnough(boolean refuses) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ThreadFactory factory = work -> {
            if (calls.incrementAndGet() > 1) {
                if (refuses) {
                    throw new IllegalStateException("there is no other thread");
                }
                return null;
            }
            return new Thread(work);
        };
        LongBox box = LongBox.of(0);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicExecutor.Builder builder =
                AtomicExecutor.builder().inAnyOrder().parallelism(2).threads(factory);
        try (AtomicExecutor executor = builder.build()) {
            executor.execute(() -> await(gate));
            for (int i = 0; i < 100; i++) {
                executor.execute(() -> box.add(1));
            }
            gate.countDown();
        }
        assertEquals(100, box.get());
        assertTrue(calls.get() > 1);
    }

    /** What was run ahead and has to be run again after {@code shutdownNow} must not begin to wait then. */
    @Test
    void afterShutdownNowNothingIsRunAgain() throws Exception {
        LongBox box = LongBox.of(0);
        CountDownLatch ahead = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicExecutor executor = AtomicExecutor.builder().parallelism(2).build();
        Future<?> first = executor.submit(() -> {
            boolean interrupted = false;
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            assertTrue(interrupted);
            box.set(1);
        });
        Future<?> second = executor.submit(() -> {
            long seen = box.get();
            ahead.countDown();
            check(seen == 0);
        });
        await(ahead);
        CountDownLatch third = new CountDownLatch(1);
        Future<?> last = executor.submit(third::countDown);
        await(third); // so the second one has been run ahead
        executor.shutdownNow();
        gate.countDown();
        assertTrue(executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertTrue(first.isDone() && second.isCancelled() && last.isDone());
    }

    @Test
    void invokeAllInABlockIsRefused() {
        try (AtomicExecutor executor = new AtomicExecutor()) {
            List<Callable<Integer>> tasks = List.of(() -> 1);
            assertThrows(IllegalStateException.class, () -> atomic(() -> executor.invokeAll(tasks)));
            assertThrows(
                    IllegalStateException.class, () -> atomic(() -> executor.invokeAll(tasks, 1, TimeUnit.SECONDS)));
        }
    }

    @Test
    void aDeepRecursionFailsItsTaskAlone() throws Exception {
        LongBox box = LongBox.of(0);
        try (AtomicExecutor executor = AtomicExecutor.builder().parallelism(2).build()) {
            for (int round = 0; round < 20; round++) {
                Future<?> deep = executor.submit(() -> descend(box));
                Future<Long> next = executor.submit(box::incrementAndGet);
                assertEquals(
                        StackOverflowError.class,
                        assertThrows(ExecutionException.class, () -> get(deep))
                                .getCause()
                                .getClass());
                assertEquals(round + 1L, get(next));
            }
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int descend(LongBox box) {
        box.add(1_000);
        return atomic(() -> descend(box)) + 1;
    }
}
