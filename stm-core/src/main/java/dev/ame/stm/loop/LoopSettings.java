package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a loop is to be run.
 *
 * @param block what its iterations are run as
 * @param parallelism how many threads work on it, the caller's included
 * @param chunk how many iterations share a transaction; 0 for a number that adapts
 * @param ordered whether the iterations behave as if run in the order of the elements
 * @param goOn whether the loop goes on after a failure
 * @param stopWhen after which iteration to stop
 * @param threads runs the helpers
 */
record LoopSettings(
        AtomicBlock block,
        int parallelism,
        int chunk,
        boolean ordered,
        boolean goOn,
        @Nullable BooleanSupplier stopWhen,
        @Nullable Consumer<? super LoopProgress> onProgress,
        Executor threads) {
    static final int ADAPTIVE = 0;

    static final LoopSettings DEFAULT = new LoopSettings(
            AtomicBlock.named("loop"),
            Runtime.getRuntime().availableProcessors(),
            ADAPTIVE,
            false,
            false,
            null,
            null,
            LoopPool.THREADS);

    LoopSettings withBlock(AtomicBlock newBlock) {
        return new LoopSettings(newBlock, parallelism, chunk, ordered, goOn, stopWhen, onProgress, threads);
    }

    LoopSettings withParallelism(int number) {
        return new LoopSettings(block, number, chunk, ordered, goOn, stopWhen, onProgress, threads);
    }

    LoopSettings withChunk(int size) {
        return new LoopSettings(block, parallelism, size, ordered, goOn, stopWhen, onProgress, threads);
    }

    LoopSettings inOrder() {
        return new LoopSettings(block, parallelism, chunk, true, goOn, stopWhen, onProgress, threads);
    }

    LoopSettings goingOn() {
        return new LoopSettings(block, parallelism, chunk, ordered, true, stopWhen, onProgress, threads);
    }

    LoopSettings withStopWhen(BooleanSupplier condition) {
        return new LoopSettings(block, parallelism, chunk, ordered, goOn, condition, onProgress, threads);
    }

    LoopSettings withOnProgress(Consumer<? super LoopProgress> listener) {
        return new LoopSettings(block, parallelism, chunk, ordered, goOn, stopWhen, listener, threads);
    }

    LoopSettings withThreads(Executor newThreads) {
        return new LoopSettings(block, parallelism, chunk, ordered, goOn, stopWhen, onProgress, newThreads);
    }
}
