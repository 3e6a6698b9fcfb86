package dev.ame.stm.collections.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.TBag;
import dev.ame.stm.collections.support.ModelChecking;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** A bag whose elements are all alike is a number, and its operations take effect at one moment each. */
public class BagTest {
    private final TBag<Integer> bag = new TBag<>();

    @Operation
    public void add() {
        bag.add(1);
    }

    @Operation
    public boolean poll() {
        return bag.poll() != null;
    }

    @Operation
    public boolean isEmpty() {
        return bag.isEmpty();
    }

    @Operation
    public int size() {
        return bag.size();
    }

    @Test
    void isLinearizable() {
        ModelChecking.twoThreads()
                .iterations(4 * Integer.getInteger("lincheck.factor", 1))
                .sequentialSpecification(Sequential.class)
                .check(BagTest.class);
    }

    @ModelChecking.OnDemand
    @Test
    void nullIsNeverALie() {
        ModelChecking.explore(() -> {
            TBag<Integer> bag = new TBag<>();
            Box<Integer> lies = Box.of(0);
            bag.add(1);
            Runnable takeAndPutBack = () -> Stm.atomic(() -> {
                Integer element = bag.poll();
                if (element == null) {
                    lies.set(1);
                } else {
                    bag.add(element);
                }
            });
            ModelChecking.inParallel(takeAndPutBack, takeAndPutBack);
            assertEquals(0, lies.get());
            assertEquals(1, bag.size());
        });
    }

    /** What the operations mean. */
    public static final class Sequential {
        private int size;

        public void add() {
            size++;
        }

        public boolean poll() {
            boolean found = size > 0;
            size -= found ? 1 : 0;
            return found;
        }

        public boolean isEmpty() {
            return size == 0;
        }

        public int size() {
            return size;
        }
    }
}
