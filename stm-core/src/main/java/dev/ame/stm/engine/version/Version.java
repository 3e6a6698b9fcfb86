package dev.ame.stm.engine.version;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
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
    // the stack between them. The constructor and the hot paths use weaker modes through the handle.
    volatile long stamp;

    /** Plain for the owner while tentative, when nobody else looks; by the handle once published. */
    @Nullable
    Version previous;

    /**
     * Set before anybody else can see the version, and never changed. It is here so that the logs need only note versions:
     * each reference they store costs a collector's write barrier.
     */
    @Nullable
    Location location;

    Version(@Nullable Location location, long stamp, @Nullable Version previous) {
        this.location = location;
        STAMP.set(this, stamp);
        this.previous = previous;
    }

    /** Of the first version of a location, which is made before the location is. */
    final void place(Location own) {
        location = own;
    }

    public final boolean isOf(Location other) {
        return location == other;
    }

    /** What this is a version of. */
    public final Location location() {
        return Objects.requireNonNull(location);
    }

    public final long stamp() {
        return stamp;
    }

    public final boolean isTentative() {
        return stamp > Stamps.LATEST;
    }

    /** The next older version that is kept, or that this tentative version lies over. */
    public final @Nullable Version previous() {
        return (Version) PREVIOUS.getAcquire(this);
    }

    /** Owner only, before {@link #publishRelease}. */
    public final void setPreviousPlain(@Nullable Version older) {
        previous = older;
    }

    final boolean casPrevious(@Nullable Version expected, @Nullable Version older) {
        return PREVIOUS.compareAndSet(this, expected, older);
    }

    /** Owner only, once. */
    final void publishRelease(long time) {
        STAMP.setRelease(this, time);
    }
}
