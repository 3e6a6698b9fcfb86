package dev.ame.stm.spi;

import dev.ame.stm.engine.attempt.Cleanup;
import org.jspecify.annotations.Nullable;

/**
 * What a collection does when an attempt has ended, committed or not: it takes away what the attempt has left outside of
 * cells and structures. Added by {@link Blocks#atEnd}. The method {@code run} is called once, outside any block, before
 * the hooks of the block. Nothing but memory may depend on it: it is not called if there is no stack left, and what it
 * throws is ignored. If the attempt waits in {@link dev.ame.stm.Stm#retry}, it is called after the wait.
 */
public abstract class Aftermath extends Cleanup {
    private final Object owner;

    /**
     * For subclasses.
     *
     * @param owner the collection, by which it is found
     */
    protected Aftermath(Object owner) {
        this.owner = owner;
    }

    /** One of the last few that were added for an owner, or null. */
    static @Nullable Aftermath find(@Nullable Cleanup last, Object owner, int atMost) {
        int left = atMost;
        for (Cleanup cleanup = last; cleanup != null && left > 0; left--) {
            if (cleanup instanceof Aftermath aftermath) {
                if (aftermath.owner == owner) {
                    return aftermath;
                }
                cleanup = aftermath.before();
            } else {
                return null;
            }
        }
        return null;
    }
}
