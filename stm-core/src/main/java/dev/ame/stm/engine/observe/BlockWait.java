package dev.ame.stm.engine.observe;

import dev.ame.stm.engine.version.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block that waits in {@code retry}. There is one for each that is parked, whether anybody listens or not.
 *
 * @param thread that is parked
 * @param name of the block; null if it has none
 * @param blockClass the class of its body
 * @param began by {@link System#nanoTime}
 * @param places some of the locations whose change is waited for, at most {@link #MAX_PLACES}
 * @param morePlaces how many more there are
 */
public record BlockWait(
        Thread thread, @Nullable String name, String blockClass, long began, List<Location> places, int morePlaces) {
    public static final int MAX_PLACES = 4;

    /** How it ended. */
    public enum End {
        WOKEN,
        /** The time given to {@code retryFor}, or of a timed method, was over; or the deadline of the block was. */
        TIMED_OUT,
        INTERRUPTED
    }
}
