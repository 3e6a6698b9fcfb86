package dev.ame.stm.engine.version;

import org.jspecify.annotations.Nullable;

/** An attempt whose commit has locked some locations, or has not. */
public abstract class LockHolder {
    /** Of an attempt that has locked nothing. */
    public static final LockHolder NOBODY = new LockHolder() {
        @Override
        public long replaced(Location location) {
            throw new IllegalStateException("nothing is locked");
        }
    };

    /** The word of its locks; {@link Word#NONE} for {@link #NOBODY}. */
    public long lock = Word.NONE;

    /** The pin of a holder that reads from a pinned snapshot: what it replaces itself concerns it only after its commit. */
    public @Nullable Pin pin;

    /** For subclasses. */
    protected LockHolder() {}

    /** The word that the holder's lock of a location stands in place of. */
    public abstract long replaced(Location location);
}
