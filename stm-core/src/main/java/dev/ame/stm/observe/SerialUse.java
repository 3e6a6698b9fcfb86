package dev.ame.stm.observe;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a block has run alone, for one reason.
 *
 * @param block its name, else the class it stands in
 * @param reason why: what was given to {@code irrevocable}, or that it had lost too often, or that it was its turn in a loop
 * @param phases how often
 * @param aborts attempts that were lost before
 * @param held the time for which nobody else could commit
 * @param waited the time that others have waited for that
 * @param waiters the blocks that have, the longest first
 * @param stack where the first of these phases began; empty if that is not known
 * @param suggestion what may help; null if there is no suggestion
 */
public record SerialUse(
        String block,
        String reason,
        long phases,
        long aborts,
        Duration held,
        Duration waited,
        List<String> waiters,
        List<StackTraceElement> stack,
        @Nullable Suggestion suggestion) {}
