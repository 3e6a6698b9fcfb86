package dev.ame.lincheck;

import dev.ame.stm.Box;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Single operations on a {@link Box}, outside any block, are linearizable. */
@Param(name = "value", gen = IntGen.class, conf = "0:3")
public class BoxTest {
    private final Box<Integer> box = Box.of(0);

    @Operation
    public int get() {
        return box.get();
    }

    @Operation
    public void set(@Param(name = "value") int value) {
        box.set(value);
    }

    @Operation
    public int getAndSet(@Param(name = "value") int value) {
        return box.getAndSet(value);
    }

    @Operation
    public int updateAndGet(@Param(name = "value") int value) {
        return box.updateAndGet(old -> 10 * (old % 100) + value);
    }

    /** By identity, which for small integers is equality. */
    @Operation
    public boolean compareAndSet(@Param(name = "value") int expected, @Param(name = "value") int value) {
        return box.compareAndSet(expected, value);
    }

    @Operation
    public void commute(@Param(name = "value") int value) {
        box.commute(old -> old % 100 + value);
    }

    @Test
    void isLinearizable() {
        Bounds.twoThreads().sequentialSpecification(Sequential.class).check(BoxTest.class);
    }

    /** What the operations mean. */
    public static final class Sequential {
        private int current;

        public int get() {
            return current;
        }

        public void set(int value) {
            current = value;
        }

        public int getAndSet(int value) {
            int old = current;
            current = value;
            return old;
        }

        public int updateAndGet(int value) {
            current = 10 * (current % 100) + value;
            return current;
        }

        public boolean compareAndSet(int expected, int value) {
            boolean equal = current == expected;
            current = equal ? value : current;
            return equal;
        }

        public void commute(int value) {
            current = current % 100 + value;
        }
    }
}
