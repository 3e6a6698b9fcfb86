package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.engine.attempt.BlockAccess;
import java.time.Duration;
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
 * @param deadline the time for the whole loop; null for any
 * @param stopWhen after which iteration to stop
 * @param threads runs the helpers
 */
record LoopSettings(
        AtomicBlock block,
        int parallelism,
        int chunk,
        boolean ordered,
        boolean goOn,
        @Nullable Duration deadline,
        @Nullable BooleanSupplier stopWhen,
        @Nullable Consumer<? super LoopProgress> onProgress,
        Executor threads) {
    static final int ADAPTIVE = 0;
    private static final String DEFAULT_NAME = "loop";

    static final LoopSettings DEFAULT = new LoopSettings(
            AtomicBlock.named(DEFAULT_NAME),
            Runtime.getRuntime().availableProcessors(),
            ADAPTIVE,
            false,
            false,
            null,
            null,
            null,
            LoopPool.THREADS);

    LoopSettings {
        if (chunk > 1 && IterationOptions.of(block).apart()) {
            throw new IllegalArgumentException("with the option chunk(" + chunk
                    + ") iterations share a transaction, so their block cannot have"
                    + " a deadline, maxAttempts, irrevocable or noRollbackFor of its own; use chunk(1): " + block);
        }
    }

    /** For messages. */
    String name() {
        String name = BlockAccess.settingsOf(block).name();
        return name == null ? DEFAULT_NAME : name;
    }

    /** If the block has no name, the loop's stays. */
    LoopSettings withBlock(AtomicBlock newBlock) {
        boolean hasName = BlockAccess.settingsOf(newBlock).name() != null;
        AtomicBlock named = hasName ? newBlock : BlockAccess.renamed(newBlock, name());
        return new LoopSettings(named, parallelism, chunk, ordered, goOn, deadline, stopWhen, onProgress, threads);
    }

    LoopSettings withName(String name) {
        return withBlock(BlockAccess.renamed(block, name));
    }

    LoopSettings withParallelism(int number) {
        return new LoopSettings(block, number, chunk, ordered, goOn, deadline, stopWhen, onProgress, threads);
    }

    LoopSettings withChunk(int size) {
        return new LoopSettings(block, parallelism, size, ordered, goOn, deadline, stopWhen, onProgress, threads);
    }

    LoopSettings inOrder() {
        return new LoopSettings(block, parallelism, chunk, true, goOn, deadline, stopWhen, onProgress, threads);
    }

    LoopSettings goingOn() {
        return new LoopSettings(block, parallelism, chunk, ordered, true, deadline, stopWhen, onProgress, threads);
    }

    LoopSettings withDeadline(Duration time) {
        return new LoopSettings(block, parallelism, chunk, ordered, goOn, time, stopWhen, onProgress, threads);
    }

    LoopSettings withStopWhen(BooleanSupplier condition) {
        return new LoopSettings(block, parallelism, chunk, ordered, goOn, deadline, condition, onProgress, threads);
    }

    LoopSettings withOnProgress(Consumer<? super LoopProgress> listener) {
        return new LoopSettings(block, parallelism, chunk, ordered, goOn, deadline, stopWhen, listener, threads);
    }

    LoopSettings withThreads(Executor newThreads) {
        return new LoopSettings(block, parallelism, chunk, ordered, goOn, deadline, stopWhen, onProgress, newThreads);
    }
}
