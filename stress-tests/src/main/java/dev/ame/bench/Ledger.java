package dev.ame.bench;

import java.util.function.IntToLongFunction;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Proves at the end of a run that a peer did the work it was timed for: the boxes, each weighted by its place, must hold exactly what the workers' completed
 * blocks add up to. Compared in 32 bits, so that peers whose values are {@code int} may wrap around.
 */
final class Ledger {

    private final int size;
    private final int workers;
    private final IntToLongFunction finalValue;
    private long expected;
    private int finished;

    Ledger(BenchmarkParams benchmark, IntToLongFunction finalValue) {
        this.size = boxes(benchmark);
        this.workers = benchmark.getThreads();
        this.finalValue = finalValue;
        for (int i = 0; i < size; i++) {
            expected += weight(i) * Worker.INITIAL;
        }
    }

    /** How many boxes a row uses; each row says it in a parameter of this name. */
    static int boxes(BenchmarkParams benchmark) {
        return Integer.parseInt(benchmark.getParam("boxes"));
    }

    static long weight(int index) {
        return index + 1L;
    }

    /** Adds one worker's total; the last worker compares. */
    synchronized void finish(Worker worker) {
        expected += worker.expected();
        finished++;
        if (finished == workers) {
            compare();
        }
    }

    private void compare() {
        long actual = 0;
        for (int i = 0; i < size; i++) {
            actual += weight(i) * finalValue.applyAsLong(i);
        }
        if ((int) actual != (int) expected) {
            throw new IllegalStateException(
                    "the boxes hold " + actual + ", but the blocks that ran add up to " + expected);
        }
    }
}
