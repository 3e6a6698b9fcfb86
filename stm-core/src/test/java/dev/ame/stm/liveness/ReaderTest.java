package dev.ame.stm.liveness;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that only read always get through: declared ones at the first attempt, others with at most one restart. */
@Bounded
class ReaderTest {

    private static final AtomicBlock DECLARED =
            AtomicBlock.named("declared reader").readOnly();

    private final AtomicInteger runs = new AtomicInteger();

    private static List<LongBox> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> LongBox.of(0)).toList();
    }

    /** Moves one from each box to the next, so that the sum stays zero; the boxes are all changed. */
    private static void rotate(List<LongBox> numbers) {
        elsewhere(() -> atomic(() -> {
            for (int i = 0; i < numbers.size(); i++) {
                LongBox number = numbers.get(i);
                number.set(number.get() + (i % 2 == 0 ? 1 : -1));
            }
        }));
    }

    /** Sums up while everything changes between any two reads, in every attempt. */
    private long sumUnderFire(List<LongBox> numbers) {
        runs.incrementAndGet();
        long sum = 0;
        for (LongBox number : numbers) {
            sum += number.get();
            rotate(numbers);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 60})
    void aDeclaredReaderGetsThroughAtItsFirstAttempt(int boxes) {
        List<LongBox> numbers = numbers(boxes);
        assertEquals(0, (long) DECLARED.call(() -> sumUnderFire(numbers)));
        assertEquals(1, runs.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 60})
    void anyOtherReaderGetsThroughWithAtMostOneRestart(int boxes) {
        List<LongBox> numbers = numbers(boxes);
        assertEquals(0, (long) atomic(() -> sumUnderFire(numbers)));
        assertTrue(runs.get() <= 2, () -> "it ran " + runs + " times");
    }

    @Test
    void aReaderOfOneBoxTwiceGetsThrough() {
        LongBox number = LongBox.of(0);
        long difference = atomic(() -> {
            runs.incrementAndGet();
            long first = number.get();
            elsewhere(() -> number.add(1));
            return number.get() - first;
        });
        assertEquals(0, difference);
        assertTrue(runs.get() <= 2, () -> "it ran " + runs + " times");
    }

    @Test
    void oneAttemptIsEnoughForADeclaredReader() {
        List<LongBox> numbers = numbers(10);
        AtomicBlock once = DECLARED.maxAttempts(1);
        assertEquals(0, (long) once.call(() -> sumUnderFire(numbers)));
    }

    @Test
    void aReaderOfCountersGetsThroughToo() {
        List<Counter> counters =
                IntStream.range(0, 20).mapToObj(i -> Counter.create()).toList();
        long sum = DECLARED.call(() -> {
            runs.incrementAndGet();
            long total = 0;
            for (int i = 0; i < counters.size(); i++) {
                total += i % 2 == 0 ? counters.get(i).sum() : -counters.get(i).sum();
                elsewhere(() -> atomic(() -> counters.forEach(Counter::increment)));
            }
            return total;
        });
        assertEquals(0, sum);
        assertEquals(1, runs.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void longScansBesideABusyWriterAllGetThrough(boolean declared) {
        List<LongBox> numbers = numbers(20_000);
        AtomicBlock block = declared ? DECLARED : AtomicBlock.named("undeclared scan");
        AtomicBoolean over = new AtomicBoolean();
        Running writer = start(() -> {
            for (int i = 0; !over.get(); i = (i + 7) % numbers.size()) {
                LongBox from = numbers.get(i);
                LongBox to = numbers.get(numbers.size() - 1 - i);
                atomic(() -> {
                    from.set(from.get() - 1);
                    to.set(to.get() + 1);
                });
            }
        });
        for (int i = 0; i < 50; i++) {
            runs.set(0);
            long sum = block.call(() -> {
                runs.incrementAndGet();
                return numbers.stream().mapToLong(LongBox::get).sum();
            });
            assertEquals(0, sum);
            assertTrue(runs.get() <= (declared ? 1 : 2), () -> "it ran " + runs + " times");
        }
        over.set(true);
        writer.join();
    }

    private void assertReadsInOneRestart(LongSupplier body) {
        runs.set(0);
        assertEquals(0, (long) atomic(() -> {
            runs.incrementAndGet();
            return body.getAsLong();
        }));
        assertTrue(runs.get() <= 2, () -> "it ran " + runs + " times");
    }

    @Test
    void readersWithNestedBlocksAndAlternativesAreReaders() {
        List<LongBox> numbers = numbers(2);
        assertReadsInOneRestart(() -> {
            long first = atomic(() -> numbers.get(0).get());
            rotate(numbers);
            return first + atomic(() -> numbers.get(1).get());
        });
        assertReadsInOneRestart(() -> {
            long first = numbers.get(0).get();
            rotate(numbers);
            return orElse(
                    () -> first > Long.MIN_VALUE ? retry() : 1L,
                    () -> first + numbers.get(1).get());
        });
    }

    @Test
    void aReaderWithHooksIsAReader() {
        List<LongBox> numbers = numbers(2);
        AtomicInteger committed = new AtomicInteger();
        assertReadsInOneRestart(() -> {
            afterCommit(committed::incrementAndGet);
            long first = numbers.get(0).get();
            rotate(numbers);
            return first + numbers.get(1).get();
        });
        assertEquals(1, committed.get());
    }

    @Test
    void aBlockThatTurnsOutToWriteIsRightAfterAll() {
        // Reads as long as it may be taken for a reader, and writes only then.
        List<LongBox> numbers = numbers(30);
        LongBox result = LongBox.of(-1);
        AtomicBlock.named("late writer").serialAfter(1_000).run(() -> {
            runs.incrementAndGet();
            long sum = 0;
            for (LongBox number : numbers) {
                sum += number.get();
                if (runs.get() <= 3) {
                    rotate(numbers);
                }
            }
            result.set(sum);
            numbers.get(0).add(1);
            numbers.get(1).add(-1);
        });
        assertEquals(0, result.get());
    }

    @Test
    void aBlockThatOnlyReadForLongMayWriteOneDay() {
        LongBox number = LongBox.of(0);
        LongBox copy = LongBox.of(0);
        AtomicBlock usuallyReads = AtomicBlock.named("usually reads");
        for (int i = 0; i < 5_000; i++) {
            boolean writes = i == 4_999;
            usuallyReads.run(() -> {
                long seen = number.get() + copy.get();
                if (writes) {
                    copy.set(seen + 1);
                }
            });
        }
        assertEquals(1, copy.get());
        for (int i = 0; i < 1_000; i++) {
            usuallyReads.run(() -> number.set(number.get() + 1));
        }
        assertEquals(1_000, number.get());
    }

    @Test
    void aBlockTakenForAReaderLosesNoUpdate() {
        LongBox number = LongBox.of(0);
        AtomicBlock usuallyReads = AtomicBlock.named("usually reads, then is disturbed");
        for (int i = 0; i < 2_000; i++) {
            usuallyReads.run(() -> number.get());
        }
        usuallyReads.run(() -> {
            long seen = number.get();
            if (runs.incrementAndGet() == 1) {
                elsewhere(() -> assertEquals(0, number.getAndAdd(10)));
            }
            number.set(seen + 1);
        });
        assertEquals(11, number.get());
    }

    @Test
    void aLongReaderDoesNotHoldUpWriters() {
        LongBox number = LongBox.of(0);
        LongBox other = LongBox.of(0);
        DECLARED.run(() -> {
            number.get();
            elsewhere(() -> {
                for (int i = 0; i < 1_000; i++) {
                    atomic(() -> number.set(number.get() + 1));
                    other.add(1);
                }
                AtomicBlock.named("serial").serialAfter(0).run(() -> number.set(number.get() + 1));
                AtomicBlock.named("irrevocable").irrevocable().run(() -> number.set(number.get() + 1));
            });
            assertEquals(0, number.get());
            assertEquals(0, other.get());
        });
        assertEquals(1_002, number.get());
    }

    @Test
    void aReaderIsNotHeldUpByABlockThatHasWrittenButNotCommitted() {
        LongBox number = LongBox.of(0);
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Running writer = start(() -> atomic(() -> {
            number.set(1);
            written.countDown();
            await(goOn);
        }));
        await(written);
        elsewhere(() -> assertEquals(0, number.get()));
        elsewhere(() -> assertEquals(0, (long) atomic(() -> number.get())));
        elsewhere(() -> assertEquals(0, (long) DECLARED.call(() -> number.get())));
        goOn.countDown();
        writer.join();
        assertEquals(1, number.get());
    }
}
