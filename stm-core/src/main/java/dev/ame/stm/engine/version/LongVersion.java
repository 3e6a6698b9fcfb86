package dev.ame.stm.engine.version;

import org.jspecify.annotations.Nullable;

/** A version that holds a {@code long}, unboxed. */
public final class LongVersion extends Version {
    /** Written by the owner while tentative, final once published. */
    public long value;

    /** The first version of a location that is about to be made. */
    public LongVersion(long value) {
        super(null, 0, null);
        this.value = value;
    }

    public LongVersion(Location location, long value, long stamp) {
        this(location, value, stamp, null);
    }

    /** A version that is to be put over {@code previous}. */
    public LongVersion(Location location, long value, long stamp, @Nullable Version previous) {
        super(location, stamp, previous);
        this.value = value;
    }
}
