package dev.ame.stm.collections.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.collections.TBag;
import dev.ame.stm.loop.AtomicLoop;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A bag in the iterations of an ordered loop. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class OrderedBagTest {
    private static final int PATIENCE_SECONDS = 10;

    /** The second iteration claims the only element; it cannot commit before the first one, which wants it too. */
    @Test
    void theOldestIterationTakesWhatAYoungerOneClaims() throws Exception {
        TBag<Integer> bag = new TBag<>();
        bag.add(1);
        CountDownLatch claimed = new CountDownLatch(1);
        List<Integer> taken = AtomicLoop.range(0, 2)
                .ordered()
                .parallelism(2)
                .chunk(1)
                .map(i -> {
                    if (i == 0) {
                        assertTrue(claimed.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
                    }
                    int element = bag.take();
                    bag.add(element + 1);
                    claimed.countDown();
                    return element;
                });
        assertEquals(List.of(1, 2), taken);
        assertEquals(3, bag.poll());
        assertNull(bag.poll());
    }
}
