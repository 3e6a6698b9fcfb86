package dev.ame.stm.engine.version;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A transactional variable: the newest version of its value. The public boxes extend it, so it has no public members;
 * the engine reaches the head through {@link Heads}.
 */
public abstract class Location {
    static final VarHandle HEAD;
    private static final AtomicInteger NEXT_ID = new AtomicInteger();

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(Location.class, "head", Version.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The newest version. Changed only by compare-and-set from a committed version to a tentative one, and, by the
     * owner of a tentative version alone, back to the version below it. Never null.
     */
    volatile Version head;

    /** Orders acquisition within a commit and spreads hashing. Unique for the first 2^32 locations. */
    final int id;

    /** Set before anybody else can see the location, and never changed. */
    @Nullable
    String name;

    /**
     * A location.
     *
     * @param initial its first version, and of no other location
     */
    @SuppressWarnings("NullAway") // the head is set, through its handle
    protected Location(Version initial, @Nullable String name) {
        this.id = NEXT_ID.getAndIncrement();
        this.name = name;
        initial.place(this);
        HEAD.set(this, initial);
        // A reference to this box may be published by a data race; its reader must still find a head.
        VarHandle.releaseFence();
    }

    /**
     * A location that is being deserialized: {@link Heads#restore} is still to come. It holds null until then, for code
     * of users that is read from the same stream and uses it too early.
     */
    protected Location() {
        this(new ObjectVersion(null), null);
    }

    /**
     * What this is to a user, for messages: a noun.
     *
     * @return the noun
     * @hidden
     */
    @SuppressWarnings("InvalidBlockTag") // it is valid here; Error Prone does not know it
    protected String kind() {
        return "collection";
    }

    /** Identity, for good: logs and wait lists are kept by it. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return Heads.hash(this);
    }
}
