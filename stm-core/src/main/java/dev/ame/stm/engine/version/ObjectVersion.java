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

    public ObjectVersion(@Nullable Object value, long stamp) {
        super(stamp);
        this.value = value;
    }

    /** To be called before publication with the newest older version that is needed. */
    static void stayIfNeeded(Version version, @Nullable Version kept) {
        if (kept != null && version instanceof ObjectVersion own && own.value == GONE && !History.isNull(kept)) {
            own.value = null;
        }
    }
}
