package dev.ame.stm.engine.version;

/** The question a commit asks between reading the clock and publishing. */
public interface Validation {
    /** Always yes: for a commit that nobody can come in between of. */
    Validation NONE = own -> true;

    /** Whether everything read is still current; heads stamped {@code own} are the asking commit's. Waits only briefly. */
    boolean isCurrent(long own);
}
