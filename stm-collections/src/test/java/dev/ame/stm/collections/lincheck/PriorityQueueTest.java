package dev.ame.stm.collections.lincheck;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.support.ModelChecking;
import java.util.PriorityQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** A priority queue is linearizable. */
@Param(name = "element", gen = IntGen.class, conf = "1:4")
public class PriorityQueueTest {
    private final TPriorityQueue<Integer> queue = new TPriorityQueue<>();

    @Operation
    public boolean offer(@Param(name = "element") int element) {
        return queue.offer(element);
    }

    @Operation
    public Integer poll() {
        return queue.poll();
    }

    @Operation
    public int exchangeInABlock(@Param(name = "element") int element) {
        return Stm.atomic(() -> {
            queue.offer(element);
            Integer first = queue.poll();
            return first == null ? 0 : first;
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
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    @Test
    void isLinearizable() {
        ModelChecking.check(PriorityQueueTest.class, Sequential.class);
    }

    /** What the operations mean. */
    public static final class Sequential {
        private final PriorityQueue<Integer> queue = new PriorityQueue<>();

        public boolean offer(int element) {
            return queue.offer(element);
        }

        public Integer poll() {
            return queue.poll();
        }

        public int exchangeInABlock(int element) {
            queue.offer(element);
            Integer first = queue.poll();
            return first == null ? 0 : first;
        }

        public Integer peek() {
            return queue.peek();
        }

        public boolean remove(int element) {
            return queue.remove(element);
        }

        public boolean isEmpty() {
            return queue.isEmpty();
        }
    }
}
