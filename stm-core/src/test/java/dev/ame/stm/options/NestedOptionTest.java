package dev.ame.stm.options;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.TooManyAttemptsException;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * In another block: noRollbackFor, readOnly, the earlier deadline (see DeadlineTest) and irrevocable hold, the rest is
 * ignored.
 */
@Bounded
class NestedOptionTest {

    private static final AtomicBlock OUTER = AtomicBlock.named("outer").serialAfter(1_000);

    private final LongBox number = LongBox.of(0);
    private final Box<String> box = Box.of("old");
    private final AtomicInteger runs = new AtomicInteger();

    private void conflictIn(AtomicBlock nested, int times) {
        OUTER.run(() -> {
            runs.incrementAndGet();
            nested.run(() -> {
                long seen = number.get();
                if (attempt() <= times) {
                    elsewhere(() -> number.getAndAdd(10));
                }
                number.set(seen + 1);
            });
        });
    }

    @Test
    void maxAttemptsIsIgnored() {
        conflictIn(AtomicBlock.named("inner").maxAttempts(1), 3);
        assertEquals(4, runs.get());
        assertEquals(31, number.get());
    }

    @Test
    void theMaximumOfTheOuterBlockHolds() {
        AtomicBlock outer = OUTER.maxAttempts(2);
        AtomicBlock inner = AtomicBlock.named("inner").maxAttempts(100);
        assertThrows(
                TooManyAttemptsException.class,
                () -> outer.run(() -> inner.run(() -> {
                    runs.incrementAndGet();
                    long seen = number.get();
                    elsewhere(() -> number.getAndAdd(10));
                    number.set(seen);
                })));
        assertEquals(2, runs.get());
    }

    @Test
    void serialAfterIsIgnored() {
        // Were the nested block serial, nobody could commit beside it.
        conflictIn(AtomicBlock.named("inner").serialAfter(0), 3);
        assertEquals(4, runs.get());
        assertEquals(31, number.get());
    }

    @Test
    void readOnlyForbidsTheWritesOfTheNestedBlockOnly() {
        AtomicBlock reader = AtomicBlock.named("inner").readOnly();
        OUTER.run(() -> {
            number.set(1);
            assertThrows(IllegalStateException.class, () -> reader.run(() -> number.set(2)));
            assertThrows(IllegalStateException.class, () -> reader.run(() -> atomic(() -> number.set(2))));
            box.set("new");
        });
        assertEquals(1, number.get());
        assertEquals("new", box.get());
    }

    @Test
    void readOnlyOfTheOuterBlockIsNotLifted() {
        AtomicBlock outer = OUTER.readOnly();
        AtomicBlock inner = AtomicBlock.named("inner");
        assertThrows(IllegalStateException.class, () -> outer.run(() -> inner.run(() -> number.set(1))));
        assertEquals(0, number.get());
    }

    @Test
    void noRollbackForHoldsForTheNestedBlock() {
        AtomicBlock keeps = AtomicBlock.named("inner").noRollbackFor(IllegalArgumentException.class);
        OUTER.run(() -> assertThrows(
                IllegalArgumentException.class,
                () -> keeps.run(() -> {
                    number.set(1);
                    throw new IllegalArgumentException();
                })));
        assertEquals(1, number.get());
    }

    @Test
    void irrevocableHoldsForTheWhole() {
        assertThrows(
                IllegalArgumentException.class,
                () -> OUTER.run(() -> {
                    box.set("new");
                    AtomicBlock.named("inner").irrevocable().run(() -> number.set(1));
                    throw new IllegalArgumentException();
                }));
        assertEquals(1, number.get());
        assertEquals("new", box.get());
    }

    @Test
    void anIrrevocableNestedBlockRunsItsOutputOnce() {
        AtomicBlock inner = AtomicBlock.named("inner").irrevocable();
        AtomicInteger output = new AtomicInteger();
        OUTER.run(() -> {
            long seen = number.get();
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(0, number.getAndAdd(10)));
            }
            inner.run(() -> {
                output.incrementAndGet();
                number.set(seen + 1);
            });
        });
        assertEquals(1, output.get());
        assertEquals(11, number.get());
    }

    @Test
    void optionsOfANestedBlockEndWithIt() {
        AtomicBlock reader = AtomicBlock.named("inner").readOnly();
        AtomicBlock keeps = AtomicBlock.named("inner").noRollbackFor(IllegalArgumentException.class);
        assertThrows(
                IllegalArgumentException.class,
                () -> OUTER.run(() -> {
                    reader.run(() -> number.get());
                    keeps.run(() -> number.get());
                    number.set(1);
                    throw new IllegalArgumentException();
                }));
        assertEquals(0, number.get());
    }

    @Test
    void optionsOfABranchEndWithTheBranch() {
        AtomicBlock reader = AtomicBlock.named("inner").readOnly();
        orElse(() -> reader.call(() -> number.get() == 0 ? retry() : null), () -> {
            number.set(1);
            return null;
        });
        assertEquals(1, number.get());
    }

    @Test
    void aNestedBlockWaitsAsPartOfTheOuter() {
        AtomicBlock inner = AtomicBlock.named("inner").maxAttempts(1).serialAfter(0);
        Running waiter = start(() -> OUTER.run(() -> {
            box.set("new");
            inner.run(() -> check(number.get() != 0));
        }));
        waiter.awaitParked();
        assertEquals("old", box.get());
        number.set(1);
        waiter.join();
        assertEquals("new", box.get());
    }
}
