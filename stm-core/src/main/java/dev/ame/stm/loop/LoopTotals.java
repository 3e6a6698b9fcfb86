package dev.ame.stm.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What the workers of a run have done so far. */
final class LoopTotals {
    private final long began = System.nanoTime();
    private final LongAdder iterations = new LongAdder();
    private final LongAdder transactions = new LongAdder();
    private final LongAdder aborts = new LongAdder();
    private final LongAdder serialRuns = new LongAdder();
    private final LongAdder wastedNanos = new LongAdder();
    private final LongAdder usefulNanos = new LongAdder();
    private final LongAccumulator largestChunk = new LongAccumulator(Math::max, 0);

    void committed(int chunk, long nanos) {
        iterations.add(chunk);
        transactions.increment();
        usefulNanos.add(nanos);
        if (chunk > largestChunk.get()) {
            largestChunk.accumulate(chunk);
        }
    }

    void aborted(long attempts, long nanos) {
        aborts.add(attempts);
        wastedNanos.add(nanos);
    }

    void ranSerially(long attempts) {
        serialRuns.add(attempts);
    }

    LoopProgress progress(long total) {
        return new LoopProgress(iterations.sum(), total, aborts.sum(), Duration.ofNanos(System.nanoTime() - began));
    }

    LoopReport report(int workers, List<Throwable> failures) {
        long elapsed = System.nanoTime() - began;
        double efficiency = elapsed <= 0 ? 0 : Math.min(1, (double) usefulNanos.sum() / elapsed / workers);
        return new LoopReport(
                iterations.sum(),
                transactions.sum(),
                aborts.sum(),
                serialRuns.sum(),
                Duration.ofNanos(wastedNanos.sum()),
                Duration.ofNanos(elapsed),
                largestChunk.get(),
                efficiency,
                failures);
    }
}
