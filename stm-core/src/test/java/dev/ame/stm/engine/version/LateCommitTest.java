package dev.ame.stm.engine.version;

import static dev.ame.stm.Stm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A commit that is held up between two of its steps. */
@Bounded
class LateCommitTest {

    private final LongBox x = LongBox.of(0);
    private final LongLocation location = x;
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch locked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch looked = new CountDownLatch(1);

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void waitForX() {
        AtomicBlock.named("alone").serialAfter(0).run(() -> {
            if (x.get() == 0) {
                if (attempt() == 2) { // the first one does not know what it has read
                    afterRollback(() -> {
                        ended.countDown();
                        await(looked);
                    });
                    read.countDown();
                    await(locked);
                }
                retry();
            }
        });
    }

    /** It locks and reads the clock while the gate is closed, and finds the gate open again, and nobody who waits. */
    @Test
    void aBlockThatRanAloneDoesNotMissIt() throws InterruptedException {
        Thread waiter = new Thread(this::waitForX);
        waiter.start();
        await(read);
        long replaced = Locking.lock(location, WriteSet.ANY, Word.SINGLE, true);
        long next = Word.next(replaced, Locking.firstWord(replaced, replaced));
        locked.countDown();
        while (ended.getCount() != 0 && waiter.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait(); // until the block has ended, or is seen to wait for this commit
        }
        long signals = Clock.signals();
        if (Clock.hasGate(signals)) {
            location.word = replaced;
        } else {
            assertFalse(Clock.hasWaiters(signals));
            location.value = 1;
            location.word = next;
        }
        looked.countDown();
        if (Clock.hasGate(signals)) {
            x.set(1);
        }
        waiter.join();
        assertEquals(1, x.get());
    }
}
