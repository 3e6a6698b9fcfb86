package dev.ame.stm.engine.version;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A transactional variable: the lock word, and in a subclass the value. The public boxes extend it, so it has no public
 * members; the engine reaches it through {@link Locations}.
 *
 * <h2>Fields</h2>
 * <table>
 * <caption>Who writes what</caption>
 * <tr><td>{@code word}</td><td>Free or reserved to locked: by compare-and-set. Locked to free: by the owner of the lock, with a release
 *     store. Free to reserved and back: by compare-and-set.</td></tr>
 * <tr><td>value</td><td>By the owner of the lock alone, after its commit was decided; plain, after a fence that orders it behind
 *     the lock, and before the release store that unlocks.</td></tr>
 * <tr><td>{@code past}</td><td>Put in front by the owner of the lock, before the value is replaced. Cut by anybody, with
 *     compare-and-set.</td></tr>
 * </table>
 *
 * <h2>Reading</h2>
 * A reader loads the word (acquire), then the value, then the word again behind a load fence. If both words are the same unlocked one,
 * the value is the one that word names: whoever was to replace it had to lock before it stored, and a word does not come back. Values are
 * plain fields, since HotSpot neither tears a {@code long} on a 64-bit machine nor loads a field again behind a fence.
 */
public abstract class Location {
    static final VarHandle WORD;
    static final VarHandle PAST;
    private static final AtomicInteger NEXT_ID = new AtomicInteger();

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WORD = lookup.findVarHandle(Location.class, "word", long.class);
            PAST = lookup.findVarHandle(Location.class, "past", Past.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** See {@link Word}. The first version of every location has the word 0. Volatile so that the undo of a commit is plain bytecode. */
    volatile long word;

    /** Older values, the newest first, as long as a pinned reader may need them. */
    @Nullable
    Past past;

    /** The order of locking within a commit, and the hash. Unique for the first 2^32 locations; that it is unique matters to speed only. */
    final int id;

    /** Set before anybody else can see the location, and never changed. */
    @Nullable
    String name;

    Location(@Nullable String name) {
        this.id = NEXT_ID.getAndIncrement();
        this.name = name;
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

    /**
     * What this is a part of, for reports: of a class that stands further up.
     *
     * @return null if its kind and its name say all
     * @hidden
     */
    @SuppressWarnings("InvalidBlockTag") // as above
    protected @Nullable Object subject() {
        return null;
    }

    /** The present value as a version that pinned readers may still find. By the owner of the lock. */
    abstract Past keep(long wordOfValue);

    /**
     * What the present value is to be put in front of. Not of itself: a commit that has failed may have kept it already. Its node may just
     * be cut, so it is replaced by a new one, not used again.
     */
    final @Nullable Past older(long wordOfValue) {
        Past front = past;
        return front != null && front.word == wordOfValue ? front.older : front;
    }

    /** Identity, for good: logs and wait lists are kept by it. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return Locations.hash(this);
    }
}
