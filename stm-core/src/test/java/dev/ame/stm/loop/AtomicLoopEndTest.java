package dev.ame.stm.loop;

import static dev.ame.stm.Stm.afterCommit;
import static dev.ame.stm.Stm.check;
import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.meet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.ForkedJvm;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How loops end that end early, with helpers of all sorts. */
@Bounded
class AtomicLoopEndTest {

    @Test
    void aBreakEndsIterationsThatWait() {
        LongBox never = LongBox.of(0);
        LongBox stop = LongBox.of(0);
        CountDownLatch waits = new CountDownLatch(1);
        LoopReport report = AtomicLoop.range(0, 2)
                .parallelism(2)
                .chunk(1)
                .stopWhen(() -> stop.get() != 0)
                .forEach(i -> {
                    if (i == 0) {
                        waits.countDown();
                        check(never.get() != 0);
                    }
                    await(waits);
                    stop.set(1);
                });
        assertEquals(1, report.iterations());
        assertEquals(List.of(), report.failures());
    }

    /** Its second element never comes. */
    private static final class OneElement implements Iterator<Integer> {
        final CountDownLatch asked = new CountDownLatch(1);
        private int next;

        @Override
        public boolean hasNext() {
            if (next > 0) {
                asked.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return true;
        }

        @Override
        public Integer next() {
            return next++;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBreakEndsTheWaitForTheNextElement(boolean ordered) {
        OneElement elements = new OneElement();
        AtomicLoop<Integer> loop =
                AtomicLoop.over(elements).parallelism(2).chunk(1).stopWhen(() -> true);
        loop = ordered ? loop.ordered() : loop;
        assertEquals(1, loop.forEach(i -> await(elements.asked)).iterations());
    }

    @Test
    void aSourceThatHasFailedIsNotAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        IllegalStateException broken = new IllegalStateException("broken");
        Iterator<Integer> elements = new Iterator<>() {
            @Override
            public boolean hasNext() {
                asked.incrementAndGet();
                throw broken;
            }

            @Override
            public Integer next() {
                throw new NoSuchElementException();
            }
        };
        IteratorFeed<Integer> feed = new IteratorFeed<>(elements, -1);
        Chunk<Integer> chunk = new Chunk<>(null);
        assertSame(broken, assertThrows(IllegalStateException.class, () -> feed.fill(chunk, 1)));
        assertSame(broken, assertThrows(IllegalStateException.class, () -> feed.fill(chunk, 1)));
        assertEquals(1, asked.get());
    }

    @Test
    void anInterruptIsKeptIfAllIsDoneByTheCallingThread() {
        Executor direct = Runnable::run;
        assertThrows(
                TransactionInterruptedException.class,
                () -> AtomicLoop.range(0, 10)
                        .executor(direct)
                        .parallelism(2)
                        .chunk(1)
                        .forEach(i -> Thread.currentThread().interrupt()));
        assertTrue(Thread.interrupted());
    }

    @Test
    void anErrorOfTheExecutorEndsTheLoop() {
        AssertionError broken = new AssertionError("broken");
        LongBox sum = LongBox.of(0);
        assertSame(
                broken,
                assertThrows(
                        AssertionError.class,
                        () -> AtomicLoop.range(0, 10)
                                .parallelism(2)
                                .executor(work -> {
                                    throw broken;
                                })
                                .forEach(i -> sum.add(1))));
        assertEquals(0, sum.get());
    }

    /** If a helper hires another one, and has to be that one itself, it still counts as working when it has helped. */
    @Test
    void whoHelpsInTheMiddleOfItsWorkIsWaitedFor() throws Exception {
        Crew crew = new Crew();
        assertTrue(crew.enter());
        assertTrue(crew.enter());
        crew.leave();
        Started<Void> waiter = Started.run(() -> {
            crew.awaitEmpty();
            return null;
        });
        waiter.awaitParked();
        crew.leave();
        waiter.result();
    }

    /** A hook's loop runs ahead while the hook's thread works with the transaction of another one. */
    @Test
    void hooksOfOrderedLoopsMayRunOrderedLoops() {
        LongBox sum = LongBox.of(0);
        AtomicLoop.range(0, 40)
                .ordered()
                .parallelism(3)
                .chunk(1)
                .forEach(i -> afterCommit(() ->
                        AtomicLoop.range(0, 5).ordered().parallelism(2).chunk(1).forEach(j -> sum.set(sum.get() + 1))));
        assertEquals(200, sum.get());
    }

    /** Counts how often bodies of an ordered loop are run, and how many at a time. */
    static final class Counting {
        private Counting() {}

        public static void main(String[] arguments) {
            AtomicInteger runs = new AtomicInteger();
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            LongBox sum = LongBox.of(0);
            AtomicLoop.range(0, 2_000).ordered().parallelism(3).chunk(1).forEach(i -> {
                runs.incrementAndGet();
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                sum.set(sum.get() * 31 + i);
                Thread.yield();
                inside.decrementAndGet();
            });
            System.out.println(runs + " runs, " + most + " at a time");
        }
    }

    @Test
    void inSerialModeNothingIsRunAhead() {
        List<String> lines = ForkedJvm.of(Counting.class)
                .jvmOption("-XX:TieredStopAtLevel=1")
                .property("ame.mode", "serial")
                .run();
        assertEquals(List.of("2000 runs, 1 at a time"), lines);
    }

    @Test
    void helpersOfAPoolThatIsTooSmallDoNotOutliveTheLoop() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            CyclicBarrier together = new CyclicBarrier(2);
            AtomicInteger running = new AtomicInteger();
            IllegalStateException broken = new IllegalStateException("broken");
            assertSame(
                    broken,
                    assertThrows(
                            IllegalStateException.class,
                            () -> AtomicLoop.range(0, 100)
                                    .parallelism(4)
                                    .executor(one)
                                    .chunk(1)
                                    .forEach(i -> {
                                        running.incrementAndGet();
                                        try {
                                            if (i < 2) {
                                                meet(together);
                                                throw broken;
                                            }
                                        } finally {
                                            running.decrementAndGet();
                                        }
                                    })));
            assertEquals(0, running.get());
        } finally {
            one.shutdownNow();
        }
    }

    /** Also at a time at which one worker is to work alone, as it is found out now and then whether that is faster. */
    @Test
    void anIterationMayBlockUntilTheNextOneRuns() {
        int pairs = 200;
        List<CountDownLatch> latches =
                Stream.generate(() -> new CountDownLatch(1)).limit(pairs).toList();
        LoopReport report = AtomicLoop.range(0, pairs * 1000)
                .parallelism(2)
                .chunk(1)
                .forEach(i -> {
                    CountDownLatch latch = latches.get(i / 1000);
                    if (i % 1000 == 0) {
                        await(latch);
                    } else if (i % 1000 == 1) {
                        latch.countDown();
                    }
                });
        assertEquals(1000L * pairs, report.iterations());
    }
}
