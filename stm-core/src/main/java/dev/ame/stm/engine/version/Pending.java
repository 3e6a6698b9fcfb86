package dev.ame.stm.engine.version;

/** Of a write whose value depends on what it replaces. */
public abstract class Pending {
    /** It adds the written number to whatever is there. Nothing can fail in that, so it waits for the commit. */
    public static final Pending ADDITION = new Pending() {};

    /** For subclasses: the value is computed from one version, which must be the one that is replaced. */
    protected Pending() {}
}
