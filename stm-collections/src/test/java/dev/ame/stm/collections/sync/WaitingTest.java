package dev.ame.stm.collections.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TBag;
import dev.ame.stm.collections.TBroadcast;
import dev.ame.stm.collections.TLatch;
import dev.ame.stm.collections.TPromise;
import dev.ame.stm.collections.TSemaphore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All operations that wait, outside and inside a block. */
@Timeout(60)
class WaitingTest {

    /** An operation that waits, until something else is done. */
    record Wait(String name, Callable<Boolean> operation, Runnable wake) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Waits for something, and answers whether it came in time. */
    private interface Waiting<S> {
        boolean on(S subject) throws Exception;
    }

    private static <S> Wait wait(String name, S subject, Waiting<S> waiting, Consumer<S> wake) {
        return new Wait(name, () -> waiting.on(subject), () -> wake.accept(subject));
    }

    static Stream<Wait> waits() {
        TBroadcast<Integer> broadcast = new TBroadcast<>();
        BlockingQueue<Integer> reader = broadcast.subscribe();
        return Stream.of(
                wait("latch", new TLatch(1), latch -> done(latch::await), TLatch::countDown),
                wait("semaphore", new TSemaphore(0), s -> done(s::acquire), TSemaphore::release),
                wait("permits", new TSemaphore(1), s -> done(() -> s.acquire(3)), s -> s.release(2)),
                wait("promise", new TPromise<Integer>(), p -> p.get() == 1, p -> p.complete(1)),
                wait("bag", new TBag<Integer>(), bag -> bag.take() == 1, bag -> bag.add(1)),
                wait("broadcast", reader, r -> r.take() == 1, r -> broadcast.publish(1)));
    }

    static Stream<Wait> timedWaits() {
        return timedWaits(1, TimeUnit.HOURS);
    }

    static Stream<Wait> shortWaits() {
        return timedWaits(1, TimeUnit.MILLISECONDS);
    }

    private static Stream<Wait> timedWaits(long time, TimeUnit unit) {
        TBroadcast<Integer> broadcast = new TBroadcast<>();
        BlockingQueue<Integer> reader = broadcast.subscribe();
        return Stream.of(
                wait("latch", new TLatch(1), latch -> latch.await(time, unit), TLatch::countDown),
                wait("semaphore", new TSemaphore(0), s -> s.tryAcquire(time, unit), TSemaphore::release),
                wait("permits", new TSemaphore(1), s -> s.tryAcquire(3, time, unit), s -> s.release(2)),
                wait("bag", new TBag<Integer>(), bag -> bag.poll(time, unit) != null, bag -> bag.add(1)),
                wait("broadcast", reader, r -> r.poll(time, unit) != null, r -> broadcast.publish(1)));
    }

    private interface Interruptible {
        void run() throws Exception;
    }

    private static boolean done(Interruptible action) throws Exception {
        action.run();
        return true;
    }

    private static boolean inABlock(Wait wait) throws Exception {
        return Stm.<Boolean, Exception>atomic(() -> wait.operation().call());
    }

    /** Parks the thread of the operation, and answers it. */
    private static Thread startAndPark(Callable<?> job, CountDownLatch started) throws Exception {
        Thread[] thread = new Thread[1];
        thread[0] = new Thread(() -> {
            started.countDown();
            try {
                job.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        thread[0].setDaemon(true);
        thread[0].start();
        Elsewhere.await(started);
        while (LockSupport.getBlocker(thread[0]) == null) {
            Thread.onSpinWait();
        }
        return thread[0];
    }

    private static void parkAndWake(Callable<Boolean> job, Wait wait) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(job);
        startAndPark(() -> done(task::run), new CountDownLatch(1));
        assertFalse(task.isDone());
        wait.wake().run();
        assertTrue(Elsewhere.join(task));
    }

    @ParameterizedTest
    @MethodSource({"waits", "timedWaits"})
    void parksAndIsWokenOutside(Wait wait) throws Exception {
        parkAndWake(wait.operation(), wait);
    }

    @ParameterizedTest
    @MethodSource({"waits", "timedWaits"})
    void parksAndIsWokenInABlock(Wait wait) throws Exception {
        parkAndWake(() -> inABlock(wait), wait);
    }

    @ParameterizedTest
    @MethodSource("waits")
    void isWokenByABlock(Wait wait) throws Exception {
        FutureTask<Boolean> task = Elsewhere.start(wait.operation());
        Stm.atomic(() -> wait.wake().run());
        assertTrue(Elsewhere.join(task));
    }

    @ParameterizedTest
    @MethodSource("shortWaits")
    void givesUpWhenTheTimeIsOver(Wait wait) throws Exception {
        assertFalse(wait.operation().call());
        assertFalse(inABlock(wait));
        wait.wake().run();
        assertTrue(wait.operation().call());
    }

    @ParameterizedTest
    @MethodSource({"waits", "timedWaits"})
    void isInterruptedOutside(Wait wait) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            assertThrows(InterruptedException.class, () -> wait.operation().call());
            return Thread.currentThread().isInterrupted();
        });
        startAndPark(() -> done(task::run), new CountDownLatch(1)).interrupt();
        assertFalse(Elsewhere.join(task), "the flag is cleared");
    }

    @ParameterizedTest
    @MethodSource({"waits", "timedWaits"})
    void isInterruptedInABlock(Wait wait) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            assertThrows(TransactionInterruptedException.class, () -> inABlock(wait));
            return Thread.currentThread().isInterrupted();
        });
        startAndPark(() -> done(task::run), new CountDownLatch(1)).interrupt();
        assertTrue(Elsewhere.join(task), "the flag stays set");
    }

    @ParameterizedTest
    @MethodSource({"waits", "timedWaits"})
    void isInterruptedOnEntryOutside(Wait wait) throws Exception {
        assertEquals(false, Elsewhere.run(() -> {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> wait.operation().call());
            return Thread.currentThread().isInterrupted();
        }));
    }
}
