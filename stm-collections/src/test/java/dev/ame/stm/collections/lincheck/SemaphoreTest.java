package dev.ame.stm.collections.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TSemaphore;
import dev.ame.stm.collections.support.ModelChecking;
import java.util.concurrent.Semaphore;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Operations of a semaphore take effect at one moment each. */
@Param(name = "n", gen = IntGen.class, conf = "1:2")
public class SemaphoreTest {
    private final TSemaphore semaphore = new TSemaphore(2);

    @Operation
    public boolean tryAcquire(@Param(name = "n") int n) {
        return semaphore.tryAcquire(n);
    }

    @Operation
    public void release(@Param(name = "n") int n) {
        semaphore.release(n);
    }

    @Operation
    public int availablePermits() {
        return semaphore.availablePermits();
    }

    @Operation
    public int drainPermits() {
        return semaphore.drainPermits();
    }

    @Test
    void isLinearizable() {
        ModelChecking.twoThreads()
                .iterations(4 * Integer.getInteger("lincheck.factor", 1))
                .sequentialSpecification(Sequential.class)
                .check(SemaphoreTest.class);
    }

    /** The second one waits for the first one, if it does not come after it. */
    @ModelChecking.OnDemand
    @Test
    void permitsAreMovedWhole() {
        ModelChecking.explore(() -> {
            TSemaphore first = new TSemaphore(1);
            TSemaphore second = new TSemaphore(0);
            ModelChecking.inParallel(() -> move(first, second), () -> move(second, first));
            assertEquals(1, first.availablePermits());
            assertEquals(0, second.availablePermits());
        });
    }

    private static void move(TSemaphore from, TSemaphore to) {
        Stm.atomic(() -> {
            to.release();
            Stm.check(from.tryAcquire());
        });
    }

    /** What the operations mean. */
    public static final class Sequential {
        private final Semaphore semaphore = new Semaphore(2);

        public boolean tryAcquire(int n) {
            return semaphore.tryAcquire(n);
        }

        public void release(int n) {
            semaphore.release(n);
        }

        public int availablePermits() {
            return semaphore.availablePermits();
        }

        public int drainPermits() {
            return semaphore.drainPermits();
        }
    }
}
