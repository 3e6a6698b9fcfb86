package dev.ame.stm.collections.lincheck;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TDeque;
import dev.ame.stm.collections.support.ModelChecking;
import java.util.concurrent.LinkedBlockingDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** A deque is linearizable. */
@Param(name = "element", gen = IntGen.class, conf = "1:3")
public class DequeTest {
    private final TDeque<Integer> deque = new TDeque<>();

    @Operation
    public boolean offerFirst(@Param(name = "element") int element) {
        return deque.offerFirst(element);
    }

    @Operation
    public boolean offerLastInABlock(@Param(name = "element") int element) {
        return Stm.atomic(() -> deque.offerLast(element));
    }

    @Operation
    public Integer pollFirst() {
        return deque.pollFirst();
    }

    @Operation
    public Integer pollLast() {
        return deque.pollLast();
    }

    @Operation
    public int rotateInABlock() {
        return Stm.atomic(() -> {
            Integer last = deque.pollLast();
            if (last == null) {
                return 0;
            }
            deque.offerFirst(last);
            return last;
        });
    }

    @Operation
    public boolean removeLastOccurrence(@Param(name = "element") int element) {
        return deque.removeLastOccurrence(element);
    }

    @Operation
    public int size() {
        return deque.size();
    }

    @Test
    void isLinearizable() {
        ModelChecking.check(DequeTest.class, Sequential.class);
    }

    /** What the operations mean. */
    public static final class Sequential {
        private final LinkedBlockingDeque<Integer> deque = new LinkedBlockingDeque<>();

        public boolean offerFirst(int element) {
            return deque.offerFirst(element);
        }

        public boolean offerLastInABlock(int element) {
            return deque.offerLast(element);
        }

        public Integer pollFirst() {
            return deque.pollFirst();
        }

        public Integer pollLast() {
            return deque.pollLast();
        }

        public int rotateInABlock() {
            Integer last = deque.pollLast();
            if (last == null) {
                return 0;
            }
            deque.offerFirst(last);
            return last;
        }

        public boolean removeLastOccurrence(int element) {
            return deque.removeLastOccurrence(element);
        }

        public int size() {
            return deque.size();
        }
    }
}
