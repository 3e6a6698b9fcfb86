package dev.ame.stm.collections.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.collections.support.ModelChecking;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** A bounded queue of two is linearizable, and elements move from one queue to another at one moment. */
@Param(name = "element", gen = IntGen.class, conf = "1:3")
public class QueueTest {
    private final TBoundedQueue<Integer> queue = new TBoundedQueue<>(2);

    @Operation
    public boolean offer(@Param(name = "element") int element) {
        return queue.offer(element);
    }

    @Operation
    public boolean offerInABlock(@Param(name = "element") int element) {
        return Stm.atomic(() -> queue.offer(element));
    }

    @Operation
    public Integer poll() {
        return queue.poll();
    }

    @Operation
    public int pollInABlock() {
        return Stm.atomic(() -> {
            Integer element = queue.poll();
            return element == null ? 0 : element;
        });
    }

    @Operation
    public Integer peek() {
        return queue.peek();
    }

    @Operation
    public boolean remove(@Param(name = "element") int element) {
        return queue.remove(element);
    }

    @Operation
    public int room() {
        return queue.remainingCapacity();
    }

    @Test
    void isLinearizable() {
        ModelChecking.check(QueueTest.class, Sequential.class);
    }

    /** What the operations mean. */
    public static final class Sequential {
        private final ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(2);

        public boolean offer(int element) {
            return queue.offer(element);
        }

        public boolean offerInABlock(int element) {
            return queue.offer(element);
        }

        public Integer poll() {
            return queue.poll();
        }

        public int pollInABlock() {
            Integer element = queue.poll();
            return element == null ? 0 : element;
        }

        public Integer peek() {
            return queue.peek();
        }

        public boolean remove(int element) {
            return queue.remove(element);
        }

        public int room() {
            return queue.remainingCapacity();
        }
    }

    @ModelChecking.OnDemand
    @Test
    void aMoveIsAtOneMoment() {
        ModelChecking.explore(() -> {
            TQueue<Integer> from = new TQueue<>(List.of(1, 2));
            TQueue<Integer> to = new TQueue<>();
            ModelChecking.inParallel(
                    () -> Stm.atomic(() -> {
                        Integer element = from.poll();
                        to.offer(element);
                    }),
                    () -> {
                        int both = Stm.atomic(() -> from.size() + to.size());
                        assertEquals(2, both);
                        from.offer(3);
                    });
            assertEquals(List.of(2, 3), List.copyOf(from));
            assertEquals(List.of(1), List.copyOf(to));
        });
    }

    @ModelChecking.OnDemand
    @Test
    void whoFindsAQueueEmptyIsNotContradicted() {
        ModelChecking.explore(() -> {
            TQueue<Integer> left = new TQueue<>();
            TQueue<Integer> right = new TQueue<>();
            ModelChecking.inParallel(() -> offerIfEmpty(left, right), () -> offerIfEmpty(right, left));
            assertTrue(left.size() + right.size() == 1);
        });
    }

    private static void offerIfEmpty(TQueue<Integer> looked, TQueue<Integer> written) {
        Stm.atomic(() -> {
            if (looked.peek() == null) {
                written.offer(1);
            }
        });
    }
}
