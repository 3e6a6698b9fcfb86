package dev.ame.stm.loop;

import static dev.ame.stm.support.TestThreads.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.TestThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors that have no thread, or whose own code fails: every task ends, and so does the executor. */
@Bounded
class ExecutorFailureTest {
    private static final int SECONDS = 10;

    private static Throwable failure(Future<?> future) {
        return assertThrows(ExecutionException.class, () -> future.get(SECONDS, TimeUnit.SECONDS))
                .getCause();
    }

    private static final class Unstartable extends Thread {
        @Override
        public synchronized void start() {
            throw new OutOfMemoryError("no more threads");
        }
    }

    @Test
    void aFactoryWithoutThreadsHasTheTaskRefused() throws Exception {
        ThreadFactory none = work -> null;
        try (AtomicExecutor executor = AtomicExecutor.builder().threads(none).build()) {
            assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
            assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> 1));
            assertEquals(0, executor.getQueueLength());
        }
    }

    @Test
    void aThreadThatCannotBeStartedHasTheTaskRefused() throws Exception {
        AtomicInteger made = new AtomicInteger();
        ThreadFactory factory = work -> made.incrementAndGet() == 1 ? new Unstartable() : new Thread(work);
        try (AtomicExecutor executor = AtomicExecutor.builder().threads(factory).build()) {
            assertThrows(OutOfMemoryError.class, () -> executor.execute(() -> {}));
            assertEquals(1, executor.submit(() -> 1).get(SECONDS, TimeUnit.SECONDS));
        }
    }

    /** The second submitter relies on the thread that the first one is about to start. */
    @Test
    void whoHasReliedOnAThreadThatIsNotMadeIsTold() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ThreadFactory factory = work -> {
            making.countDown();
            await(goOn);
            throw new IllegalStateException("no thread");
        };
        try (AtomicExecutor executor =
                AtomicExecutor.builder().threads(factory).parallelism(1).build()) {
            var first = TestThreads.start(
                    () -> assertThrows(IllegalStateException.class, () -> executor.execute(() -> {})));
            await(making);
            Future<Integer> second = executor.submit(() -> 1);
            goOn.countDown();
            first.join();
            assertInstanceOf(RejectedExecutionException.class, failure(second));
        }
    }

    private static final class Handler implements ThreadFactory {
        final Queue<Throwable> told = new ConcurrentLinkedQueue<>();

        /** The failure itself, and the twenty commands that it prevents. */
        final CountDownLatch complete = new CountDownLatch(21);

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(work);
            thread.setUncaughtExceptionHandler((where, thrown) -> {
                told.add(thrown);
                complete.countDown();
            });
            return thread;
        }
    }

    /** Its error strikes when the executor tells of its outcome, so outside of any task. */
    private static ExecutorTask<Integer> fatal(Error error, CountDownLatch release) {
        ExecutorTask<Integer> task = ExecutorTask.of(() -> {
            await(release);
            return 1;
        });
        task.whenDone(() -> {
            throw error;
        });
        return task;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterAFatalErrorEveryTaskEndsAndSoDoesTheExecutor(boolean ordered) throws Exception {
        Handler handler = new Handler();
        AtomicExecutor.Builder builder = AtomicExecutor.builder().parallelism(2).threads(handler);
        AtomicExecutor executor =
                ordered ? builder.build() : builder.inAnyOrder().build();
        Error fatal = new InternalError("fatal");
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        executor.submissions().submit(fatal(fatal, release));
        Future<?> running = executor.submit(() -> {
            stuck.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        await(stuck); // the other worker has it
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(executor.submit(() -> {}));
            executor.execute(() -> {});
        }
        release.countDown();
        await(interrupted);
        assertTrue(executor.awaitTermination(SECONDS, TimeUnit.SECONDS));
        assertTrue(running.isDone());
        for (Future<?> future : waiting) {
            Throwable why = failure(future);
            assertInstanceOf(RejectedExecutionException.class, why);
            assertSame(fatal, why.getCause());
        }
        await(handler.complete);
        assertTrue(handler.told.contains(fatal));
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
    }

    @Test
    void afterAFatalErrorScheduledTasksFail() throws Exception {
        AtomicExecutor tasks =
                AtomicExecutor.builder().parallelism(1).threads(new Handler()).build();
        AtomicScheduledExecutor executor = new AtomicScheduledExecutor(tasks);
        ScheduledFuture<Integer> late = executor.schedule(() -> 1, 1, TimeUnit.HOURS);
        ScheduledFuture<?> again = executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        tasks.submissions().submit(fatal(new InternalError("fatal"), new CountDownLatch(0)));
        assertInstanceOf(RejectedExecutionException.class, failure(late));
        assertInstanceOf(RejectedExecutionException.class, failure(again));
        assertTrue(executor.awaitTermination(SECONDS, TimeUnit.SECONDS));
        assertTrue(executor.isShutdown());
    }

    @Test
    void aHandlerThatFailsDoesNotHarmTheExecutor() throws Exception {
        CompletableFuture<Void> called = new CompletableFuture<>();
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work);
            thread.setUncaughtExceptionHandler((where, thrown) -> {
                called.complete(null);
                throw new IllegalStateException("from the handler");
            });
            return thread;
        };
        try (AtomicExecutor executor = AtomicExecutor.builder().threads(factory).build()) {
            executor.execute(() -> {
                throw new IllegalStateException("from the task");
            });
            called.get(SECONDS, TimeUnit.SECONDS);
            assertEquals(1, executor.submit(() -> 1).get(SECONDS, TimeUnit.SECONDS));
        }
    }
}
