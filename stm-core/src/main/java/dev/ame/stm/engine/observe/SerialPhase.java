package dev.ame.stm.engine.observe;

import java.util.List;

/**
 * A block that runs alone.
 *
 * @param block which
 * @param kind why
 * @param reason the same in words; what was given to {@code irrevocable}
 * @param aborts how many attempts were lost before
 * @param began by {@link System#nanoTime}
 * @param stack where it began to be alone; empty if nobody wanted to know
 */
public record SerialPhase(
        BlockLabel block, Kind kind, String reason, int aborts, long began, List<StackTraceElement> stack) {
    /** Why a block runs alone. */
    public enum Kind {
        /** It called {@code irrevocable}, or is declared so. */
        IRREVOCABLE,
        /** It had lost too often. */
        CONFLICTS,
        /** Its blocks had lost too often a moment ago. */
        BACK_OFF,
        /** It was its turn in an ordered loop. */
        ORDER,
        /** It was asked for by {@code serialAfter(0)}, or {@code ame.mode}. */
        OPTION
    }
}
