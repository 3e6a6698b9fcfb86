package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.engine.attempt.BlockAccess;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How tasks are to be run.
 *
 * @param block what each of them is run as
 * @param parallelism how many threads work at once, the caller's included
 * @param collect whether a run does all tasks whether or not some of them throw
 * @param deadline the time for a run; null for any
 * @param threads runs the helpers
 */
record TaskSettings(
        AtomicBlock block,
        int parallelism,
        boolean collect,
        @Nullable Duration deadline,
        @Nullable Consumer<? super LoopProgress> onProgress,
        Executor threads) {
    private static final String DEFAULT_NAME = "task";

    static final TaskSettings DEFAULT = new TaskSettings(
            AtomicBlock.named(DEFAULT_NAME),
            Runtime.getRuntime().availableProcessors(),
            false,
            null,
            null,
            LoopPool.THREADS);

    /** For messages. */
    String name() {
        String name = BlockAccess.settingsOf(block).name();
        return name == null ? DEFAULT_NAME : name;
    }

    /** If the block has no name, that of the tasks stays. */
    TaskSettings withBlock(AtomicBlock newBlock) {
        boolean hasName = BlockAccess.settingsOf(newBlock).name() != null;
        AtomicBlock named = hasName ? newBlock : BlockAccess.renamed(newBlock, name());
        return new TaskSettings(named, parallelism, collect, deadline, onProgress, threads);
    }

    TaskSettings withName(String name) {
        return withBlock(BlockAccess.renamed(block, name));
    }

    TaskSettings withParallelism(int number) {
        return new TaskSettings(block, number, collect, deadline, onProgress, threads);
    }

    TaskSettings collecting() {
        return new TaskSettings(block, parallelism, true, deadline, onProgress, threads);
    }

    TaskSettings withDeadline(Duration time) {
        return new TaskSettings(block, parallelism, collect, time, onProgress, threads);
    }

    TaskSettings withOnProgress(Consumer<? super LoopProgress> listener) {
        return new TaskSettings(block, parallelism, collect, deadline, listener, threads);
    }

    TaskSettings withThreads(Executor newThreads) {
        return new TaskSettings(block, parallelism, collect, deadline, onProgress, newThreads);
    }
}
