package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.TestThreads;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Executors and thread factories for those that help with loops and tasks. */
@Bounded
class HelperThreadsTest {
    private final LongBox done = LongBox.of(0);
    private final AtomicTasks tasks = new AtomicTasks();

    // ---------------------------------------------------------------- those whose tasks are blocks

    @Test
    void anAtomicExecutorIsRefusedAtOnce() {
        try (AtomicExecutor executor = new AtomicExecutor();
                AtomicScheduledExecutor scheduled = new AtomicScheduledExecutor()) {
            AtomicLoop<Integer> loop = AtomicLoop.range(0, 3);
            String message = assertThrows(IllegalArgumentException.class, () -> loop.executor(executor))
                    .getMessage();
            assertTrue(message.contains("AtomicExecutor"), message);
            assertThrows(IllegalArgumentException.class, () -> loop.executor(scheduled));
            assertThrows(IllegalArgumentException.class, () -> tasks.executor(executor));
            assertThrows(IllegalArgumentException.class, () -> tasks.executor(scheduled));
        }
    }

    @Test
    void aHelperThatFindsItselfInABlockEndsTheLoop() {
        for (boolean ordered : new boolean[] {false, true}) {
            AtomicLoop<Integer> loop = AtomicLoop.range(0, 1000)
                    .parallelism(2)
                    .executor(helper -> AtomicBlock.named("foreign").run(helper::run));
            String message = assertThrows(
                            IllegalStateException.class,
                            () -> (ordered ? loop.ordered() : loop).forEach(i -> done.increment()))
                    .getMessage();
            assertTrue(message.contains("inside an atomic block"), message);
        }
        assertEquals(0, done.get());
    }

    @Test
    void aWrappedAtomicExecutorEndsTheLoopAndTheTasks() {
        CountDownLatch helperHasCome = new CountDownLatch(1);
        try (AtomicExecutor executor = new AtomicExecutor()) {
            Executor wrapped = helper -> executor.execute(() -> {
                helper.run();
                helperHasCome.countDown();
            });
            assertThrows(
                    IllegalStateException.class,
                    () -> AtomicLoop.range(0, 2)
                            .parallelism(2)
                            .executor(wrapped)
                            .forEach(i -> assertThrows(InterruptedException.class, helperHasCome::await)));
        }
        assertFalse(Thread.currentThread().isInterrupted());
        try (AtomicExecutor executor = new AtomicExecutor()) {
            tasks.parallelism(2).executor(helper -> executor.execute(() -> helper.run()));
            for (int i = 0; i < 2; i++) {
                tasks.add(() -> new CountDownLatch(1).await());
            }
            assertThrows(IllegalStateException.class, tasks::run);
        }
        assertFalse(Thread.interrupted());
    }

    // ---------------------------------------------------------------- tasks with an executor of the user's

