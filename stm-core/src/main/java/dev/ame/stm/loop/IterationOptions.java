package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.engine.attempt.BlockAccess;
import dev.ame.stm.engine.attempt.BlockSettings;

/**
 * What the options of the block that iterations are run as mean for how they can be run.
 *
 * <p>Some options speak of one block: its time, its number of attempts, the throwables that do not roll it back, that it cannot be undone at
 * all. What iterations that share a transaction do is undone together, to be done again one by one if one of them throws or wants to wait; so
 * with such options each iteration is a transaction of its own from its beginning, and no attempt is made that does not count.
 *
 * <p>And what cannot be undone, or is to have no conflict at all, cannot be run ahead of its turn.
 *
 * @param apart whether each iteration must be a transaction of its own
 * @param inTurn whether none may be run ahead, in an ordered loop
 * @param readOnly whether writes are refused
 * @param serialAfter conflicts after which an iteration is run under the serial lock
 * @param deadlineNanos the time of an iteration
 */
record IterationOptions(boolean apart, boolean inTurn, boolean readOnly, int serialAfter, long deadlineNanos) {
    static IterationOptions of(AtomicBlock block) {
        BlockSettings settings = BlockAccess.settingsOf(block);
        boolean apart = settings.deadlineNanos() != BlockSettings.NO_DEADLINE
                || settings.maxAttempts() != Integer.MAX_VALUE
                || settings.irrevocable()
                || !settings.noRollbackFor().isEmpty();
        boolean inTurn = settings.irrevocable() || settings.serialAfter() == 0;
        return new IterationOptions(
                apart, inTurn, settings.readOnly(), settings.serialAfter(), settings.deadlineNanos());
    }
}
