package dev.ame.lincheck;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Blocks over several boxes, among single operations, are linearizable. */
@Param(name = "amount", gen = IntGen.class, conf = "1:5")
public class BlocksTest {
    private static final AtomicBlock SUM = AtomicBlock.named("sum").readOnly();

    private final Box<Integer> left = Box.of(10);
    private final LongBox right = LongBox.of(10);

    @Operation
    public int transfer(@Param(name = "amount") int amount) {
        return Stm.atomic(() -> {
            int rest = left.get() - amount;
            left.set(rest);
            right.add(amount);
            return rest;
        });
    }

    @Operation
    public long transferBack(@Param(name = "amount") int amount) {
        return Stm.atomic(() -> {
            left.update(value -> value + amount);
            return right.getAndAdd(-amount);
        });
    }

    /** Reads two, writes one: the stuff of write skew. */
    @Operation
    public boolean takeLeftIfBothCoverIt(@Param(name = "amount") int amount) {
        return Stm.atomic(() -> {
            boolean covered = left.get() + right.get() >= 4L * amount;
            if (covered) {
                left.set(left.get() - 4 * amount);
            }
            return covered;
        });
    }

    @Operation
    public boolean takeRightIfBothCoverIt(@Param(name = "amount") int amount) {
        return Stm.atomic(() -> {
            boolean covered = left.get() + right.get() >= 4L * amount;
            if (covered) {
                right.set(right.get() - 4L * amount);
            }
            return covered;
        });
    }

    @Operation
    public long sum() {
        return SUM.call(() -> left.get() + right.get());
    }

    @Operation
    public int left() {
        return left.get();
    }

    @Operation
    public void addRight(@Param(name = "amount") int amount) {
        right.add(amount);
    }

    @Test
    void areLinearizable() {
        Bounds.allocatePins();
        Bounds.twoThreads().sequentialSpecification(Sequential.class).check(BlocksTest.class);
    }

    /** What the operations mean. */
    public static final class Sequential {
        private int left = 10;
        private long right = 10;

        public int transfer(int amount) {
            right += amount;
            left -= amount;
            return left;
        }

        public long transferBack(int amount) {
            long old = right;
            left += amount;
            right -= amount;
            return old;
        }

        public boolean takeLeftIfBothCoverIt(int amount) {
            boolean covered = left + right >= 4L * amount;
            left -= covered ? 4 * amount : 0;
            return covered;
        }

        public boolean takeRightIfBothCoverIt(int amount) {
            boolean covered = left + right >= 4L * amount;
            right -= covered ? 4L * amount : 0;
            return covered;
        }

        public long sum() {
            return left + right;
        }

        public int left() {
            return left;
        }

        public void addRight(int amount) {
            right += amount;
        }
    }
}
