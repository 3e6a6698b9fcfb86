package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Touched;
import dev.ame.stm.engine.version.Version;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a long attempt has read, as a set of location ids: one byte for each. The attempt reads from a pinned snapshot, so
 * it needs no versions to stay consistent; and the pin is told which locations others write, so that only those have to
 * be looked at in the commit, however much was read.
 *
 * <pre>
 *   the long attempt                     another committer
 *   ----------------                     -----------------
 *   install tentative heads  (CAS)       install tentative heads  (CAS)
 *   read the list of the pin             read the clock; stamp above the snapshot: put the locations on the list  (CAS)
 *   look at those it has read            look at what it has read
 *   publish                              publish
 * </pre>
 *
 * If the long attempt does not find a location on the list, its own heads were installed before the other put it there,
 * hence before the other looked at what it has read: so the other is later than the long attempt in every respect, and
 * may overwrite what it has read. A committer whose stamp is not above the snapshot had installed its heads before the
 * snapshot was taken, so the long attempt has seen what it wrote.
 *
 * <p>The set is exact. It spans a range of ids; if what is read is too far apart, the attempt must use a log instead.
 */
public final class Watch {
    private static final int MAX_RANGE = 1 << 20;
    private static final int KEPT_RANGE = 1 << 16;
    private static final int INITIAL_RANGE = 1 << 10;
    private static final byte[] NONE = {};

    /** In place of none. */
    public static final Watch UNUSED = new Watch();

    /** Not 0 for each id in the set, less {@link #base}; {@link #NONE} as long as the set is empty. */
    private byte[] marks = NONE;

    private int base;

    /** Nothing but zeros, to be used for the next set. */
    private byte[] spare = new byte[INITIAL_RANGE];

    private @Nullable Pin pin;
    private long snapshot;

    /** Begins a new set, for a reader from the snapshot of the pin. */
    public void begin(Pin from, long at) {
        pin = from;
        snapshot = at;
    }

    public boolean isEmpty() {
        return marks == NONE;
    }

    /**
     * Adds a location; false if it is too far from the others. Small enough to be compiled into every read, and it only
     * stores: bits would have to be loaded first, again and again from the same word.
     */
    public boolean add(Location location) {
        int offset = Heads.id(location) - base;
        if (offset < 0 || offset >= marks.length) {
            return addFar(location);
        }
        marks[offset] = 1;
        return true;
    }

    private boolean contains(Location location) {
        int offset = Heads.id(location) - base;
        return offset >= 0 && offset < marks.length && marks[offset] != 0;
    }

    private boolean addFar(Location location) {
        int id = Heads.id(location);
        if (marks == NONE) {
            marks = spare;
            base = id;
            marks[0] = 1;
            return true;
        }
        boolean before = id - base < 0;
        int missing = before ? base - id : id - base + 1 - marks.length;
        int more = Math.max(marks.length, missing);
        if (missing < 0 || more > MAX_RANGE - marks.length) {
            return false;
        }
        byte[] grown = new byte[marks.length + more];
        System.arraycopy(marks, 0, grown, before ? more : 0, marks.length);
        marks = grown;
        base -= before ? more : 0;
        marks[id - base] = 1;
        return true;
    }

    /** Whether nothing that was read has been written since the snapshot; heads stamped {@code own} are the caller's. */
    boolean isCurrent(long own, boolean patiently) {
        Pin from = pin;
        if (from == null) {
            return false;
        }
        for (Touched touched = from.touched(); touched != null; touched = touched.next()) {
            if (contains(touched.location()) && !isStill(touched.location(), own, patiently)) {
                return false;
            }
        }
        return true;
    }

    private boolean isStill(Location location, long own, boolean patiently) {
        Version head = patiently ? Heads.settle(location) : Heads.head(location);
        if (head.stamp() == own) {
            Version below = head.previous();
            return below != null && below.stamp() <= snapshot;
        }
        return head.stamp() <= snapshot;
    }

    void end() {
        pin = null;
        if (marks.length > KEPT_RANGE) {
            spare = new byte[INITIAL_RANGE];
        } else if (marks != NONE) {
            Arrays.fill(marks, (byte) 0);
            spare = marks;
        }
        marks = NONE;
    }
}
