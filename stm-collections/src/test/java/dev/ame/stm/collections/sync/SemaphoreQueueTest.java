package dev.ame.stm.collections.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TSemaphore;
import dev.ame.stm.collections.support.Overlap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting that no interrupt ends, the threads that wait, and permits taken away. */
@Timeout(60)
class SemaphoreQueueTest {

    private static <T> FutureTask<T> waiting(TSemaphore semaphore, Callable<T> job) {
        FutureTask<T> task = Elsewhere.start(job);
        while (!semaphore.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
        return task;
    }

    @Test
    void anInterruptDoesNotEndAnUninterruptibleWait() throws Exception {
        TSemaphore semaphore = new TSemaphore(0);
        Thread[] waiter = new Thread[1];
        FutureTask<Boolean> task = waiting(semaphore, () -> {
            waiter[0] = Thread.currentThread();
            semaphore.acquireUninterruptibly(2);
            return Thread.currentThread().isInterrupted();
        });
        for (int i = 0; i < 3; i++) {
            waiter[0].interrupt();
            // The flag is cleared by the wait itself: so the thread has seen this interrupt, and waits again.
            while (waiter[0].isInterrupted()) {
                Thread.onSpinWait();
            }
        }
        semaphore.release();
        assertFalse(task.isDone());
        assertEquals(1, semaphore.availablePermits());
        semaphore.release();
        assertTrue(Elsewhere.join(task), "the interrupt flag");
        assertEquals(0, semaphore.availablePermits());
        assertFalse(semaphore.hasQueuedThreads());
    }

    @Test
    void aThreadThatIsInterruptedAlreadyWaitsAndStaysInterrupted() throws Exception {
        TSemaphore semaphore = new TSemaphore(0);
        FutureTask<Boolean> task = waiting(semaphore, () -> {
            Thread.currentThread().interrupt();
            semaphore.acquireUninterruptibly();
            return Thread.currentThread().isInterrupted();
        });
        semaphore.release();
        assertTrue(Elsewhere.join(task));

        Thread.currentThread().interrupt();
        semaphore.release(2);
        semaphore.acquireUninterruptibly();
        Stm.atomic(() -> semaphore.acquireUninterruptibly());
        assertTrue(Thread.interrupted());
        assertEquals(0, semaphore.availablePermits());
    }

    @Test
    void anInterruptEndsAWaitOfTheWholeBlock() {
        TSemaphore semaphore = new TSemaphore(0);
        Thread.currentThread().interrupt();
        assertThrows(TransactionInterruptedException.class, () -> Stm.atomic(() -> semaphore.acquireUninterruptibly()));
        assertTrue(Thread.interrupted());
    }

    @Test
    void threadsThatWaitAreCounted() throws Exception {
        TSemaphore semaphore = new TSemaphore(0);
        assertEquals(0, semaphore.getQueueLength());
        FutureTask<?> first = waiting(semaphore, () -> {
            semaphore.acquire();
            return null;
        });
        FutureTask<?> second = Elsewhere.start(() -> semaphore.tryAcquire(1, TimeUnit.HOURS));
        FutureTask<?> third = Elsewhere.start(() -> {
            semaphore.acquireUninterruptibly();
            return null;
        });
        while (semaphore.getQueueLength() < 3) {
            Thread.onSpinWait();
        }
        semaphore.release(3);
        Elsewhere.join(first);
        Elsewhere.join(second);
        Elsewhere.join(third);
        assertEquals(0, semaphore.getQueueLength());
    }

    @Test
    void whoFailsToWaitIsNotCountedAnyMore() throws Exception {
        TSemaphore semaphore = new TSemaphore(0);
        assertFalse(semaphore.tryAcquire(1, TimeUnit.NANOSECONDS));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, semaphore::acquire);
        assertFalse(semaphore.hasQueuedThreads());
        assertFalse(semaphore.isFair());
    }

    @Test
    void permitsCanBeTakenAwayBelowZero() {
        TSemaphore semaphore = new TSemaphore(1);
        semaphore.reducePermits(3);
        assertEquals(-2, semaphore.availablePermits());
        Stm.atomic(() -> semaphore.reducePermits(0));
        assertThrows(IllegalArgumentException.class, () -> semaphore.reducePermits(-1));
        assertThrows(Error.class, () -> semaphore.reducePermits(Integer.MAX_VALUE));
        assertThrows(Error.class, () -> Stm.atomic(() -> semaphore.reducePermits(Integer.MAX_VALUE)));
        assertEquals(-2, semaphore.availablePermits());
    }

    @Test
    void takingAwayConflictsOnlyWithWhoFoundThosePermits() throws Exception {
        Overlap<TSemaphore> three = Overlap.of(() -> new TSemaphore(3)).comparing(TSemaphore::availablePermits);
        Overlap.Block<TSemaphore> reduce = Overlap.does(s -> s.reducePermits(2));
        three.commute(reduce, reduce);
        three.commute(reduce, TSemaphore::tryAcquire);
        three.commute(reduce, Overlap.does(TSemaphore::release));
        three.conflict(Overlap.<TSemaphore>first(s -> s.tryAcquire(2)), reduce);
    }
}
