package dev.ame.stm.blocking;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waiting means: nothing is done, nothing is lost, and it goes on when something that was read has changed. */
@Bounded
class RetryTest {

    private final LongBox gate = LongBox.of(0);
    private final Box<String> box = Box.of("old");

    @Test
    void aChangeBetweenTheReadAndTheRetryIsNotMissed() {
        AtomicInteger runs = new AtomicInteger();
        long seen = atomic(() -> {
            runs.incrementAndGet();
            long value = gate.get();
            if (attempt() == 1) {
                elsewhere(() -> gate.set(1));
            }
            return value == 0 ? retry() : value;
        });
        assertEquals(1, seen);
        assertEquals(2, runs.get());
    }

    @Test
    void aDeclaredReaderMissesNoChangeEither() {
        long seen = AtomicBlock.named("waiting reader").readOnly().call(() -> {
            long value = gate.get();
            if (attempt() == 1) {
                elsewhere(() -> gate.set(1));
            }
            check(value != 0);
            return value;
        });
        assertEquals(1, seen);
    }

    @Test
    void aDeclaredReaderThatParksIsWoken() {
        Running waiter =
                start(() -> AtomicBlock.named("waiting reader").readOnly().run(() -> check(gate.get() != 0)));
        waiter.awaitParked();
        gate.set(1);
        waiter.join();
    }

    @Test
    void aParkedBlockIsWoken() {
        Running waiter = start(() -> atomic(() -> check(gate.get() != 0)));
        waiter.awaitParked();
        gate.set(1);
        waiter.join();
    }

    @Test
    void aSecondChangeWakesAgain() {
        Running waiter = start(() -> atomic(() -> check(gate.get() >= 3)));
        for (int i = 1; i <= 3; i++) {
            waiter.awaitParked();
            gate.set(i);
        }
        waiter.join();
    }

    @Test
    void changesOfOtherBoxesDoNotEndTheWait() {
        Running waiter = start(() -> atomic(() -> check(gate.get() != 0)));
        waiter.awaitParked();
        for (int i = 0; i < 1_000; i++) {
            box.set("change " + i);
        }
        waiter.awaitParked();
        gate.set(1);
        waiter.join();
    }

    @Test
    void whatTheBlockHadWrittenIsDropped() {
        Running waiter = start(() -> atomic(() -> {
            String before = box.get();
            box.set("written by attempt " + attempt());
            if (gate.get() == 0) {
                retry();
            }
            box.set(before + ", then " + box.get());
        }));
        waiter.awaitParked();
        assertEquals("old", box.get());
        gate.set(1);
        waiter.join();
        assertEquals("old, then written by attempt 2", box.get());
    }

    @Test
    void aWokenBlockCountsAttemptsOn() {
        AtomicInteger last = new AtomicInteger();
        Running waiter = start(() -> atomic(() -> {
            last.set(attempt());
            check(gate.get() != 0);
        }));
        waiter.awaitParked();
        assertEquals(1, last.get());
        gate.set(1);
        waiter.join();
        assertEquals(2, last.get());
    }

    @Test
    void checkOfATrueConditionDoesNothing() {
        atomic(() -> {
            box.set("new");
            check(true);
        });
        assertEquals("new", box.get());
    }

    @Test
    void retryNeverReturns() {
        AtomicInteger after = new AtomicInteger();
        atomic(() -> {
            if (gate.get() == 0) {
                if (attempt() == 1) {
                    elsewhere(() -> gate.set(1));
                }
                retry();
                after.incrementAndGet();
            }
        });
        assertEquals(0, after.get());
    }

    @Test
    void retryFitsWhereAnyValueIsExpected() {
        String word = atomic(() -> gate.get() == 0 ? "none" : retry());
        int number = atomic(() -> box.get().isEmpty() ? retry() : 7);
        assertEquals("none7", word + number);
    }

    @Test
    void retryInANestedBlockWaitsForTheReadsOfTheOuterToo() {
        Running waiter = start(() -> atomic(() -> {
            long outer = gate.get();
            atomic(() -> {
                if (outer == 0 && !box.get().isEmpty()) {
                    retry();
                }
            });
        }));
        waiter.awaitParked();
        gate.set(1);
        waiter.join();
    }

    @Test
    void retryInANestedBlockIsNotCaughtByTheOuterAsAFailure() {
        AtomicInteger caught = new AtomicInteger();
        Running waiter = start(() -> atomic(() -> {
            try {
                atomic(() -> check(gate.get() != 0));
            } catch (RuntimeException e) {
                caught.incrementAndGet();
            }
        }));
        waiter.awaitParked();
        gate.set(1);
        waiter.join();
        assertEquals(0, caught.get());
    }

    @Test
    void aReadOfAnUndoneBlockIsWaitedFor() {
        Running waiter = start(() -> atomic(() -> {
            long[] seen = new long[1];
            try {
                atomic(() -> {
                    seen[0] = gate.get();
                    throw new IllegalArgumentException();
                });
            } catch (IllegalArgumentException e) {
                check(seen[0] != 0);
            }
        }));
        waiter.awaitParked();
        gate.set(1);
        waiter.join();
    }

    @Test
    void aBlockThatReadNothingCannotWait() {
        AtomicBlock named = AtomicBlock.named("reads nothing");
        assertThrows(IllegalStateException.class, () -> atomic(() -> retry()));
        assertThrows(IllegalStateException.class, () -> atomic(() -> check(false)));
        assertThrows(IllegalStateException.class, () -> named.run(() -> check(false)));
        assertThrows(IllegalStateException.class, () -> named.readOnly().run(() -> check(false)));
        assertThrows(IllegalStateException.class, () -> atomic(() -> atomic(() -> retry())));
    }

    @Test
    void aBlockThatOnlyWroteCannotWaitAndIsRolledBack() {
        assertThrows(
                IllegalStateException.class,
                () -> atomic(() -> {
                    box.set("new");
                    gate.add(1);
                    retry();
                }));
        assertEquals("old", box.get());
        assertEquals(0, gate.get());
        assertFalse(inAtomic());
    }

    @Test
    void outsideABlockThereIsNothingToRetry() {
        assertThrows(IllegalStateException.class, () -> retry());
        assertThrows(IllegalStateException.class, () -> check(false));
        assertThrows(IllegalStateException.class, () -> check(true));
    }

    @Test
    void aWaitingBlockHoldsNothing() {
        Running waiter = start(() -> atomic(() -> {
            gate.set(gate.get() + 100);
            box.set("new");
            check(gate.get() != 100);
        }));
        waiter.awaitParked();
        for (int i = 0; i < 10; i++) {
            elsewhere(() -> atomic(() -> box.set(box.get() + "er")));
        }
        assertTrue(box.get().endsWith("ererer"));
        gate.set(1);
        waiter.join();
        assertEquals(101, gate.get());
    }

    @Test
    void aSerialBlockLetsGoOfTheLockToWait() {
        Running waiter =
                start(() -> AtomicBlock.named("serial waiter").serialAfter(0).run(() -> check(gate.get() != 0)));
        waiter.awaitParked();
        AtomicBlock.named("other serial").serialAfter(0).run(() -> gate.set(gate.get() + 1));
        waiter.join();
    }
}