    @Test
    void tasksAreDoneByThreadsOfTheGivenExecutor() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3, work -> new Thread(work, "given"));
        try {
            assertHelpersAreNamed("given", tasks.executor(threads));
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void tasksAreDoneByThreadsOfTheGivenFactory() {
        assertHelpersAreNamed("made", tasks.threads(work -> new Thread(work, "made")));
    }

    private static void assertHelpersAreNamed(String name, AtomicTasks tasks) {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CyclicBarrier barrier = new CyclicBarrier(4);
        for (int i = 0; i < 8; i++) {
            tasks.parallelism(4).add(() -> {
                TestThreads.meet(barrier);
                seen.add(Thread.currentThread());
            });
        }
        assertEquals(8, tasks.run().iterations());
        seen.remove(Thread.currentThread());
        assertEquals(3, seen.size());
        seen.forEach(thread -> assertEquals(name, thread.getName()));
    }

    @Test
    void anExecutorWithoutAThreadLeavesTheTasksToTheCallerAndComesTooLateLater() {
        Queue<Runnable> late = new ArrayDeque<>();
        tasks.parallelism(4).executor(late::add);
        for (int run = 0; run < 3; run++) {
            for (int i = 0; i < 10; i++) {
                tasks.add(done::increment);
            }
            assertEquals(10, tasks.run().iterations());
        }
        assertEquals(30, done.get());
        assertFalse(late.isEmpty());
        tasks.add(() -> late.forEach(Runnable::run)); // while another run is going on, too
        assertEquals(1, tasks.run().iterations());
        tasks.add(done::increment);
        assertEquals(1, tasks.run().iterations());
        late.forEach(Runnable::run);
    }

    @Test
    void anExecutorThatRefusesLeavesTheTasksToTheCaller() {
        tasks.parallelism(4).executor(helper -> {
            throw new RejectedExecutionException("no thread");
        });
        for (int i = 0; i < 10; i++) {
            tasks.add(done::increment);
        }
        assertEquals(10, tasks.run().iterations());
        assertEquals(10, done.get());
        tasks.threads(work -> null).add(done::increment);
        assertEquals(1, tasks.run().iterations());
    }

    @Test
    void ifAllWaitAndTheExecutorRefusesTheRunEnds() {
        RejectedExecutionException refusal = new RejectedExecutionException("no thread");
        tasks.parallelism(2).executor(helper -> {
            throw refusal;
        });
        tasks.add(1, () -> Stm.check(done.get() == 1));
        tasks.add(done::increment);
        assertSame(refusal, assertThrows(RejectedExecutionException.class, tasks::run));
        assertFalse(Thread.interrupted());
    }

    @Test
    void anExecutorThatRunsHelpersOnTheSpotDoesNotWaitForItself() {
        tasks.parallelism(4).executor(Runnable::run);
        for (int i = 0; i < 10; i++) {
            tasks.add(done::increment);
        }
        assertEquals(10, tasks.run().iterations());
        assertEquals(10, done.get());
    }

    @Test
    void theExecutorIsNotCalledInABlock() {
        AtomicInteger calls = new AtomicInteger();
        Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
        tasks.parallelism(2).executor(helper -> {
            calls.incrementAndGet();
            if (Stm.inAtomic()) {
                wrong.add(new AssertionError("called in a block"));
            }
            TestThreads.start(helper::run);
        });
        for (int i = 0; i < 10; i++) {
            tasks.add(1, () -> Stm.check(done.get() == 10));
            tasks.add(done::increment);
        }
        assertEquals(20, tasks.run().iterations());
        assertTrue(calls.get() >= 9, () -> calls + " helpers for ten tasks that wait at once");
        assertEquals(Set.of(), Set.copyOf(wrong));
    }

    @Test
    void namesThatAreTheSameForLoopsAndTasks() {
        for (AtomicTasks same :
                new AtomicTasks[] {new AtomicTasks().collectFailures(), new AtomicTasks().goOnAfterFailures()}) {
            same.parallelism(2).named("same").block(AtomicBlock.named("block").maxAttempts(3));
            same.add(1, () -> {
                throw new IllegalStateException("collected");
            });
            same.add(done::increment);
            assertThrows(IllegalStateException.class, same::run);
            assertEquals(1, same.failures().size());
        }
        assertEquals(2, done.get());
        AtomicLoop<Integer> loop = AtomicLoop.range(0, 3).parallelism(2);
        for (AtomicLoop<Integer> same : Set.of(loop.collectFailures(), loop.goOnAfterFailures())) {
            LoopReport report = same.forEach(i -> {
                throw new IllegalStateException("collected");
            });
            assertEquals(3, report.failures().size());
        }
    }

    @Test
    void theOptionsOfATasksBlockCount() {
        tasks.block(AtomicBlock.named("reader").readOnly()).add(done::increment);
        assertThrows(IllegalStateException.class, tasks::run);
        tasks.named("other").add(done::increment);
        assertThrows(IllegalStateException.class, tasks::run, "a name changes nothing else");
        assertEquals(0, done.get());
        tasks.block(AtomicBlock.named("writer").noRollbackFor(IllegalStateException.class))
                .add(() -> {
                    done.increment();
                    throw new IllegalStateException();
                });
        assertThrows(IllegalStateException.class, tasks::run);
        assertEquals(1, done.get());
    }
}
