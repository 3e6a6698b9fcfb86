package dev.ame.stm.engine.version;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt is going to write, in parallel arrays. The values are here and in no object of their own, so that a write allocates
 * nothing.
 */
public abstract class WriteSet extends LockHolder {
    /** In {@link #bases}: the write may replace whatever is there. */
    public static final long ANY = Word.NONE;

    protected static final Location[] NO_LOCATIONS = {};
    private static final long[] NO_WORDS = {};
    private static final Object[] NO_OBJECTS = {};

    /**
     * A value that says: the location is not used any more, and is going to be hidden from readers. So it is committed only if
     * no pinned reader needs an older value that is not null; otherwise null is.
     */
    public static final Object GONE = new Object();

    /** The first {@link #size} elements, here and below, are the entries. */
    protected @Nullable Location[] locations = NO_LOCATIONS;

    /** The free words that must be replaced, since the attempt has read them, or has computed the value from what they name. */
    protected long[] bases = NO_WORDS;

    /** The values of {@link LongLocation}s. */
    protected long[] numbers = NO_WORDS;

    /** The values of {@link ObjectLocation}s; empty as long as there is no such entry. */
    protected @Nullable Object[] objects = NO_OBJECTS;

    protected int size;

    /** The words that the commit has locked, by entry. */
    long[] replaced = NO_WORDS;

    /** The words that are going to be stored, by entry. */
    long[] following = NO_WORDS;

    /** What the values depend on, by entry; null as long as there is no such entry. */
    protected @Nullable Pending @Nullable [] pendings;

    /** The index of the entry of a location. */
    protected abstract int find(Location location);

    @Override
    public final long replaced(Location location) {
        int index = find(location);
        return index < 0 ? Word.NONE : replaced[index];
    }

    /** To be called before anything is locked. */
    final void makeRoomForWords() {
        if (replaced.length < size) {
            long[] moreReplaced = new long[locations.length];
            following = new long[locations.length];
            replaced = moreReplaced; // last: its length tells that there is room in both
        }
    }

    /** Makes all arrays larger that are there, or none. */
    protected final void growArrays(int capacity) {
        @Nullable Location[] moreLocations = Arrays.copyOf(locations, capacity);
        long[] moreBases = Arrays.copyOf(bases, capacity);
        long[] moreNumbers = Arrays.copyOf(numbers, capacity);
        @Nullable Object[] moreObjects = objects.length == 0 ? objects : Arrays.copyOf(objects, capacity);
        @Nullable Pending @Nullable [] morePendings = pendings == null ? null : Arrays.copyOf(pendings, capacity);
        locations = moreLocations;
        bases = moreBases;
        numbers = moreNumbers;
        objects = moreObjects;
        pendings = morePendings;
    }

    /** The array of what values depend on, made if there is none. */
    protected final @Nullable Pending[] pendingsForWriting() {
        @Nullable Pending[] all = pendings;
        if (all == null) {
            all = new Pending[locations.length];
            pendings = all;
        }
        return all;
    }

    /** Lets go of the memory. */
    protected final void discardArrays() {
        locations = NO_LOCATIONS;
        bases = NO_WORDS;
        numbers = NO_WORDS;
        objects = NO_OBJECTS;
        pendings = null;
        replaced = NO_WORDS;
        following = NO_WORDS;
    }

    final Location location(int index) {
        return Objects.requireNonNull(locations[index]);
    }

    /** What the entry's value depends on; null where it has its value. */
    public final @Nullable Pending pendingAt(int index) {
        @Nullable Pending[] all = pendings;
        return all == null ? null : all[index];
    }

    /** An entry's value. */
    final @Nullable Object object(int index) {
        return location(index) instanceof ObjectLocation ? objects[index] : null;
    }

    /** What is to be committed in place of {@link #GONE}. To be called when what pinned readers need has been kept. */
    static @Nullable Object stayIfNeeded(Location location, @Nullable Object value) {
        return value == GONE && !History.isNull(location.past) ? null : value;
    }
}
