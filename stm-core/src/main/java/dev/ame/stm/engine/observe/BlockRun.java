package dev.ame.stm.engine.observe;

import org.jspecify.annotations.Nullable;

/** One run of a block, over all its attempts. */
public final class BlockRun {
    public final BlockLabel block;

    /** By {@link System#nanoTime}. */
    public final long began = System.nanoTime();

    /** Attempts that were lost so far. */
    public int aborts;

    public boolean serial;

    /** For the observer that wants every block; if there are several, each must be able to do without. */
    public @Nullable Object note;

    public BlockRun(BlockLabel block) {
        this.block = block;
    }
}
