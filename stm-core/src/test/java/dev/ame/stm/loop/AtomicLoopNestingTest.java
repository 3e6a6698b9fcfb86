package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops inside blocks and loops, and iterations that wait for each other. */
@Timeout(60)
class AtomicLoopNestingTest {

    @Test
    void anIterationCanWaitInRetryForALaterOne() {
        LongBox lastSeen = LongBox.of(-1);
        LongBox woken = LongBox.of(0);

        LoopReport report = AtomicLoop.range(0, 100).parallelism(2).forEach(i -> {
            if (i == 0) {
                Stm.check(lastSeen.get() == 99);
                woken.increment();
            } else if (i == 99) {
                lastSeen.set(i);
            }
        });

        assertEquals(1, woken.get());
        assertEquals(100, report.iterations());
    }

    @Test
    void everyIterationCanWaitForTheOneBehindIt() {
        int parallelism = 4;
        LongBox done = LongBox.of(0);

        // Iterations go backwards in groups of four: none can finish before the last of its group.
        AtomicLoop.range(0, 40).parallelism(parallelism).forEach(i -> {
            int group = i / parallelism * parallelism;
            int turn = group + parallelism - 1 - (i - group);
            Stm.check(done.get() == turn);
            done.increment();
        });

        assertEquals(40, done.get());
    }

    @Test
    void insideABlockTheLoopRunsOnTheCallingThreadAsPartOfTheBlock() throws Exception {
        LongBox sum = LongBox.of(0);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger seenOutside = new AtomicInteger(-1);

        LoopReport report = Stm.atomic(() -> {
            sum.set(1000);
            LoopReport inner = AtomicLoop.range(0, 10).parallelism(4).forEach(i -> {
                threads.add(Thread.currentThread());
                sum.set(sum.get() + i);
            });
            seenOutside.set(Started.run(() -> (int) sum.get()).result());
            return inner;
        });

        assertEquals(1045, sum.get());
        assertEquals(0, seenOutside.get());
        assertEquals(Set.of(Thread.currentThread()), threads);
        assertEquals(10, report.iterations());
        assertEquals(0, report.aborts());
    }

    @Test
    void insideABlockTheLoopRollsBackWithIt() {
        LongBox sum = LongBox.of(0);
        IOException late = new IOException("late");

        assertSame(
                late,
                assertThrows(
                        IOException.class,
                        () -> Stm.atomic(() -> {
                            AtomicLoop.range(0, 10).parallelism(4).forEach(sum::add);
                            if (sum.get() == 45) {
                                throw late;
                            }
                        })));

        assertEquals(0, sum.get());
    }

    @Test
    void aLoopThatFailsInsideABlockTakesTheBlockWithIt() {
        LongBox sum = LongBox.of(0);
        IOException broken = new IOException("broken");

        assertSame(
                broken,
                assertThrows(
                        IOException.class,
                        () -> Stm.atomic(() -> {
                            sum.add(1);
                            AtomicLoop.range(0, 10).forEach(i -> {
                                sum.add(1);
                                if (i == 5) {
                                    throw broken;
                                }
                            });
                        })));

        assertEquals(0, sum.get());
    }

    @Test
    void aLoopInsideABlockIsRunAgainWithIt() throws Exception {
        LongBox box = LongBox.of(1);
        LongBox sum = LongBox.of(0);
        AtomicInteger runs = new AtomicInteger();

        Stm.atomic(() -> {
            boolean first = runs.incrementAndGet() == 1;
            AtomicLoop.range(0, 5).forEach(i -> sum.set(sum.get() + box.get()));
            if (first) {
                Started.run(() -> box.getAndSet(10)).result();
            }
        });

        assertEquals(50, sum.get());
        assertEquals(2, runs.get());
    }

    @Test
    void loopsNest() {
        LongBox sum = LongBox.of(0);
        LongBox rows = LongBox.of(0);

        LoopReport report = AtomicLoop.range(0, 20).parallelism(4).forEach(row -> {
            Thread outer = Thread.currentThread();
            LoopReport inner = AtomicLoop.over(List.of(1, 2, 3)).parallelism(4).forEach(column -> {
                assertSame(outer, Thread.currentThread());
                sum.add((long) row * column);
            });
            rows.add(inner.iterations());
        });

        assertEquals(190 * 6, sum.get());
        assertEquals(60, rows.get());
        assertEquals(20, report.iterations());
    }

    @Test
    void loopsOfSeveralThreadsDoNotDisturbEachOther() throws Exception {
        LongBox sum = LongBox.of(0);
        CountDownLatch bothInside = new CountDownLatch(2);
        Started<LoopReport> other =
                Started.run(() -> AtomicLoop.range(0, 200).parallelism(2).forEach(i -> {
                    if (i == 0) {
                        bothInside.countDown();
                        Started.await(bothInside);
                    }
                    sum.add(i);
                }));

        assertThrows(
                IOException.class,
                () -> AtomicLoop.range(0, 200).parallelism(2).forEach(i -> {
                    bothInside.countDown();
                    Started.await(bothInside);
                    throw new IOException("only this loop");
                }));

        assertEquals(200, other.result().iterations());
        assertTrue(sum.get() == 200 * 199 / 2, () -> "sum is " + sum.get());
    }
}
