package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.TransactionInterruptedException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops that end early, because an iteration fails or the caller is interrupted. */
@Timeout(60)
class AtomicLoopFailureTest {

    @Test
    void aCheckedExceptionComesOutTypedItsBlockIsUndoneAndTheRestDropped() {
        LongBox sum = LongBox.of(0);
        AtomicInteger last = new AtomicInteger();
        IOException broken = new IOException("broken");

        try {
            AtomicLoop.range(0, 100).parallelism(1).forEach(i -> {
                last.set(i);
                sum.add(1);
                if (i == 3) {
                    throw broken;
                }
            });
        } catch (IOException e) { // does not compile unless the type is kept
            assertSame(broken, e);
        }

        assertEquals(3, last.get());
        assertEquals(3, sum.get());
    }

    @Test
    void anErrorComesOutAsItIs() {
        AssertionError wrong = new AssertionError("wrong");
        LongBox sum = LongBox.of(0);

        assertSame(
                wrong,
                assertThrows(
                        AssertionError.class,
                        () -> AtomicLoop.range(0, 100).parallelism(4).forEach(i -> {
                            sum.add(1);
                            throw wrong;
                        })));

        assertEquals(0, sum.get());
    }

    @Test
    void theFirstFailureComesOutAndLaterOnesAreDropped() {
        IllegalStateException first = new IllegalStateException("first");
        CountDownLatch otherStarted = new CountDownLatch(1);

        assertSame(
                first,
                assertThrows(
                        IllegalStateException.class,
                        () -> AtomicLoop.range(0, 2).parallelism(2).forEach(i -> {
                            if (i == 0) {
                                Started.await(otherStarted);
                                throw first;
                            }
                            otherStarted.countDown();
                            assertThrows(
                                    InterruptedException.class,
                                    () -> new CountDownLatch(1).await(10, TimeUnit.SECONDS));
                            throw new IllegalStateException("second");
                        })));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void anIterationThatHasStartedWhenAnotherFailsMayFinish() {
        LongBox box = LongBox.of(0);
        CountDownLatch otherStarted = new CountDownLatch(1);

        assertThrows(
                IllegalStateException.class,
                () -> AtomicLoop.range(0, 50).parallelism(2).forEach(i -> {
                    box.add(1L << i);
                    if (i == 0) {
                        Started.await(otherStarted);
                        throw new IllegalStateException("0 fails");
                    }
                    otherStarted.countDown();
                    assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await(10, TimeUnit.SECONDS));
                }));

        assertEquals(1L << 1, box.get());
    }

    @Test
    void aHelperThatFailsEndsACallerThatWaitsInRetry() {
        Thread caller = Thread.currentThread();
        LongBox never = LongBox.of(0);
        LongBox written = LongBox.of(0);
        CountDownLatch callerWaits = new CountDownLatch(1);
        IOException broken = new IOException("broken");

        assertSame(
                broken,
                assertThrows(
                        IOException.class,
                        () -> AtomicLoop.range(0, 2).parallelism(2).forEach(i -> {
                            if (Thread.currentThread() == caller) {
                                written.set(1);
                                callerWaits.countDown();
                                Stm.check(never.get() == 1);
                            } else {
                                Started.await(callerWaits);
                                throw broken;
                            }
                        })));

        assertFalse(caller.isInterrupted());
        assertEquals(0, written.get());
    }

    @Test
    void aCallerThatFailsEndsHelpersThatWaitAndNoneStaysInterrupted() {
        Thread caller = Thread.currentThread();
        LongBox never = LongBox.of(0);
        CountDownLatch helpersWait = new CountDownLatch(3);
        IOException broken = new IOException("broken");
        Thread[] helpers = new Thread[4];

        assertSame(
                broken,
                assertThrows(
                        IOException.class,
                        () -> AtomicLoop.range(0, 4).parallelism(4).forEach(i -> {
                            if (Thread.currentThread() != caller) {
                                helpers[i] = Thread.currentThread();
                                helpersWait.countDown();
                                Stm.check(never.get() == 1);
                            } else {
                                Started.await(helpersWait);
                                throw broken;
                            }
                        })));

        for (Thread helper : helpers) {
            assertFalse(helper != null && helper.isInterrupted());
        }
        AtomicLoop.range(0, 50)
                .parallelism(4)
                .forEach(i -> assertFalse(Thread.currentThread().isInterrupted()));
    }

