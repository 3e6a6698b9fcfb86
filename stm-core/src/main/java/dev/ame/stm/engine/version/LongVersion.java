package dev.ame.stm.engine.version;

/** A version that holds a {@code long}, unboxed. */
public final class LongVersion extends Version {
    /** Written by the owner while tentative, final once published. */
    public long value;

    public LongVersion(long value, long stamp) {
        super(stamp);
        this.value = value;
    }
}
