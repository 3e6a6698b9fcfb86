package dev.ame.stm.blocking;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.TransactionException;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupt ends a wait: unchecked exception, flag set again, block rolled back. It ends nothing else. */
@Bounded
class InterruptTest {

    private final LongBox gate = LongBox.of(0);
    private final Box<String> box = Box.of("old");

    /** A way to wait for a gate that never opens. */
    record Wait(String name, GateWait how) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Waits for the gate. */
    @FunctionalInterface
    interface GateWait {
        void waitFor(LongBox gate);
    }

    static List<Wait> waits() {
        AtomicBlock named = AtomicBlock.named("waiting");
        return List.of(
                new Wait("retry", gate -> atomic(() -> gate.get() == 0 ? retry() : null)),
                new Wait("check", gate -> atomic(() -> check(gate.get() != 0))),
                new Wait("nested", gate -> atomic(() -> atomic(() -> check(gate.get() != 0)))),
                new Wait("named", gate -> named.run(() -> check(gate.get() != 0))),
                new Wait("deadline", gate -> named.deadline(Duration.ofHours(1)).run(() -> check(gate.get() != 0))),
                new Wait("readOnly", gate -> named.readOnly().run(() -> check(gate.get() != 0))),
                new Wait("serial", gate -> named.serialAfter(0).run(() -> check(gate.get() != 0))),
                new Wait(
                        "noRollbackFor",
                        gate -> named.noRollbackFor(Throwable.class).run(() -> check(gate.get() != 0))),
                new Wait(
                        "orElse",
                        gate -> orElse(
                                () -> gate.get() == 0 ? retry() : null, () -> gate.get() == 0 ? retry() : null)));
    }

    private static void assertInterrupted(Throwable thrown, boolean flag) {
        assertInstanceOf(TransactionInterruptedException.class, thrown);
        assertInstanceOf(TransactionException.class, thrown);
        assertTrue(flag, "the interrupt flag must be set again");
    }

    @ParameterizedTest
    @MethodSource("waits")
    void anInterruptEndsAParkedBlock(Wait wait) {
        AtomicBoolean flag = new AtomicBoolean();
        Running waiter = start(() -> {
            try {
                wait.how().waitFor(gate);
            } finally {
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        waiter.awaitParked();
        waiter.thread().interrupt();
        assertInterrupted(waiter.joinForFailure(), flag.get());
    }

    @ParameterizedTest
    @MethodSource("waits")
    void aFlagSetBeforeMeansNoParkingAtAll(Wait wait) {
        elsewhere(() -> {
            Thread.currentThread().interrupt();
            Throwable thrown =
                    assertThrows(TransactionException.class, () -> wait.how().waitFor(gate));
            assertInterrupted(thrown, Thread.interrupted());
            assertFalse(inAtomic());
        });
    }

    @Test
    void theInterruptedBlockIsRolledBack() {
        AtomicInteger rolledBack = new AtomicInteger();
        AtomicInteger committed = new AtomicInteger();
        Running waiter = start(() -> atomic(() -> {
            box.set("new");
            afterRollback(rolledBack::incrementAndGet);
            afterCommit(committed::incrementAndGet);
            check(gate.get() != 0);
        }));
        waiter.awaitParked();
        waiter.thread().interrupt();
        assertInstanceOf(TransactionInterruptedException.class, waiter.joinForFailure());
        assertEquals("old", box.get());
        assertEquals(1, rolledBack.get());
        assertEquals(0, committed.get());
    }

    @Test
    void theThreadWorksOnAfterAnInterruptedBlock() {
        elsewhere(() -> {
            Thread.currentThread().interrupt();
            assertThrows(TransactionInterruptedException.class, () -> atomic(() -> check(gate.get() != 0)));
            atomic(() -> box.set("with the flag still set"));
            assertTrue(Thread.interrupted());
            Running opener = start(() -> gate.set(1));
            atomic(() -> check(gate.get() != 0));
            opener.join();
        });
        assertEquals("with the flag still set", box.get());
    }

    @Test
    void aBlockThatDoesNotWaitTakesNoNoticeOfTheFlag() {
        elsewhere(() -> {
            Thread.currentThread().interrupt();
            atomic(() -> {
                box.set(box.get() + "er");
                gate.add(1);
            });
            AtomicBlock.named("serial").serialAfter(0).run(() -> gate.set(gate.get() + 1));
            AtomicBlock.named("irrevocable").irrevocable().run(() -> gate.set(gate.get() + 1));
            gate.add(1);
            assertTrue(Thread.interrupted());
        });
        assertEquals("older", box.get());
        assertEquals(4, gate.get());
    }

    @Test
    void aConflictIsNotAWait() {
        elsewhere(() -> {
            Thread.currentThread().interrupt();
            atomic(() -> {
                long value = gate.get();
                if (attempt() == 1) {
                    // Not joined the usual way: with the flag set, join would throw.
                    Running other = start(() -> assertEquals(0, gate.getAndAdd(10)));
                    boolean interrupted = Thread.interrupted();
                    other.join();
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                }
                gate.set(value + 1);
            });
            assertTrue(Thread.interrupted());
        });
        assertEquals(11, gate.get());
    }

    @Test
    void aFirstBranchThatWouldWaitHasItsAlternativeDespiteTheFlag() {
        elsewhere(() -> {
            Thread.currentThread().interrupt();
            assertEquals("second", orElse(() -> gate.get() == 0 ? retry() : "first", () -> "second"));
            assertTrue(Thread.interrupted());
        });
    }

    @Test
    void anInterruptedExceptionOfTheUsersOwnIsJustAnException() {
        elsewhere(() -> {
            InterruptedException thrown = assertThrows(
                    InterruptedException.class,
                    () -> atomic(() -> {
                        box.set("new");
                        throw new InterruptedException("mine");
                    }));
            assertEquals("mine", thrown.getMessage());
            assertNull(thrown.getCause());
            assertFalse(Thread.currentThread().isInterrupted());
        });
        assertEquals("old", box.get());
    }

    @Test
    void anInterruptOfOneWaiterLeavesTheOthersWaiting() {
        Running first = start(() -> atomic(() -> check(gate.get() != 0)));
        Running second = start(() -> atomic(() -> check(gate.get() != 0)));
        first.awaitParked();
        second.awaitParked();
        first.thread().interrupt();
        assertInstanceOf(TransactionInterruptedException.class, first.joinForFailure());
        second.awaitParked();
        gate.set(1);
        second.join();
    }

    @Test
    void anInterruptAtTheGateOfAnIrrevocableBlockLosesNothingByHalves() {
        LongBox twin = LongBox.of(0);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Running holder = start(() -> AtomicBlock.named("holder").irrevocable().run(() -> {
            inside.countDown();
            await(goOn);
        }));
        await(inside);
        AtomicBoolean flag = new AtomicBoolean();
        Running writer = start(() -> {
            try {
                atomic(() -> {
                    gate.set(gate.get() + 1);
                    twin.set(twin.get() + 1);
                });
            } finally {
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        writer.awaitEndedOrHeldUp();
        writer.thread().interrupt();
        goOn.countDown();
        holder.join();
        // Waiting to commit is not the wait of retry: giving up and going on are both right, losing the flag is not.
        Throwable thrown = writer.joinForFailure();
        assertTrue(thrown == null || thrown instanceof TransactionInterruptedException, () -> "threw " + thrown);
        assertTrue(flag.get());
        assertEquals(thrown == null ? 1 : 0, gate.get());
        assertEquals(gate.get(), twin.get());
    }
}
