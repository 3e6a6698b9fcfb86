package dev.ame.stm.collections.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.support.ModelChecking;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The model checker finds what is not atomic, and no fault in what is. */
public class ModelCheckingTest {
    private volatile boolean a;
    private volatile boolean b;
    private volatile int count;

    @Operation
    public int increment() {
        int old = count;
        count = old + 1;
        return old;
    }

    @Test
    void findsAnOperationThatIsNotAtomic() {
        assertThrows(AssertionError.class, () -> ModelChecking.check(ModelCheckingTest.class, Sequential.class));
    }

    /** Later JDKs: Lincheck 3.7 runs such programs there, but switches nowhere in them, so it finds nothing. */
    @ModelChecking.OnDemand
    @Test
    @EnabledForJreRange(max = JRE.JAVA_21)
    void findsAWriteSkew() {
        assertThrows(
                AssertionError.class,
                () -> ModelChecking.explore(() -> {
                    ModelCheckingTest both = new ModelCheckingTest();
                    ModelChecking.inParallel(both::setAUnlessB, both::setBUnlessA);
                    assertTrue(!both.a || !both.b);
                }));
    }

    private void setAUnlessB() {
        if (!b) {
            a = true;
        }
    }

    private void setBUnlessA() {
        if (!a) {
            b = true;
        }
    }

    @ModelChecking.OnDemand
    @Test
    void findsNoWriteSkewInBlocks() {
        ModelChecking.explore(() -> {
            TMap<String, Integer> both = new TMap<>();
            ModelChecking.inParallel(() -> putUnlessOther(both, "a", "b"), () -> putUnlessOther(both, "b", "a"));
            assertEquals(1, both.size());
        });
    }

    private static void putUnlessOther(TMap<String, Integer> map, String own, String other) {
        Stm.atomic(() -> {
            if (map.get(other) == null) {
                map.put(own, 1);
            }
        });
    }

    /** What the operations mean. */
    public static final class Sequential {
        private int count;

        public int increment() {
            return count++;
        }
    }
}
