package dev.ame.stm.engine.observe;

import dev.ame.stm.engine.version.Location;
import java.util.List;

/**
 * Who wants to know what the engine does. All methods are called by the thread concerned, outside of any commit. A serial
 * or irrevocable block holds the serial lock in them. They must be quick, must not throw, must not call code of users (as {@code toString} of a
 * key), and must not use boxes or blocks.
 */
public interface Observer {
    /** Whether {@link #began} and {@link #ended} are to be called: of all blocks, which costs each of them some 100 ns. */
    default boolean wantsEveryBlock() {
        return false;
    }

    /** An attempt was lost. Not called for those that end in {@code retry}. */
    default void lost(LostAttempt attempt) {}

    /** A block has begun to run alone. */
    default void serialBegan(SerialPhase phase) {}

    /** It has ended. */
    default void serialEnded(SerialPhase phase, long nanos) {}

    /**
     * A block has waited for the end of another one that ran alone.
     *
     * @param waiting who has waited
     * @param held whom for; null if that is not known
     */
    default void waitedForSerial(BlockLabel waiting, @org.jspecify.annotations.Nullable SerialPhase held, long nanos) {}

    /** A block has waited for others that want the same location, before an attempt. */
    default void waitedForTurn(BlockLabel waiting, long nanos) {}

    /** A block is about to park in {@code retry}. */
    default void waitBegan(BlockWait wait) {}

    /** It goes on. */
    default void waitEnded(BlockWait wait, BlockWait.End end, long nanos) {}

    /** A loop has decided to have its work done by one worker, or by all. */
    default void decided(LoopDecision decision) {}

    /** A run of a block begins, with its first attempt. Only if {@link #wantsEveryBlock}. */
    default void began(BlockRun run) {}

    /** It has ended, with its last attempt. */
    default void ended(BlockRun run) {}

    /** Somebody has watched where a block reads and writes. For each place the last one is kept in its {@link BlockLabel}. */
    default void learned(BlockLabel block, List<Location> places) {}
}
