package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop tells about its progress. */
@Timeout(60)
class AtomicLoopProgressTest {

    @Test
    void progressIsMonotoneToldByOneThreadAtATimeAndCompleteAtTheEnd() {
        List<LoopProgress> told = new ArrayList<>(); // not thread-safe: calls must be ordered
        AtomicBoolean inUse = new AtomicBoolean();
        AtomicBoolean enough = new AtomicBoolean();
        LongBox handled = LongBox.of(0);
        Iterator<Integer> untilToldThrice = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !enough.get();
            }

            @Override
            public Integer next() {
                return 1;
            }
        };

        LoopReport report = AtomicLoop.over(untilToldThrice)
                .parallelism(4)
                .onProgress(progress -> {
                    assertTrue(inUse.compareAndSet(false, true), "two threads at once");
                    assertFalse(Stm.inAtomic());
                    told.add(progress);
                    enough.set(told.size() >= 3);
                    inUse.set(false);
                })
                .forEach(handled::add);

        assertTrue(told.size() >= 4, () -> "told " + told);
        for (int i = 1; i < told.size(); i++) {
            LoopProgress before = told.get(i - 1);
            LoopProgress after = told.get(i);
            assertTrue(before.done() <= after.done(), () -> before + " then " + after);
            assertTrue(before.aborts() <= after.aborts(), () -> before + " then " + after);
            assertTrue(before.elapsed().compareTo(after.elapsed()) <= 0, () -> before + " then " + after);
        }
        LoopProgress last = told.get(told.size() - 1);
        assertEquals(report.iterations(), last.done());
        assertEquals(handled.get(), last.done());
        assertEquals(report.aborts(), last.aborts());
        assertEquals(-1, last.total());
    }

    @Test
    void theLastCallIsComplete() {
        List<LoopProgress> told = new ArrayList<>();

        AtomicLoop.over(List.of(1, 2, 3)).parallelism(2).onProgress(told::add).forEach(i -> {});

        LoopProgress last = told.get(told.size() - 1);
        assertEquals(3, last.done());
        assertEquals(3, last.total());
        assertEquals(Duration.ZERO, last.remaining());
    }

    @Test
    void anEmptyLoopIsCompleteAtOnce() {
        List<LoopProgress> told = new ArrayList<>();

        LoopReport report = AtomicLoop.over(List.of()).onProgress(told::add).forEach(i -> {});

        assertEquals(0, report.iterations());
        assertEquals(1, told.size());
        assertEquals(0, told.get(0).done());
        assertEquals(0, told.get(0).total());
    }

    @Test
    void aListenerThatThrowsCancelsTheLoop() {
        IllegalStateException stop = new IllegalStateException("stop");
        LongBox handled = LongBox.of(0);
        List<LoopProgress> told = new ArrayList<>();

        assertSame(
                stop,
                assertThrows(
                        IllegalStateException.class,
                        () -> AtomicLoop.over(Stream.iterate(0, i -> i + 1))
                                .parallelism(3)
                                .onProgress(progress -> {
                                    told.add(progress);
                                    throw stop;
                                })
                                .forEach(i -> handled.increment())));

        assertEquals(1, told.size());
        assertTrue(handled.get() >= told.get(0).done());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aListenerThatThrowsAtTheEndLeavesTheIterations() {
        IllegalStateException late = new IllegalStateException("late");
        LongBox sum = LongBox.of(0);

        assertSame(
                late,
                assertThrows(
                        IllegalStateException.class,
                        () -> AtomicLoop.over(List.of(1, 2, 3))
                                .parallelism(2)
                                .onProgress(progress -> {
                                    if (progress.done() == 3) {
                                        throw late;
                                    }
                                })
                                .forEach(sum::add)));

        assertEquals(6, sum.get());
    }

    @Test
    void aLoopThatFailsDoesNotClaimToBeComplete() {
        List<LoopProgress> told = new ArrayList<>();

        assertThrows(
                IllegalArgumentException.class,
                () -> AtomicLoop.range(0, 10)
                        .parallelism(1)
                        .onProgress(told::add)
                        .forEach(i -> {
                            if (i == 9) {
                                throw new IllegalArgumentException();
                            }
                        }));

        told.forEach(progress -> assertTrue(progress.done() < 10, progress::toString));
    }

    @Test
    void rateAndRemainingTimeFollowFromTheCounts() {
        LoopProgress half = new LoopProgress(50, 100, 0, Duration.ofSeconds(2));
        assertEquals(25.0, half.rate());
        assertEquals(Duration.ofSeconds(2), half.remaining());
        assertEquals(Duration.ZERO, new LoopProgress(50, -1, 0, Duration.ofSeconds(2)).remaining());
        assertEquals(Duration.ZERO, new LoopProgress(0, 100, 0, Duration.ofSeconds(2)).remaining());
        assertEquals(0.0, new LoopProgress(0, 100, 0, Duration.ZERO).rate());
    }
}
