package dev.ame.stm.liveness;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A block that runs alone, has a deadline, and waits for threads that wait for it: the deadline ends that. */
@Bounded
class SerialDeadlineTest {
    private static final AtomicBlock ALONE =
            AtomicBlock.named("alone").serialAfter(0).deadline(Duration.ofMillis(300));

    private final LongBox number = LongBox.of(0);
    private final LongBox other = LongBox.of(0);

    @Test
    void aBlockThatWaitsForAWriterEndsWithItsDeadline() {
        DeadlineExceededException late = assertThrows(
                DeadlineExceededException.class,
                () -> ALONE.run(() -> {
                    number.set(1);
                    elsewhere(() -> other.add(1)); // waits for the serial block
                }));
        assertEquals(0, number.get());
        assertEquals(1, other.get());
        assertTrue(late.getMessage().contains("\"alone\": its deadline of 300 ms passed"), late::getMessage);
    }

    @Test
    void aParallelStreamOfWritersEndsToo() {
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().collect(Collectors.toList());
        LongBox sum = LongBox.of(0);
        Running run = start(() -> {
            try {
                ALONE.run(() -> numbers.parallelStream().forEach(sum::add));
            } catch (DeadlineExceededException expected) {
                assertTrue(sum.get() >= 0);
            }
        });
        run.join();
        elsewhere(() -> sum.add(1));
    }

    @Test
    void whenTheLockIsTakenItReadsNothingNew() {
        assertThrows(
                DeadlineExceededException.class,
                () -> ALONE.run(() -> {
                    long before = number.get();
                    elsewhere(() -> atomic(() -> {
                        number.add(1);
                        other.add(1);
                    }));
                    assertEquals(before, other.get(), "half of another block was seen");
                }));
        assertEquals(1, number.get());
    }

    @Test
    void anIrrevocableBlockIsPastItsDeadline() {
        ALONE.irrevocable().run(this::keepTheLockForLonger);
        assertEquals(1, number.get());
    }

    @Test
    void aBlockThatBecomesIrrevocableInTimeKeepsTheLock() {
        ALONE.run(() -> {
            irrevocable("in time");
            keepTheLockForLonger();
        });
        assertEquals(1, number.get());
    }

    private void keepTheLockForLonger() {
        number.set(1);
        Running writer = start(() -> other.add(1));
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 500_000_000) {
            Thread.onSpinWait();
        }
        assertEquals(0, other.get());
        assertFalse(writer.isDone(), "somebody committed past an irrevocable block");
    }

    @Test
    void itsThreadCanRunBlocksAgain() {
        assertThrows(DeadlineExceededException.class, () -> ALONE.run(() -> elsewhere(() -> other.add(1))));
        ALONE.run(() -> number.set(other.get()));
        IntStream.range(0, 100).forEach(i -> atomic(() -> number.add(1)));
        elsewhere(() -> atomic(() -> number.add(1)));
        assertEquals(102, number.get());
    }
}
