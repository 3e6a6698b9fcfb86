package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.TestThreads;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Tasks that are done: all of them, also those that tasks add, each as a block. */
@Bounded
class AtomicTasksTest {
    private final AtomicTasks tasks = new AtomicTasks().parallelism(3);
    private final LongBox done = LongBox.of(0);

    /** Steps that keep in a box how far they are. */
    private static Iterator<Long> steps(int n, Runnable step) {
        LongBox next = LongBox.of(0);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return next.get() < n;
            }

            @Override
            public Long next() {
                step.run();
                return next.getAndAdd(1);
            }
        };
    }

    @Test
    void nothingToDo() {
        LoopReport report = tasks.run();
        assertEquals(0, report.iterations());
        assertEquals(0, report.transactions());
    }

    @Test
    void eachTaskOnceAndEachIsABlock() {
        List<Integer> order = new ArrayList<>();
        Box<Long> sum = Box.of(0L);
        for (int i = 0; i < 1_000; i++) {
            tasks.add(() -> {
                assertTrue(Stm.inAtomic());
                sum.set(sum.get() + 1);
                Stm.afterCommit(() -> {
                    synchronized (order) {
                        order.add(1);
                    }
                });
            });
        }
        LoopReport report = tasks.run();

        assertEquals(1_000, sum.get());
        assertEquals(1_000, order.size());
        assertEquals(1_000, report.iterations());
        assertEquals(1_000, report.transactions());
        assertEquals(0, tasks.run().iterations());
    }

    @Test
    void tasksAddTasksOnAllThreads() {
        addTree(12);
        LoopReport report = tasks.run();

        assertEquals((1 << 13) - 1, done.get());
        assertEquals((1 << 13) - 1, report.iterations());
    }

    private void addTree(int depth) {
        tasks.add(() -> {
            done.add(1);
            if (depth > 0) {
                addTree(depth - 1);
                addTree(depth - 1);
            }
        });
    }

    @Test
    void whatATaskAddsBeginsAfterItsCommit() {
        LongBox written = LongBox.of(0);
        AtomicBoolean began = new AtomicBoolean();
        tasks.add(() -> {
            tasks.add(() -> {
                began.set(true);
                assertEquals(1, written.get());
            });
            assertFalse(began.get());
            written.set(1);
        });
        assertEquals(2, tasks.run().iterations());
        assertTrue(began.get());
    }

    @Test
    void anAttemptThatIsRunAgainAddsItsTasksOnce() {
        LongBox box = LongBox.of(0);
        tasks.add(() -> {
            long seen = box.get();
            tasks.add(() -> done.add(1));
            if (Stm.attempt() == 1) {
                TestThreads.elsewhere(box::increment);
            }
            box.set(seen + 1);
        });
        LoopReport report = tasks.run();

        assertEquals(1, done.get());
        assertEquals(2, report.iterations());
        assertEquals(1, report.aborts());
    }

    @Test
    void whatIsUndoneInsideAddsNothing() {
        Stm.atomic(() -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> Stm.atomic(() -> {
                        tasks.add(() -> done.add(1));
                        throw new IllegalStateException();
                    }));
            tasks.add(() -> done.add(10));
            Stm.orElse(
                    () -> {
                        tasks.add(() -> done.add(100));
                        return Stm.retry();
                    },
                    () -> {
                        tasks.add(() -> done.add(1_000));
                        return null;
                    });
            Stm.beforeCommit(() -> tasks.add(() -> done.add(10_000)));
        });
        assertEquals(3, tasks.run().iterations());
        assertEquals(11_010, done.get());
    }

    @Test
    void addingConflictsWithNothing() {
        Stm.atomic(() -> {
            tasks.add(() -> done.add(1));
            TestThreads.elsewhere(() -> Stm.atomic(() -> tasks.add(() -> done.add(1))));
            tasks.add(() -> done.add(1));
            assertEquals(1, Stm.attempt());
        });
        assertEquals(3, tasks.run().iterations());
    }

    @Test
    void theHigherPriorityFirstThenTheOrderOfAdding() {
        List<String> order = new ArrayList<>();
        for (String name : List.of("0 a", "0 b", "5 a", "-5 a", "5 b", "-5 b")) {
            tasks.add(Integer.parseInt(name.substring(0, name.indexOf(' '))), () -> {
                order.add(name);
                if (name.equals("5 b")) {
                    tasks.add(7, () -> order.add("7"));
                }
            });
        }
        tasks.parallelism(1).run();
        assertEquals(List.of("5 a", "5 b", "7", "0 a", "0 b", "-5 a", "-5 b"), order);
    }

    @Test
    void eachStepIsABlockAndStepsAreInOrder() {
        Box<List<Long>> seen = Box.of(List.of());
        LongBox next = LongBox.of(0);
        tasks.addSteps(new Iterator<Long>() {
            @Override
            public boolean hasNext() {
                assertTrue(Stm.inAtomic());
                return next.get() < 100;
            }

            @Override
            public Long next() {
                long step = next.getAndAdd(1);
                List<Long> longer = new ArrayList<>(seen.get());
                longer.add(step);
                seen.set(longer);
                return step;
            }
        });
        LoopReport report = tasks.run();

        assertEquals(LongStream.range(0, 100).boxed().toList(), seen.get());
        assertEquals(100, report.iterations());
        assertEquals(101, report.transactions());
    }

    @Test
    void stepsOfSeveralIteratorsCollideAndNoneIsLostOrDoneTwice() {
        Box<Long> shared = Box.of(0L);
        for (int i = 0; i < 5; i++) {
            tasks.addSteps(steps(200, () -> shared.set(shared.get() + 1)));
        }
        tasks.addSteps(3, List.of().iterator());
        assertEquals(1_000, tasks.run().iterations());
        assertEquals(1_000, shared.get());
    }

    @Test
    void stepsTakeTurnsWithOtherTasksOfTheirPriority() {
        List<String> order = new ArrayList<>();
        tasks.addSteps(steps(2, () -> order.add("a")));
        tasks.addSteps(steps(3, () -> order.add("b")));
        tasks.add(() -> order.add("c"));
        tasks.parallelism(1).run();
        assertEquals(List.of("a", "b", "c", "a", "b", "b"), order);
    }

    @Test
    void asManyWorkAtOnceAsParallelismSays() {
        CyclicBarrier barrier = new CyclicBarrier(3);
        for (int i = 0; i < 3; i++) {
            tasks.add(() -> TestThreads.meet(barrier));
        }
        tasks.run();
        tasks.add(() -> {
            for (int i = 0; i < 3; i++) {
                tasks.add(() -> TestThreads.meet(barrier));
            }
        });
        tasks.run();
    }

    @Test
    void withOneWorkerTheCallerDoesAll() {
        Thread caller = Thread.currentThread();
        for (int i = 0; i < 100; i++) {
            tasks.add(() -> assertEquals(caller, Thread.currentThread()));
        }
        assertEquals(100, tasks.parallelism(1).run().iterations());
    }

    @Test
    void addedFromElsewhereWhileARunIsGoingOn() {
        CountDownLatch added = new CountDownLatch(1);
        tasks.add(() -> TestThreads.elsewhere(() -> {
            for (int i = 0; i < 10; i++) {
                tasks.add(() -> done.add(1));
            }
            added.countDown();
        }));
        assertEquals(11, tasks.run().iterations());
        assertEquals(10, done.get());
    }

    @Test
    void manyThreadsAddWhileRunsComeAndGo() {
        int each = 2_000;
        AtomicBoolean over = new AtomicBoolean();
        TestThreads.together(4, index -> {
            if (index == 0) {
                while (!over.get()) {
                    tasks.run();
                }
            } else {
                for (int i = 0; i < each; i++) {
                    if (i % 2 == 0) {
                        tasks.add(() -> done.add(1));
                    } else {
                        Stm.atomic(() -> tasks.add(() -> done.add(1)));
                    }
                }
                if (index == 1) {
                    over.set(true);
                }
            }
        });
        tasks.run();
        assertEquals(3L * each, done.get());
    }

    @Test
    void oneRunAtATime() {
        tasks.add(() -> TestThreads.elsewhere(() -> {
            assertThrows(IllegalStateException.class, tasks::run);
            assertThrows(IllegalStateException.class, () -> Stm.atomic(tasks::run));
        }));
        tasks.run();
        tasks.add(tasks::run);
        assertThrows(IllegalStateException.class, tasks::run);
    }

    @Test
    void theListenerHearsOfTheEnd() {
        List<LoopProgress> heard = new ArrayList<>();
        tasks.onProgress(heard::add);
        addTree(10);
        tasks.run();

        LoopProgress last = heard.get(heard.size() - 1);
        assertEquals((1 << 11) - 1, last.done());
        assertEquals(last.done(), last.total());
        for (int i = 1; i < heard.size(); i++) {
            assertTrue(heard.get(i - 1).done() <= heard.get(i).done());
        }
    }

    @Test
    void badArguments() {
        assertThrows(NullPointerException.class, () -> tasks.add(null));
        assertThrows(NullPointerException.class, () -> tasks.addSteps(null));
        assertThrows(NullPointerException.class, () -> tasks.onProgress(null));
        assertThrows(NullPointerException.class, () -> tasks.named(null));
        assertThrows(IllegalArgumentException.class, () -> tasks.parallelism(0));
    }
}
