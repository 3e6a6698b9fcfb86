package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdlersTest {
    /**
     * An element that came between the caller's look and this one must not be missed for as long as somebody watches. So the
     * question comes first, before the lock is let go.
     */
    @Test
    void whoFindsSomethingToDoDoesNotWatch() throws InterruptedException {
        Idlers idlers = new Idlers(new IteratorFeed<>(Collections.emptyIterator(), -1));
        ReentrantLock lock = idlers.lock();
        Thread other = new Thread(() -> {
            lock.lock();
            try {
                Thread.onSpinWait();
            } finally {
                lock.unlock();
            }
        });
        lock.lock();
        try {
            other.start();
            while (!lock.hasQueuedThread(other)) {
                Thread.onSpinWait();
            }
            idlers.await(() -> true, Idlers.LONG_WATCH_NANOS, Long.MAX_VALUE);
            assertTrue(lock.hasQueuedThread(other), "the lock was let go");
        } finally {
            lock.unlock();
        }
        other.join();
    }
}