    @Test
    void anInterruptEndsACallerThatWaitsInRetry() throws Exception {
        LongBox never = LongBox.of(0);
        LongBox done = LongBox.of(0);
        CountDownLatch waits = new CountDownLatch(1);

        Started<Boolean> loop = Started.run(() -> {
            assertThrows(
                    TransactionInterruptedException.class,
                    () -> AtomicLoop.range(0, 10).parallelism(1).forEach(i -> {
                        done.increment();
                        if (i == 4) {
                            waits.countDown();
                            Stm.check(never.get() == 1);
                        }
                    }));
            return Thread.currentThread().isInterrupted();
        });
        Started.await(waits);
        loop.interrupt();

        assertTrue(loop.result(), "the flag must be set");
        assertEquals(4, done.get());
    }

    @Test
    void anInterruptEndsACallerThatWaitsForItsHelpers() throws Exception {
        LongBox never = LongBox.of(0);
        LongBox done = LongBox.of(0);
        CountDownLatch helperWaits = new CountDownLatch(1);
        CountDownLatch callerDone = new CountDownLatch(1);
        AtomicReference<Thread> helper = new AtomicReference<>();

        Started<Boolean> loop = Started.run(() -> {
            Thread caller = Thread.currentThread();
            assertThrows(
                    TransactionInterruptedException.class,
                    () -> AtomicLoop.range(0, 2).parallelism(2).forEach(i -> {
                        done.increment();
                        if (Thread.currentThread() == caller) {
                            Started.await(helperWaits);
                            Stm.afterCommit(callerDone::countDown);
                        } else {
                            helper.set(Thread.currentThread());
                            helperWaits.countDown();
                            Stm.check(never.get() == 1);
                        }
                    }));
            return Thread.currentThread().isInterrupted();
        });
        Started.await(callerDone);
        loop.awaitParked(); // for its helper: it has nothing else to do
        loop.interrupt();

        assertTrue(loop.result(), "the flag must be set");
        assertEquals(1, done.get());
        assertFalse(helper.get().isInterrupted());
    }

    @Test
    void anInterruptOfARunningIterationEndsTheLoopBehindIt() throws Exception {
        LongBox done = LongBox.of(0);

        Started<Boolean> loop = Started.run(() -> {
            assertThrows(
                    TransactionInterruptedException.class,
                    () -> AtomicLoop.range(0, 1000).parallelism(1).forEach(i -> {
                        done.increment();
                        if (i == 6) {
                            Thread.currentThread().interrupt();
                        }
                    }));
            return Thread.currentThread().isInterrupted();
        });

        assertTrue(loop.result(), "the flag must be set");
        assertEquals(7, done.get());
    }

    @Test
    void aCallerInterruptedBeforehandDoesNothingAlone() throws Exception {
        LongBox done = LongBox.of(0);

        Started<Boolean> loop = Started.run(() -> {
            Thread.currentThread().interrupt();
            assertThrows(
                    TransactionInterruptedException.class,
                    () -> AtomicLoop.range(0, 1000).parallelism(1).forEach(i -> done.increment()));
            return Thread.currentThread().isInterrupted();
        });

        assertTrue(loop.result(), "the flag must be set");
        assertEquals(0, done.get());
    }

    @Test
    void aFailureOfAnIterationIsNotHiddenByAnInterrupt() throws Exception {
        IOException broken = new IOException("broken");

        Started<Boolean> loop = Started.run(() -> {
            assertSame(
                    broken,
                    assertThrows(
                            IOException.class,
                            () -> AtomicLoop.range(0, 10).parallelism(1).forEach(i -> {
                                Thread.currentThread().interrupt();
                                throw broken;
                            })));
            return Thread.currentThread().isInterrupted();
        });

        assertTrue(loop.result(), "the flag must be set");
    }
}
