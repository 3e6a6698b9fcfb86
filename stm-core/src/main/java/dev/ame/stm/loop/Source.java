package dev.ame.stm.loop;

import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands a loop's elements to its workers, one at a time: an element that was handed out behind another could not be
 * handled while that one waits in {@code retry}, perhaps for it.
 */
final class Source<T extends @Nullable Object> {
    /** What {@link #next} answers at the end. No element is this object. */
    static final Object END = new Object();

    private final ReentrantLock lock = new ReentrantLock();
    private final Iterator<? extends T> elements;
    private volatile boolean stopped;

    Source(Iterator<? extends T> elements) {
        this.elements = elements;
    }

    /** The next element, or {@link #END}. */
    @Nullable
    Object next() {
        lock.lock();
        try {
            return !stopped && elements.hasNext() ? elements.next() : END;
        } finally {
            lock.unlock();
        }
    }

    /** Work that has not been started is dropped. */
    void stop() {
        stopped = true;
    }
}
