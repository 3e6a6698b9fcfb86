package dev.ame.lincheck;

import dev.ame.stm.LongBox;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Single operations on a {@link LongBox}, outside any block, are linearizable. */
@Param(name = "value", gen = IntGen.class, conf = "0:3")
public class LongBoxTest {
    private final LongBox box = LongBox.of(0);

    @Operation
    public long get() {
        return box.get();
    }

    @Operation
    public void set(@Param(name = "value") int value) {
        box.set(value);
    }

    @Operation
    public void add(@Param(name = "value") int value) {
        box.add(value);
    }

    @Operation
    public long incrementAndGet() {
        return box.incrementAndGet();
    }

    @Operation
    public long getAndAdd(@Param(name = "value") int value) {
        return box.getAndAdd(value);
    }

    @Operation
    public boolean compareAndSet(@Param(name = "value") int expected, @Param(name = "value") int value) {
        return box.compareAndSet(expected, value);
    }

    @Test
    void isLinearizable() {
        Bounds.twoThreads().sequentialSpecification(Sequential.class).check(LongBoxTest.class);
    }

    /** What the operations mean. */
    public static final class Sequential {
        private long current;

        public long get() {
            return current;
        }

        public void set(int value) {
            current = value;
        }

        public void add(int value) {
            current += value;
        }

        public long incrementAndGet() {
            return ++current;
        }

        public long getAndAdd(int value) {
            long old = current;
            current += value;
            return old;
        }

        public boolean compareAndSet(int expected, int value) {
            boolean equal = current == expected;
            current = equal ? value : current;
            return equal;
        }
    }
}
