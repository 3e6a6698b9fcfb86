package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdlersTest {
    /** An element that came between the caller's look and this one must not be missed for as long as somebody watches. */
    @Test
    void whoFindsSomethingToDoDoesNotWatch() throws InterruptedException {
        Idlers idlers = new Idlers(new IteratorFeed<>(Collections.emptyIterator(), -1));
        long watch = TimeUnit.SECONDS.toNanos(30);
        long began = System.nanoTime();
        idlers.lock().lock();
        try {
            idlers.await(() -> true, watch, Long.MAX_VALUE);
        } finally {
            idlers.lock().unlock();
        }
        assertTrue(System.nanoTime() - began < watch);
    }
}
