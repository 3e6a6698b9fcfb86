package dev.ame.stm.liveness;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.start;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everybody gets through, whatever the others do. */
@Bounded
class ContentionTest {

    private static List<LongBox> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> LongBox.of(0)).toList();
    }

    /** Runs the job on threads of their own until the body is over. */
    private static void beside(int threads, Runnable job, Runnable body) {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch allRan = new CountDownLatch(threads);
        List<Running> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(start(() -> {
                job.run();
                allRan.countDown();
                while (over.getCount() > 0) {
                    job.run();
                }
            }));
        }
        try {
            await(allRan);
            body.run();
        } finally {
            over.countDown();
        }
        running.forEach(Running::join);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 16})
    void aHundredPercentConflictsStillCountRight(int threads) {
        LongBox number = LongBox.of(0);
        together(threads, index -> {
            for (int i = 0; i < 8_000 / threads; i++) {
                atomic(() -> number.set(number.get() + 1));
            }
        });
        assertEquals(8_000, number.get());
    }

    @Test
    void aHundredPercentConflictsWithWorkInTheBlock() {
        LongBox number = LongBox.of(0);
        AtomicLong sink = new AtomicLong();
        together(4, index -> {
            for (int i = 0; i < 500; i++) {
                atomic(() -> {
                    long value = number.get();
                    long work = value;
                    for (int j = 0; j < 500; j++) {
                        work = work * 31 + j;
                    }
                    sink.lazySet(work);
                    number.set(value + 1);
                });
            }
        });
        assertEquals(2_000, number.get());
    }

    @Test
    void opposedOrdersOfWritingDoNotLiveLock() {
        LongBox left = LongBox.of(0);
        LongBox right = LongBox.of(0);
        together(4, index -> {
            for (int i = 0; i < 2_000; i++) {
                LongBox first = index % 2 == 0 ? left : right;
                LongBox second = index % 2 == 0 ? right : left;
                atomic(() -> {
                    first.set(first.get() + 1);
                    second.set(second.get() + 1);
                });
            }
        });
        assertEquals(8_000, left.get());
        assertEquals(8_000, right.get());
    }

    @Test
    void readersOfEachOthersWritesDoNotLiveLock() {
        // Each reads what the other writes, and writes what the other reads: neither box is written by both.
        LongBox left = LongBox.of(0);
        LongBox right = LongBox.of(0);
        together(2, index -> {
            LongBox mine = index == 0 ? left : right;
            LongBox other = index == 0 ? right : left;
            for (int i = 0; i < 5_000; i++) {
                atomic(() -> mine.set(Math.max(mine.get(), other.get()) + 1));
            }
        });
        assertTrue(left.get() >= 5_000 && right.get() >= 5_000);
    }

    @Test
    void aLongWriterIsNotStarvedByShortOnes() {
        List<LongBox> numbers = numbers(200);
        AtomicLong turn = new AtomicLong();
        beside(
                2,
                () -> {
                    LongBox one = numbers.get((int) (turn.incrementAndGet() % numbers.size()));
                    atomic(() -> one.set(one.get() + 1));
                },
                () -> {
                    for (int i = 0; i < 20; i++) {
                        atomic(() -> numbers.forEach(number -> number.set(number.get() + 1)));
                    }
                });
        numbers.forEach(number -> assertTrue(number.get() >= 20));
    }

    @Test
    void aLongWriterIsNotStarvedBySingleOperations() {
        List<LongBox> numbers = numbers(200);
        AtomicLong turn = new AtomicLong();
        beside(
                2,
                () -> numbers.get((int) (turn.incrementAndGet() % numbers.size()))
                        .incrementAndGet(),
                () -> {
                    for (int i = 0; i < 20; i++) {
                        atomic(() -> numbers.forEach(number -> number.set(number.get() + 1)));
                    }
                });
        numbers.forEach(number -> assertTrue(number.get() >= 20));
    }

    @Test
    void aWriterOfWhatALongReaderReadIsNotHeldUp() {
        List<LongBox> numbers = numbers(1_000);
        LongBox sum = LongBox.of(0);
        beside(
                1,
                () -> atomic(
                        () -> sum.set(numbers.stream().mapToLong(LongBox::get).sum())),
                () -> {
                    for (int i = 0; i < 2_000; i++) {
                        LongBox one = numbers.get(i % numbers.size());
                        atomic(() -> one.set(one.get() + 1));
                    }
                });
        assertEquals(2_000, numbers.stream().mapToLong(LongBox::get).sum());
    }

    @Test
    void twoLongWritersBothGetThrough() {
        List<Box<Integer>> boxes =
                IntStream.range(0, 300).mapToObj(i -> Box.of(0)).toList();
        List<Box<Integer>> backwards =
                IntStream.range(0, 300).mapToObj(i -> boxes.get(299 - i)).toList();
        together(2, index -> {
            for (int i = 0; i < 100; i++) {
                List<Box<Integer>> mine = index == 0 ? boxes : backwards;
                atomic(() -> mine.forEach(box -> box.set(box.get() + 1)));
            }
        });
        boxes.forEach(box -> assertEquals(200, box.get()));
    }

    @Test
    void anIrrevocableBlockGetsItsTurnAmongBusyWriters() {
        LongBox number = LongBox.of(0);
        AtomicLong output = new AtomicLong();
        beside(2, () -> number.add(1), () -> {
            for (int i = 0; i < 50; i++) {
                atomic(() -> {
                    number.get();
                    irrevocable("counts its runs");
                    output.incrementAndGet();
                });
            }
        });
        assertEquals(50, output.get());
    }

    @Test
    void aWriterGetsItsTurnAmongBusySerialBlocks() {
        LongBox number = LongBox.of(0);
        LongBox mine = LongBox.of(0);
        AtomicBlock serial = AtomicBlock.named("serial").serialAfter(0);
        beside(2, () -> serial.run(() -> number.set(number.get() + 1)), () -> {
            for (int i = 0; i < 50; i++) {
                atomic(() -> mine.set(mine.get() + 1));
            }
        });
        assertEquals(50, mine.get());
    }
}
