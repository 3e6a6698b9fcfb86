package dev.ame.stm.failure;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.startWithStack;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One block whose code overflows the stack while it writes: all of its writes are there, or none. */
@Bounded
class OverflowInABlockTest {

    private static List<Box<Integer>> boxes() {
        return IntStream.range(0, 20_000).mapToObj(i -> Box.of(0)).toList();
    }

    @SuppressWarnings("InfiniteRecursion") // until the stack ends
    private static int writeDownwards(List<Box<Integer>> boxes, int level) {
        boxes.get(level).set(level + 1);
        return 1 + writeDownwards(boxes, level + 1);
    }

    private static int pad(int frames, Runnable then) {
        if (frames == 0) {
            then.run();
            return 0;
        }
        return 1 + pad(frames - 1, then);
    }

    private static long written(List<Box<Integer>> boxes) {
        return boxes.stream().mapToInt(Box::get).filter(value -> value != 0).count();
    }

    @Test
    void aBlockThatOverflowsRollsAllItsWritesBack() {
        List<Box<Integer>> boxes = boxes();
        AtomicInteger overflows = new AtomicInteger();
        startWithStack(256L << 10, () -> {
                    try {
                        atomic(() -> writeDownwards(boxes, 0));
                    } catch (StackOverflowError e) {
                        overflows.incrementAndGet();
                    }
                })
                .join();
        assertEquals(1, overflows.get());
        assertEquals(0, written(boxes));
    }

    @Test
    void aBlockThatCatchesTheErrorCommitsWhatItSawOfItsWrites() {
        for (int round = 0; round < 20; round++) {
            List<Box<Integer>> boxes = boxes();
            LongBox seen = LongBox.of(-1);
            int padding = round;
            startWithStack(
                            192L << 10,
                            () -> atomic(() -> {
                                try {
                                    pad(padding, () -> writeDownwards(boxes, 0));
                                } catch (StackOverflowError expected) {
                                    assertTrue(inAtomic());
                                }
                                seen.set(written(boxes));
                            }))
                    .join();
            long count = written(boxes);
            assertTrue(count > 0);
            assertEquals(seen.get(), count);
            for (int i = 0; i < count; i++) {
                assertEquals(i + 1, boxes.get(i).get(), "a write in the middle was lost");
            }
        }
    }

    @Test
    void anUndoneNestedBlockThatOverflowedLeavesTheOuterAsItWas() {
        for (int round = 0; round < 20; round++) {
            List<Box<Integer>> boxes = boxes();
            LongBox outer = LongBox.of(0);
            int padding = round;
            startWithStack(
                            192L << 10,
                            () -> atomic(() -> {
                                outer.set(1);
                                try {
                                    atomic(() -> pad(padding, () -> writeDownwards(boxes, 0)));
                                } catch (StackOverflowError expected) {
                                    assertTrue(inAtomic());
                                }
                                assertEquals(0, written(boxes));
                            }))
                    .join();
            assertEquals(1, outer.get());
            assertEquals(0, written(boxes));
        }
    }
}
