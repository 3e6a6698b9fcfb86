package dev.ame.stm.engine.version;

/** What a commit looks at after it has read the clock. */
public interface Validation {
    /** Always yes: for a commit that nobody can come in between of. */
    Validation NONE = holder -> true;

    /** Whether everything read is still current, but for the locks of the holder, who asks. Waits only briefly. */
    boolean isCurrent(LockHolder holder);
}
