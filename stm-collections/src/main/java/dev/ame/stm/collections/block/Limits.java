package dev.ame.stm.collections.block;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long a wait may take. */
public final class Limits {
    private Limits() {}

    /**
     * The length of a wait in nanoseconds.
     *
     * @param limit the length
     * @return the nanoseconds; {@link Long#MAX_VALUE} or {@link Long#MIN_VALUE} for what is beyond
     */
    public static long nanos(Duration limit) {
        return TimeUnit.NANOSECONDS.convert(limit);
    }
}
