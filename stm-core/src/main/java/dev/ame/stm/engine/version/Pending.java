package dev.ame.stm.engine.version;

/** A write whose value depends on the version it is put over. */
public interface Pending {
    /** Whether {@link #apply} is the engine's own code, and may be called while other versions are installed. */
    boolean isTrusted();

    /** Sets the tentative version's value to what results over {@code base}. */
    void apply(Version base, Version tentative);
}
