package dev.ame.stm.collections.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TSemaphore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where fairness is asked for, nobody overtakes a thread that waits outside of blocks. */
@Timeout(60)
class FairnessTest {

    @Test
    void aTakerDoesNotOvertakeThoseThatWait() throws Exception {
        for (int i = 0; i < 20; i++) {
            TBoundedQueue<String> queue = new TBoundedQueue<>(10, true);
            WaitingThread<String> early = WaitingThread.parked(queue::take);
            queue.addAll(List.of("first", "second"));
            String late = i % 2 == 0 ? queue.take() : queue.poll(1, TimeUnit.HOURS);
            assertEquals("second", late);
            assertEquals("first", early.join());
        }
    }

    @Test
    void aPutterDoesNotOvertakeThoseThatWait() throws Exception {
        for (int i = 0; i < 20; i++) {
            TBoundedQueue<String> queue = new TBoundedQueue<>(2, true, List.of("old", "older"));
            WaitingThread<Boolean> early = WaitingThread.parked(() -> {
                queue.put("early");
                return true;
            });
            queue.clear();
            queue.put("late");
            assertTrue(early.join());
            assertEquals(List.of("early", "late"), List.copyOf(queue));
        }
    }

    @Test
    void permitsGoToWhoCameFirst() throws Exception {
        TSemaphore semaphore = new TSemaphore(1, true);
        WaitingThread<Boolean> first = WaitingThread.parked(() -> {
            semaphore.acquire(3);
            return true;
        });
        assertFalse(semaphore.tryAcquire(0, TimeUnit.SECONDS), "as fair as a wait");
        assertFalse(semaphore.tryAcquire(1, TimeUnit.NANOSECONDS));
        assertTrue(semaphore.tryAcquire(), "overtakes, as in the JDK");
        semaphore.release();
        WaitingThread<Boolean> second = WaitingThread.parked(() -> {
            semaphore.acquireUninterruptibly();
            return Thread.currentThread().isInterrupted();
        });
        second.interrupt();
        assertEquals(2, semaphore.getQueueLength());
        assertEquals(1, semaphore.availablePermits());
        semaphore.release(2);
        assertTrue(first.join());
        second.awaitParked();
        semaphore.release();
        assertTrue(second.join(), "the interrupt flag");
        assertEquals(0, semaphore.getQueueLength());
    }

    @Test
    void withoutFairnessWhoFindsEnoughGoesOn() throws Exception {
        TSemaphore semaphore = new TSemaphore(0);
        WaitingThread<Boolean> many = WaitingThread.parked(() -> semaphore.tryAcquire(3, 1, TimeUnit.HOURS));
        WaitingThread<Boolean> one = WaitingThread.parked(() -> semaphore.tryAcquire(1, 1, TimeUnit.HOURS));
        semaphore.release();
        assertTrue(one.join());
        semaphore.release(3);
        assertTrue(many.join());
    }

    @Test
    void fairnessIsWrittenToAStream() throws Exception {
        TSemaphore fair = copy(new TSemaphore(2, true));
        assertTrue(fair.isFair());
        fair.acquire(2);
        assertFalse(fair.tryAcquire(1, TimeUnit.NANOSECONDS));
        assertEquals(0, fair.getQueueLength());
        assertFalse(copy(new TSemaphore(2)).isFair());
        assertNull(copy(new TBoundedQueue<String>(1, true)).poll(1, TimeUnit.NANOSECONDS));
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T original) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
