package dev.ame.stm.engine.version;

import org.jspecify.annotations.Nullable;

/** A version that holds a reference. */
public final class ObjectVersion extends Version {
    /**
     * Says that a location is not used any more, and is going to be hidden from readers. So it is published only if no
     * pinned reader needs an older version that is not null; otherwise null is.
     */
    public static final Object GONE = new Object();

    /** Written by the owner while tentative, final once published. */
    public @Nullable Object value;

    /** The first version of a location that is about to be made. */
    public ObjectVersion(@Nullable Object value) {
        super(null, 0, null);
        this.value = value;
    }

    public ObjectVersion(Location location, @Nullable Object value, long stamp) {
        this(location, value, stamp, null);
    }

    /** A version that is to be put over {@code previous}. */
    public ObjectVersion(Location location, @Nullable Object value, long stamp, @Nullable Version previous) {
        super(location, stamp, previous);
        this.value = value;
    }

    /** To be called before publication with the newest older version that is needed. */
    static void stayIfNeeded(Version version, @Nullable Version kept) {
        if (kept != null && version instanceof ObjectVersion own && own.value == GONE && !History.isNull(kept)) {
            own.value = null;
        }
    }
}
