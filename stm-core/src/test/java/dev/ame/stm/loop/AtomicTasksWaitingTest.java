package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import dev.ame.stm.support.TestThreads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that wait for others, that fail, and runs that are interrupted. */
@Bounded
class AtomicTasksWaitingTest {
    private final AtomicTasks tasks = new AtomicTasks().parallelism(2);
    private final LongBox done = LongBox.of(0);

    // ---------------------------------------------------------------- waiting

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void tasksWaitForThoseBehindThem(int threads) {
        int n = 50;
        LongBox turn = LongBox.of(n - 1);
        for (int i = 0; i < n; i++) {
            int mine = i;
            tasks.add(() -> {
                Stm.check(turn.get() == mine);
                turn.set(mine - 1);
            });
        }
        assertEquals(n, tasks.parallelism(threads).run().iterations());
        assertEquals(-1, turn.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aTaskWaitsForWhatATaskBehindItAdds(int threads) {
        LongBox flag = LongBox.of(0);
        for (int i = 0; i < 4; i++) {
            tasks.add(() -> Stm.check(flag.get() == 1));
        }
        tasks.add(() -> tasks.add(() -> tasks.add(() -> flag.set(1))));
        assertEquals(7, tasks.parallelism(threads).run().iterations());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void stepsHandElementsToEachOther(int threads) {
        int n = 500;
        Box<Integer> slot = Box.of(null);
        LongBox sent = LongBox.of(0);
        Box<List<Integer>> received = Box.of(List.of());
        tasks.addSteps(new Iterator<Object>() {
            @Override
            public boolean hasNext() {
                return received.get().size() < n;
            }

            @Override
            public Object next() {
                Stm.check(slot.get() != null);
                List<Integer> longer = new ArrayList<>(received.get());
                longer.add(slot.getAndSet(null));
                received.set(longer);
                return longer;
            }
        });
        tasks.addSteps(new Iterator<Object>() {
            @Override
            public boolean hasNext() {
                return sent.get() < n;
            }

            @Override
            public Object next() {
                Stm.check(slot.get() == null);
                slot.set((int) sent.getAndAdd(1));
                return slot;
            }
        });
        assertEquals(2L * n, tasks.parallelism(threads).run().iterations());
        assertEquals(n, received.get().size());
        for (int i = 0; i < n; i++) {
            assertEquals(i, received.get().get(i));
        }
    }

    @Test
    void thoseTakenOnForOthersThatWaitLeaveWhenTheyAreTooMany() {
        LongBox flag = LongBox.of(0);
        Set<Thread> atWork = ConcurrentHashMap.newKeySet();
        List<Integer> most = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 10; i++) {
            tasks.add(() -> Stm.check(flag.get() == 1));
        }
        tasks.add(() -> {
            flag.set(1);
            for (int i = 0; i < 2_000; i++) {
                tasks.add(-1, () -> {
                    atWork.add(Thread.currentThread());
                    most.add(atWork.size());
                    atWork.remove(Thread.currentThread());
                });
            }
        });
        tasks.run();
        assertTrue(most.stream().mapToInt(n -> n).max().orElseThrow() <= 12, most::toString);
        assertTrue(most.get(most.size() - 1) <= 2, most::toString);
    }

    @Test
    void aRunWaitsForOthersIfOnlyTasksThatWaitAreLeft() {
        LongBox flag = LongBox.of(0);
        for (int i = 0; i < 4; i++) {
            tasks.add(() -> Stm.check(flag.get() == 1));
        }
        Running run = TestThreads.start(() -> assertEquals(4, tasks.run().iterations()));
        run.awaitParked();
        flag.set(1);
        run.join();
    }

    // ---------------------------------------------------------------- failing

    @Test
    void theFirstFailureComesOutAsItIsAndTheRestIsDropped() {
        Error broken = new Error("broken");
        for (int i = 0; i < 10; i++) {
            int number = i;
            tasks.add(() -> {
                done.add(1);
                tasks.add(-1, () -> done.add(100));
                if (number == 3) {
                    throw broken;
                }
            });
        }
        assertSame(broken, assertThrows(Error.class, () -> tasks.parallelism(1).run()));
        assertEquals(3, done.get());
        assertEquals(0, tasks.run().iterations(), "dropped");
    }

    @Test
    void aFailureEndsTasksThatWaitAndNobodyStaysInterrupted() {
        LongBox never = LongBox.of(0);
        CountDownLatch waiting = new CountDownLatch(5);
        IllegalStateException broken = new IllegalStateException("broken");
        for (int i = 0; i < 5; i++) {
            tasks.add(() -> {
                done.add(1);
                waiting.countDown();
                Stm.check(never.get() == 1);
            });
        }
        tasks.add(() -> {
            TestThreads.await(waiting);
            throw broken;
        });
        assertSame(broken, assertThrows(IllegalStateException.class, tasks::run));
        assertEquals(0, done.get());
        assertEquals(false, Thread.currentThread().isInterrupted());

        for (int i = 0; i < 50; i++) {
            tasks.add(() -> {
                done.add(1);
                assertEquals(false, Thread.currentThread().isInterrupted());
            });
        }
        assertEquals(50, tasks.run().iterations());
    }

    @Test
    void allFailuresCanBeCollected() {
        List<RuntimeException> thrown = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            RuntimeException failure = new RuntimeException("task " + i);
            thrown.add(failure);
            tasks.add(() -> {
                done.add(1);
                tasks.add(-1, () -> done.add(1));
                if (number % 4 == 0) {
                    throw failure;
                }
            });
        }
        RuntimeException first = assertThrows(
                RuntimeException.class,
                () -> tasks.collectFailures().parallelism(1).run());

        assertEquals(30, done.get());
        List<Throwable> all = List.of(thrown.get(0), thrown.get(4), thrown.get(8), thrown.get(12), thrown.get(16));
        assertEquals(all, tasks.failures());
        assertSame(all.get(0), first);
        assertEquals(all.subList(1, 5), List.of(first.getSuppressed()));

        tasks.add(() -> done.add(1));
        tasks.run();
        assertEquals(List.of(), tasks.failures());
    }

    @Test
    void aListenerThatThrowsCancelsTheRun() {
        IllegalStateException broken = new IllegalStateException("broken");
        tasks.onProgress(progress -> {
            throw broken;
        });
        tasks.add(() -> done.add(1));
        assertSame(broken, assertThrows(IllegalStateException.class, tasks::run));
    }

    // ---------------------------------------------------------------- interrupting

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void anInterruptEndsARunWhoseTasksWait(int threads) {
        LongBox never = LongBox.of(0);
        for (int i = 0; i < 3; i++) {
            tasks.add(1, () -> done.add(1));
            tasks.add(() -> {
                done.add(1);
                Stm.check(never.get() == 1);
            });
        }
        Running run = TestThreads.start(() -> {
            assertThrows(
                    TransactionInterruptedException.class,
                    () -> tasks.collectFailures().parallelism(threads).run());
            assertTrue(Thread.currentThread().isInterrupted());
        });
        run.awaitParked();
        run.thread().interrupt();
        run.join();

        assertEquals(3, done.get());
        assertEquals(0, tasks.run().iterations());
    }

    @Test
    void anInterruptReachesACallerThatIsIdle() {
        LongBox never = LongBox.of(0);
        AtomicReference<Thread> caller = new AtomicReference<>();
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            tasks.add(() -> {
                both.countDown();
                TestThreads.await(both);
                if (Thread.currentThread() != caller.get()) {
                    Stm.check(never.get() == 1);
                }
            });
        }
        Running run = TestThreads.start(() -> {
            caller.set(Thread.currentThread());
            assertThrows(TransactionInterruptedException.class, tasks::run);
            assertTrue(Thread.currentThread().isInterrupted());
        });
        TestThreads.await(both);
        run.awaitParked();
        run.thread().interrupt();
        run.join();
    }

    @Test
    void aCallerInterruptedBeforehandDoesNothing() {
        tasks.add(() -> done.add(1));
        TestThreads.elsewhere(() -> {
            Thread.currentThread().interrupt();
            assertThrows(
                    TransactionInterruptedException.class,
                    () -> tasks.parallelism(1).run());
            assertTrue(Thread.currentThread().isInterrupted());
        });
        assertEquals(0, done.get());
    }
}
