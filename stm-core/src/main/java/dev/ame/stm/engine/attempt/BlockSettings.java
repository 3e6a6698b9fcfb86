package dev.ame.stm.engine.attempt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a block wants to be run.
 *
 * @param name for reports; null if it has none
 * @param serialAfter conflicts after which the block runs under the serial lock
 * @param deadlineNanos time for all attempts and waits together; {@link #NO_DEADLINE} for any
 * @param maxAttempts conflicts after which the block gives up
 * @param readOnly whether writes are refused
 * @param irrevocable whether the block is irrevocable from its beginning
 * @param noRollbackFor throwables that commit
 */
public record BlockSettings(
        @Nullable String name,
        int serialAfter,
        long deadlineNanos,
        int maxAttempts,
        boolean readOnly,
        boolean irrevocable,
        List<Class<? extends Throwable>> noRollbackFor) {

    public static final long NO_DEADLINE = Long.MAX_VALUE;
    public static final int DEFAULT_SERIAL_AFTER = 8;
    public static final BlockSettings DEFAULT =
            new BlockSettings(null, DEFAULT_SERIAL_AFTER, NO_DEADLINE, Integer.MAX_VALUE, false, false, List.of());

    /** Of an operation outside any block that runs as a block of its own. */
    public static final BlockSettings SINGLE = new BlockSettings(
            "single operation", DEFAULT_SERIAL_AFTER, NO_DEADLINE, Integer.MAX_VALUE, false, false, List.of());

    /** Whether a first attempt needs nothing but to be run. */
    public boolean isPlain() {
        return serialAfter == DEFAULT_SERIAL_AFTER
                && deadlineNanos == NO_DEADLINE
                && maxAttempts == Integer.MAX_VALUE
                && !readOnly
                && !irrevocable
                && noRollbackFor.isEmpty();
    }

    public boolean commitsOn(Throwable thrown) {
        for (Class<? extends Throwable> type : noRollbackFor) {
            if (type.isInstance(thrown)) {
                return true;
            }
        }
        return false;
    }
}
