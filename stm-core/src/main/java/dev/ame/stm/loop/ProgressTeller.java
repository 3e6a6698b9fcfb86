package dev.ame.stm.loop;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells somebody of a run's progress: not too often, and by one thread at a time. */
final class ProgressTeller {
    private static final long PERIOD_NANOS = 50_000_000;

    private final @Nullable Consumer<? super LoopProgress> listener;
    private final Supplier<LoopProgress> progress;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private long toldAt = System.nanoTime();

    /**
     * @param listener is told; null for nobody
     * @param progress asked by one thread at a time
     */
    ProgressTeller(@Nullable Consumer<? super LoopProgress> listener, Supplier<LoopProgress> progress) {
        this.listener = listener;
        this.progress = progress;
    }

    /** Tells it if that has not been done for a while, and throws what the listener throws. */
    void tellNowAndThen() {
        if (listener == null || !lock.tryLock()) {
            return;
        }
        try {
            if (System.nanoTime() - toldAt >= PERIOD_NANOS) {
                tell(listener);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells it, and throws what the listener throws. */
    void tellLast() {
        if (listener == null) {
            return;
        }
        lock.lock();
        try {
            tell(listener);
        } finally {
            lock.unlock();
        }
    }

    private void tell(Consumer<? super LoopProgress> somebody) {
        toldAt = System.nanoTime();
        somebody.accept(progress.get());
    }
}
