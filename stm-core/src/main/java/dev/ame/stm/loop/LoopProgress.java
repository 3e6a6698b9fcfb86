package dev.ame.stm.loop;

import java.time.Duration;

/**
 * How far a loop has come.
 *
 * @param done elements whose blocks have committed
 * @param total elements there are; -1 if that is not known
 * @param aborts attempts that were undone, be it to be run again or for good
 * @param elapsed time since the loop began
 */
public record LoopProgress(long done, long total, long aborts, Duration elapsed) {
    /**
     * The speed so far.
     *
     * @return elements a second; 0 at the very beginning
     */
    public double rate() {
        long nanos = elapsed.toNanos();
        return nanos == 0 ? 0 : done * 1e9 / nanos;
    }

    /**
     * The time the rest will take at this speed.
     *
     * @return the time; {@link Duration#ZERO} where nothing is known
     */
    public Duration remaining() {
        if (total < 0 || done == 0) {
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) (elapsed.toNanos() * ((double) (total - done) / done)));
    }
}
