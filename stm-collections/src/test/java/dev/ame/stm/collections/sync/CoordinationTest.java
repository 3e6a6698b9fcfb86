package dev.ame.stm.collections.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.TLatch;
import dev.ame.stm.collections.TPromise;
import dev.ame.stm.collections.TSemaphore;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What latches, semaphores and promises do in one thread; waiting is in {@link WaitingTest}. */
@Timeout(60)
class CoordinationTest {

    @Test
    void aLatchStaysOpen() throws Exception {
        TLatch latch = new TLatch(2);
        assertFalse(latch.await(0, TimeUnit.SECONDS));
        latch.countDown();
        assertEquals(1, latch.getCount());
        Stm.atomic(() -> {
            assertFalse(latch.await(1, TimeUnit.NANOSECONDS));
            latch.countDown();
            assertTrue(latch.await(1, TimeUnit.SECONDS));
            assertEquals(0, latch.getCount());
        });
        latch.countDown();
        assertEquals(0, latch.getCount());
        latch.await();
        assertTrue(latch.toString().endsWith("[Count = 0]"), latch::toString);
        assertEquals(0, TLatch.named("open", 0).getCount());
        assertThrows(IllegalArgumentException.class, () -> new TLatch(-1));
    }

    @Test
    void aSemaphoreCounts() throws Exception {
        TSemaphore semaphore = TSemaphore.named("permits", 3);
        semaphore.acquire();
        semaphore.acquire(2);
        assertFalse(semaphore.tryAcquire());
        assertFalse(semaphore.tryAcquire(1, TimeUnit.NANOSECONDS));
        assertTrue(semaphore.tryAcquire(0));
        semaphore.release(2);
        assertTrue(semaphore.tryAcquire(2, 1, TimeUnit.SECONDS));
        semaphore.release();
        assertEquals(1, semaphore.availablePermits());
        assertTrue(semaphore.toString().endsWith("[Permits = 1]"), semaphore::toString);
        assertEquals(1, semaphore.drainPermits());
        assertEquals(0, semaphore.availablePermits());
        TSemaphore negative = new TSemaphore(-1);
        assertFalse(negative.tryAcquire(0));
        assertEquals(-1, negative.drainPermits());
        assertTrue(negative.tryAcquire(0));
    }

    @Test
    void aSemaphoreChecksItsArguments() {
        TSemaphore semaphore = new TSemaphore(1);
        assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(-1));
        assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(-1));
        assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(-1, 1, TimeUnit.SECONDS));
        assertThrows(IllegalArgumentException.class, () -> semaphore.release(-1));
        Error outside = assertThrows(Error.class, () -> semaphore.release(Integer.MAX_VALUE));
        assertEquals("Maximum permit count exceeded", outside.getMessage());
        assertThrows(Error.class, () -> Stm.atomic(() -> semaphore.release(Integer.MAX_VALUE)));
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void whatABlockAcquiredIsBackIfItThrows() {
        TSemaphore semaphore = new TSemaphore(2);
        TLatch latch = new TLatch(1);
        assertThrows(
                ArithmeticException.class,
                () -> Stm.atomic(() -> {
                    semaphore.acquire(2);
                    latch.countDown();
                    assertEquals(0, semaphore.availablePermits());
                    throw new ArithmeticException();
                }));
        assertEquals(2, semaphore.availablePermits());
        assertEquals(1, latch.getCount());
    }

    @Test
    void aNestedBlockGivesBackToo() {
        TSemaphore semaphore = new TSemaphore(5);
        Stm.atomic(() -> {
            assertTrue(semaphore.tryAcquire(1));
            assertThrows(
                    ArithmeticException.class,
                    () -> Stm.atomic(() -> {
                        semaphore.acquire(2);
                        throw new ArithmeticException();
                    }));
            assertEquals(4, semaphore.availablePermits());
        });
        assertEquals(4, semaphore.availablePermits());
    }

    @Test
    void aPromiseIsCompletedOnce() throws Exception {
        TPromise<String> promise = new TPromise<>();
        assertFalse(promise.isDone());
        assertEquals("other", promise.getNow("other"));
        assertThrows(TimeoutException.class, () -> promise.get(1, TimeUnit.NANOSECONDS));
        Stm.atomic(() -> {
            assertTrue(promise.complete("value"));
            assertFalse(promise.complete("too late"));
            assertEquals("value", promise.get());
        });
        assertTrue(promise.isDone());
        assertFalse(promise.completeExceptionally(new ArithmeticException()));
        assertFalse(promise.cancel(true));
        assertEquals("value", promise.get());
        assertEquals("value", promise.get(0, TimeUnit.SECONDS));
        assertEquals("value", promise.join());
        assertFalse(promise.isCompletedExceptionally());
        assertFalse(promise.isCancelled());
        assertTrue(promise.toString().endsWith("[Completed normally]"), promise::toString);
    }

    @Test
    void aPromiseMayHoldNull() throws Exception {
        TPromise<String> promise = TPromise.named("promise");
        assertTrue(promise.complete(null));
        assertTrue(promise.isDone());
        assertNull(promise.get());
        assertFalse(promise.complete("value"));
    }

    @Test
    void aFailureIsWrapped() {
        TPromise<String> promise = new TPromise<>();
        ArithmeticException failure = new ArithmeticException();
        assertThrows(NullPointerException.class, () -> promise.completeExceptionally(null));
        assertTrue(promise.completeExceptionally(failure));
        assertTrue(promise.isCompletedExceptionally());
        assertSame(failure, assertThrows(ExecutionException.class, promise::get).getCause());
        assertSame(
                failure,
                assertThrows(ExecutionException.class, () -> promise.get(1, TimeUnit.SECONDS))
                        .getCause());
        assertSame(
                failure, assertThrows(CompletionException.class, promise::join).getCause());
        assertInstanceOf(
                ArithmeticException.class,
                assertThrows(CompletionException.class, () -> promise.getNow(""))
                        .getCause());
        Throwable inside = assertThrows(ExecutionException.class, () -> Stm.atomic(() -> promise.get()));
        assertSame(failure, inside.getCause());
    }

    @Test
    void aPromiseCanBeCancelled() {
        TPromise<String> promise = new TPromise<>();
        assertTrue(promise.cancel(false));
        assertTrue(promise.cancel(false));
        assertTrue(promise.isCancelled());
        assertTrue(promise.isDone());
        assertThrows(CancellationException.class, promise::get);
        assertThrows(CancellationException.class, promise::join);
    }

    @Test
    void waitingInABranchGoesOnWithTheOther() throws Exception {
        TSemaphore semaphore = new TSemaphore(0);
        LongBox box = LongBox.of(1);
        assertEquals(
                1,
                Stm.orElse(
                        () -> {
                            semaphore.acquire();
                            return 0L;
                        },
                        box::get));
    }

    @Test
    void aCompletionExceptionIsNotWrappedTwice() {
        TPromise<Integer> promise = new TPromise<>();
        Exception cause = new Exception();
        CompletionException failure = new CompletionException(cause);
        assertTrue(promise.completeExceptionally(failure));
        assertSame(cause, assertThrows(ExecutionException.class, promise::get).getCause());
        assertSame(failure, assertThrows(CompletionException.class, promise::join));
        assertSame(failure, assertThrows(CompletionException.class, () -> promise.getNow(1)));
    }
}
