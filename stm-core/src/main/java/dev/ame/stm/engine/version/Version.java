package dev.ame.stm.engine.version;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One value a {@link Location} has had, has, or is about to have.
 *
 * <p>{@code stamp} is tentative from construction until the commit that owns the version publishes it, once, with a
 * release store; it never changes again. The value (in the subclasses) and {@code previous} are written by the owner
 * before that store, so whoever reads a committed stamp may read both. Afterwards {@code previous} only moves towards
 * older versions, by compare-and-set, see {@link History}.
 */
public abstract class Version {
    private static final VarHandle STAMP;
    private static final VarHandle PREVIOUS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STAMP = lookup.findVarHandle(Version.class, "stamp", long.class);
            PREVIOUS = lookup.findVarHandle(Version.class, "previous", Version.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Volatile so that reads, and the stores of Publication's error paths, are single bytecodes: no call can overflow
    // the stack between them. The constructor and the hot paths use weaker modes through the handles.
    volatile long stamp;
    volatile @Nullable Version previous;

    Version(long stamp) {
        STAMP.set(this, stamp);
    }

    public final long stamp() {
        return stamp;
    }

    public final boolean isTentative() {
        return stamp > Stamps.LATEST;
    }

    /** The next older version that is kept, or that this tentative version lies over. */
    public final @Nullable Version previous() {
        return previous;
    }

    /** Owner only, before {@link #publishRelease}. */
    public final void setPreviousPlain(@Nullable Version older) {
        PREVIOUS.set(this, older);
    }

    final boolean casPrevious(@Nullable Version expected, @Nullable Version older) {
        return PREVIOUS.compareAndSet(this, expected, older);
    }

    /** Owner only, once. */
    final void publishRelease(long time) {
        STAMP.setRelease(this, time);
    }
}
