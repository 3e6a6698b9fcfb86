package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import dev.ame.stm.support.TestThreads;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that are run inside a block: as part of it, all or none. */
@Bounded
class AtomicTasksNestingTest {
    private final AtomicTasks tasks = new AtomicTasks();
    private final LongBox done = LongBox.of(0);

    @Test
    void onTheCallingThreadWithThoseTheBlockHasAddedAndThoseTheyAdd() {
        Thread caller = Thread.currentThread();
        tasks.add(() -> done.add(1));
        LoopReport report = Stm.atomic(() -> {
            tasks.add(() -> {
                assertSame(caller, Thread.currentThread());
                done.add(10);
                tasks.add(() -> done.add(100));
            });
            tasks.addSteps(List.of().iterator());
            LoopReport inside = tasks.run();
            assertEquals(111, done.get());
            assertEquals(0L, (long) TestThreads.fetchElsewhere(done::get));
            assertEquals(0, tasks.run().iterations());
            return inside;
        });
        assertEquals(3, report.iterations());
        assertEquals(111, done.get());
        assertEquals(0, tasks.run().iterations());
    }

    @Test
    void ifTheBlockIsUndoneTheTasksAreStillToBeDone() {
        tasks.add(() -> done.add(1));
        tasks.add(5, () -> done.add(10));
        assertThrows(
                IllegalStateException.class,
                () -> Stm.atomic(() -> {
                    tasks.add(() -> done.add(100));
                    tasks.run();
                    assertEquals(111, done.get());
                    throw new IllegalStateException();
                }));
        assertEquals(0, done.get());
        assertEquals(2, tasks.run().iterations());
        assertEquals(11, done.get());
    }

    @Test
    void ifANestedBlockIsUndoneTheTasksAreStillToBeDone() {
        Stm.atomic(() -> {
            tasks.add(() -> done.add(1));
            assertThrows(
                    IllegalStateException.class,
                    () -> Stm.atomic(() -> {
                        tasks.run();
                        throw new IllegalStateException();
                    }));
        });
        assertEquals(0, done.get());
        assertEquals(1, tasks.run().iterations());
    }

    @Test
    void whenTheBlockIsRunAgainSoAreTheTasks() {
        LongBox box = LongBox.of(0);
        tasks.add(() -> done.add(1));
        Stm.atomic(() -> {
            long seen = box.get();
            tasks.run();
            if (Stm.attempt() == 1) {
                TestThreads.elsewhere(box::increment);
            }
            box.set(seen + 1);
        });
        assertEquals(1, done.get());
        assertEquals(2, box.get());
        assertEquals(0, tasks.run().iterations());
    }

    @Test
    void aTaskThatWaitsLetsOthersGoFirst() {
        LongBox turn = LongBox.of(3);
        for (int i = 1; i <= 3; i++) {
            int mine = i;
            tasks.add(() -> {
                done.add(1);
                Stm.check(turn.get() == mine);
                turn.set(mine - 1);
            });
        }
        assertEquals(3, Stm.atomic(tasks::run).iterations());
        assertEquals(3, done.get());
    }

    @Test
    void ifAllWaitTheBlockDoes() {
        LongBox flag = LongBox.of(0);
        tasks.add(() -> done.add(1));
        tasks.add(() -> Stm.check(flag.get() == 1));
        Running run = TestThreads.start(() -> Stm.atomic(tasks::run));
        run.awaitParked();
        assertEquals(0, done.get());
        flag.set(1);
        run.join();
        assertEquals(1, done.get());
    }

    @Test
    void aTaskThatFails() {
        tasks.add(() -> done.add(1));
        tasks.add(() -> {
            done.add(10);
            throw new IllegalStateException();
        });
        tasks.add(() -> done.add(100));
        Stm.atomic(() -> assertThrows(IllegalStateException.class, tasks::run));
        assertEquals(1, done.get());
        assertEquals(0, tasks.run().iterations(), "dropped");
    }

    @Test
    void failuresThatAreCollected() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second");
        tasks.collectFailures();
        tasks.add(() -> {
            done.add(10);
            throw first;
        });
        tasks.add(() -> {
            throw second;
        });
        tasks.add(() -> done.add(100));
        Stm.atomic(() -> assertSame(first, assertThrows(IllegalStateException.class, tasks::run)));
        assertSame(second, first.getSuppressed()[0]);
        assertEquals(100, done.get());
    }
}
