package dev.ame.stm.options;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.TooManyAttemptsException;
import dev.ame.stm.TransactionException;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** maxAttempts counts conflicts, and nothing else. */
@Bounded
class MaxAttemptsTest {

    private static final AtomicBlock NEVER_SERIAL = AtomicBlock.named("counted").serialAfter(Integer.MAX_VALUE);

    private final LongBox number = LongBox.of(0);
    private final LongBox gate = LongBox.of(0);
    private final Box<String> box = Box.of("old");
    private final AtomicInteger runs = new AtomicInteger();

    private void conflict() {
        runs.incrementAndGet();
        long seen = number.get();
        box.set("new");
        elsewhere(() -> number.getAndAdd(1));
        number.set(seen);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void itGivesUpAfterThatManyConflicts(int attempts) {
        AtomicBlock block = NEVER_SERIAL.maxAttempts(attempts);
        TooManyAttemptsException thrown = assertThrows(TooManyAttemptsException.class, () -> block.run(this::conflict));
        assertInstanceOf(TransactionException.class, thrown);
        assertEquals(attempts, runs.get());
        assertEquals("old", box.get());
        assertEquals(attempts, number.get());
    }

    @Test
    void theLastAttemptMaySucceed() {
        NEVER_SERIAL.maxAttempts(3).run(() -> {
            if (attempt() < 3) {
                conflict();
            } else {
                box.set("third");
            }
        });
        assertEquals("third", box.get());
    }

    @Test
    void aSmallerMaximumWinsOverSerialExecution() {
        AtomicBlock block = AtomicBlock.named("gives up first").serialAfter(5).maxAttempts(3);
        assertThrows(TooManyAttemptsException.class, () -> block.run(this::conflict));
        assertEquals(3, runs.get());
    }

    @Test
    void aLargerMaximumIsNeverReached() {
        List<Running> others = new ArrayList<>();
        AtomicBlock.named("serial first").serialAfter(2).maxAttempts(5).run(() -> {
            runs.incrementAndGet();
            long seen = number.get();
            if (attempt() <= 2) {
                elsewhere(() -> number.getAndAdd(1));
            } else {
                others.add(start(() -> number.getAndAdd(1)).awaitEndedOrHeldUp());
            }
            number.set(seen);
        });
        others.forEach(Running::join);
        assertEquals(3, runs.get());
        assertEquals(3, number.get());
    }

    @Test
    void wakeUpsDoNotCount() {
        AtomicBlock once = NEVER_SERIAL.maxAttempts(1);
        once.run(() -> {
            runs.incrementAndGet();
            long seen = gate.get();
            if (seen < 5) {
                elsewhere(() -> gate.add(1));
                retry();
            }
            assertEquals(6, attempt());
        });
        assertEquals(6, runs.get());
    }

    @Test
    void wakeUpsDoNotCountTowardsSerialExecutionEither() {
        // Serial after one conflict; after any number of wake-ups others can still commit beside it.
        AtomicBlock.named("serial after one").serialAfter(1).run(() -> {
            long seen = gate.get();
            if (seen < 5) {
                elsewhere(() -> gate.getAndAdd(1));
                retry();
            }
            elsewhere(() -> box.set("beside it"));
        });
        assertEquals("beside it", box.get());
    }

    @Test
    void aParkedBlockThatIsWokenManyTimesGoesOnWaiting() {
        Running waiter = start(() -> NEVER_SERIAL.maxAttempts(1).run(() -> check(gate.get() >= 20)));
        for (int i = 0; i < 20; i++) {
            waiter.awaitParked();
            gate.add(1);
        }
        waiter.join();
    }

    @Test
    void anExceptionOfTheBlockIsNoConflict() {
        AtomicBlock once = NEVER_SERIAL.maxAttempts(1);
        assertThrows(
                IllegalArgumentException.class,
                () -> once.run(() -> {
                    throw new IllegalArgumentException();
                }));
    }

    @Test
    void anUndoneNestedBlockIsNoConflict() {
        NEVER_SERIAL.maxAttempts(1).run(() -> {
            for (int i = 0; i < 10; i++) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> atomic(() -> {
                            number.add(1);
                            throw new IllegalArgumentException();
                        }));
            }
            box.set("new");
        });
        assertEquals("new", box.get());
    }

    @Test
    void eachRunCountsAnew() {
        AtomicBlock two = NEVER_SERIAL.maxAttempts(2);
        for (int i = 0; i < 5; i++) {
            two.run(() -> {
                long seen = number.get();
                if (attempt() == 1) {
                    elsewhere(() -> number.getAndAdd(1));
                }
                number.set(seen + 1);
            });
        }
        assertEquals(10, number.get());
    }
}
