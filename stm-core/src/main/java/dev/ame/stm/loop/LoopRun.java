package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.engine.attempt.Transaction;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of an unordered loop: workers that take elements until there are none, or one has failed. */
final class LoopRun<T extends @Nullable Object, X extends Exception> {
    private static final long PROGRESS_NANOS = 50_000_000;
    private static final String INTERRUPTED = "the loop was interrupted; iterations that had finished stay";

    private final Source<T> source;
    private final long total;
    private final AtomicBlock block;
    private final AtomicBody<T, X> body;
    private final @Nullable Consumer<? super LoopProgress> onProgress;

    private final long began = System.nanoTime();
    private final LongAdder done = new LongAdder();
    private final LongAdder aborts = new LongAdder();
    private final LongAdder serialRuns = new LongAdder();
    private final LongAdder wastedNanos = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Workers workers = new Workers();
    private final ReentrantLock progressLock = new ReentrantLock();
    private long progressAt = began;

    LoopRun(
            Source<T> source,
            long total,
            AtomicBlock block,
            AtomicBody<T, X> body,
            @Nullable Consumer<? super LoopProgress> onProgress) {
        this.source = source;
        this.total = total;
        this.block = block;
        this.body = body;
        this.onProgress = onProgress;
    }

    LoopReport run(int parallelism) throws X {
        CountDownLatch running = new CountDownLatch(parallelism - 1);
        for (int i = 1; i < parallelism; i++) {
            startHelper(running);
        }
        work();
        boolean interrupted = awaitHelpers(running);
        if (failure.get() == null && !interrupted) {
            reportProgress(true);
        }
        Throwable thrown = failure.get();
        if (interrupted) {
            Thread.currentThread().interrupt();
            if (thrown == null || thrown instanceof TransactionInterruptedException) {
                throw new TransactionInterruptedException(INTERRUPTED);
            }
        }
        if (thrown != null) {
            throw LoopRun.<X>sneaky(thrown);
        }
        return report();
    }

    private LoopReport report() {
        long iterations = done.sum();
        return new LoopReport(
                iterations,
                iterations,
                aborts.sum(),
                serialRuns.sum(),
                Duration.ofNanos(wastedNanos.sum()),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private void startHelper(CountDownLatch running) {
        boolean started = false;
        try {
            LoopPool.THREADS.execute(() -> {
                try {
                    work();
                } finally {
                    running.countDown();
                }
            });
            started = true;
        } catch (OutOfMemoryError e) {
            // No more threads to be had: those there are do the work.
        } finally {
            if (!started) {
                running.countDown();
            }
        }
    }

    private void work() {
        workers.enter();
        try {
            for (Object next = source.next(); next != Source.END; next = source.next()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new TransactionInterruptedException(INTERRUPTED);
                }
                handle(element(next));
                reportProgress(false);
            }
        } catch (Throwable t) {
            fail(t);
        } finally {
            workers.leave();
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the source has nothing else
    private T element(@Nullable Object next) {
        return (T) next;
    }

    private void handle(T element) throws X {
        Transaction transaction = Transaction.current();
        long abortsBefore = transaction.aborts();
        long serialBefore = transaction.serialRuns();
        long start = System.nanoTime();
        long[] lastStart = {start};
        block.run(() -> {
            if (transaction.attempt() > 1) {
                lastStart[0] = System.nanoTime();
            }
            body.accept(element);
        });
        done.increment();
        if (transaction.aborts() != abortsBefore) {
            aborts.add(transaction.aborts() - abortsBefore);
            wastedNanos.add(lastStart[0] - start);
        }
        if (transaction.serialRuns() != serialBefore) {
            serialRuns.add(transaction.serialRuns() - serialBefore);
        }
    }

    private void fail(Throwable thrown) {
        source.stop();
        failure.compareAndSet(null, thrown);
        workers.interruptOthers();
    }

    /** Waits for the helpers, who stop at their next element; an interrupt makes them stop at once. */
    private boolean awaitHelpers(CountDownLatch running) {
        boolean interrupted = Thread.interrupted();
        if (interrupted) {
            source.stop();
            workers.interruptOthers();
        }
        while (true) {
            try {
                running.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                source.stop();
                workers.interruptOthers();
            }
        }
    }

    private void reportProgress(boolean last) {
        if (onProgress == null || !(last || progressLock.tryLock())) {
            return;
        }
        if (last) {
            progressLock.lock();
        }
        try {
            long now = System.nanoTime();
            if (last || now - progressAt >= PROGRESS_NANOS) {
                progressAt = now;
                onProgress.accept(new LoopProgress(done.sum(), total, aborts.sum(), Duration.ofNanos(now - began)));
            }
        } catch (Throwable t) {
            fail(t);
        } finally {
            progressLock.unlock();
        }
    }

    @SuppressWarnings("unchecked") // the type is erased: throws anything as it is
    private static <E extends Throwable> E sneaky(Throwable t) throws E {
        throw (E) t;
    }
}
