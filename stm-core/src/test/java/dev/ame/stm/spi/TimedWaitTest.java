package dev.ame.stm.spi;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@Bounded
class TimedWaitTest {

    private final Box<Integer> box = Box.of(0);

    @Test
    void everyBlockHasTimersOfItsOwn() {
        for (int i = 0; i < 200; i++) {
            assertEquals(0, atomic(Blocks::timer), "block " + i);
        }
    }

    @Test
    void aTimerThatABlockHasSetSaysNothingToTheNext() {
        atomic(() -> {
            int timer = Blocks.timer();
            irrevocable("so that it cannot wait");
            assertThrows(IllegalStateException.class, () -> Blocks.retryFor(timer, 1));
        });
        assertThrows(
                IllegalStateException.class, () -> atomic(() -> retry()), "it has read nothing, and has no deadline");
    }

    @Test
    void aWaitForEverEndsWithTheBlocksDeadline() {
        AtomicBlock brief = AtomicBlock.named("brief").deadline(Duration.ofNanos(1));
        Throwable thrown = start(() -> brief.run(() -> {
                    int timer = Blocks.timer();
                    box.get();
                    Blocks.retryFor(timer, Long.MAX_VALUE);
                }))
                .joinForFailure();
        assertInstanceOf(DeadlineExceededException.class, thrown);
    }

    @Test
    void aTimedWaitOfAWaitForEverEnds() {
        int which = atomic(() -> orElse(
                () -> {
                    Blocks.retryFor(Blocks.timer(), Long.MAX_VALUE);
                    return 1;
                },
                () -> {
                    Blocks.retryFor(Blocks.timer(), 1_000_000);
                    return 2;
                }));
        assertEquals(2, which);
    }

    @Test
    void aBlockThatHasWaitedForATimeCanUpdate() {
        Running waiter = start(() -> atomic(() -> {
            int timer = Blocks.timer();
            if (box.get() == 0) {
                Blocks.retryFor(timer, Long.MAX_VALUE);
            }
            box.set(box.get() + 1);
        }));
        waiter.awaitParked();
        box.set(1);
        waiter.join();
        assertEquals(2, box.get());
        assertEquals(0, atomic(Blocks::timer), "the timer is of that block");
    }
}
