package dev.ame.stm.engine.log;

import dev.ame.stm.engine.log.UndoLog.Saved;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Pending;
import dev.ame.stm.engine.version.SmallSet;
import dev.ame.stm.engine.version.Word;
import dev.ame.stm.engine.version.WriteSet;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt has written: the future value of each location, private until the commit stores it. A pending entry, one with
 * a {@link Pending}, has no value yet.
 *
 * <p><b>Based writes.</b> Most locations that are written have just been read. Then the entry has the word that was seen as its base, which the
 * commit must replace and no other; the read is noted by that, and not in the log of reads. So the commit of a block that only updates has
 * nothing to validate.
 *
 * <p>Lookup: a 64-bit bloom filter of the location ids, then a scan of up to {@value #SCAN_LIMIT} entries, then a
 * table with open addressing.
 */
public final class WriteLog extends WriteSet {
    private static final int INITIAL_CAPACITY = 4;
    private static final int SCAN_LIMIT = 8;
    private static final int SHRINK_FROM = 256;

    private int clearsLeft = ReadLog.ENTRIES;
    private long bloom;
    private int pending;

    /** How many entries have a base that is a read. */
    private int based;

    private final EntryTable table = new EntryTable();

    /** Made by the first nested block. */
    private @Nullable UndoLog undo;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public Location locationAt(int index) {
        return Objects.requireNonNull(locations[index]);
    }

    public long number(int index) {
        return numbers[index];
    }

    public @Nullable Object objectAt(int index) {
        return objects[index];
    }

    long base(int index) {
        return bases[index];
    }

    /** Whether there is an entry whose value a function has still to compute. */
    public boolean hasFunctions() {
        for (int i = 0; pending != 0 && i < size; i++) {
            if (pendingAt(i) instanceof Commute) {
                return true;
            }
        }
        return false;
    }

    /** Whether the location is known not to be written. */
    public boolean lacks(Location location) {
        return (bloom & bit(location)) == 0;
    }

    /** The entry of a location, or -1. */
    @Override
    public int find(Location location) {
        if (lacks(location)) {
            return -1;
        }
        return size <= SCAN_LIMIT ? scan(location) : table.find(location, locations, size);
    }

    /** Whether there are reads that are noted here, and not in the log of reads. */
    public boolean hasBased() {
        return based != 0;
    }

    /** Adds a write; based on the read of the location, if that was the last one and {@code reads} is given. */
    public void add(LongLocation location, long number, @Nullable ReadLog reads) {
        add(location, number, null, reads);
    }

    /** As {@link #add(LongLocation, long, ReadLog)}. */
    public void add(ObjectLocation location, @Nullable Object object, @Nullable ReadLog reads) {
        add(location, 0, object, reads);
    }

    private void add(Location location, long number, @Nullable Object object, @Nullable ReadLog reads) {
        long base = reads == null ? ANY : reads.lastWord(location);
        int at = makeRoom(location);
        long bit = bit(location);
        // No call from here on, so that running out of stack or memory leaves the logs as they were, and a read is in
        // one of them.
        locations[at] = location;
        numbers[at] = number;
        if (at < objects.length) {
            objects[at] = object;
        }
        bases[at] = base;
        bloom |= bit;
        size = at + 1;
        if (reads != null && base != ANY) {
            reads.locations[--reads.size] = null;
            reads.lastWord = Word.NONE;
            // Or they would excuse what is read in that place next.
            if (reads.exactAt == reads.size) {
                reads.exactWord = Word.NONE;
            }
            if (reads.otherExactAt == reads.size) {
                reads.otherExactWord = Word.NONE;
            }
            based++;
        }
    }

    /** Moves everything from a set to the logs, which are empty, and closes it. Wholly or not at all, should there be no room. */
    @SuppressWarnings("NullAway") // of so many locations as it says
    public void take(SmallSet small, ReadLog reads) {
        int n = small.size;
        boolean first = n > 0;
        boolean second = n > 1;
        long bitA = first ? bit(small.a) : 0;
        long bitB = second ? bit(small.b) : 0;
        boolean hasObjects =
                (first && small.a instanceof ObjectLocation) || (second && small.b instanceof ObjectLocation);
        if (first) {
            reads.ensureRoom();
            if (locations.length == 0) {
                grow();
            }
            objects = hasObjects && objects.length == 0 ? new Object[locations.length] : objects;
        }
        @Nullable Pending[] all = (small.written & SmallSet.ANY_ADDS) == 0 ? null : pendingsForWriting();
        // No call from here on, as above.
        int written = 0;
        int read = 0;
        for (int i = 0; i < n; i++) {
            Location location = i == 0 ? small.a : small.b;
            long word = i == 0 ? small.wordA : small.wordB;
            int how = i == 0 ? small.written : small.written >> SmallSet.BITS;
            if ((how & SmallSet.WRITES) == 0) {
                if (read == 0) {
                    reads.exactWord = word;
                    reads.exactAt = 0;
                } else {
                    reads.otherExactWord = word;
                    reads.otherExactAt = read;
                }
                reads.locations[read++] = location;
                reads.lastWord = word;
            } else {
                locations[written] = location;
                numbers[written] = i == 0 ? small.numberA : small.numberB;
                if (hasObjects) {
                    objects[written] = i == 0 ? small.objectA : small.objectB;
                }
                bases[written] = word;
                based += word == ANY ? 0 : 1;
                if (all != null && (how & SmallSet.ADDS) != 0) {
                    all[written] = Pending.ADDITION;
                    pending++;
                }
                bloom |= i == 0 ? bitA : bitB;
                written++;
            }
        }
        size = written;
        reads.size = read;
        small.a = null;
        small.b = null;
        small.objectA = null;
        small.objectB = null;
        small.written = 0;
        small.size = SmallSet.CLOSED;
    }

    /** Adds an entry that has no value yet, or a number to be added. */
    public void addPending(Location location, long number, Pending kind) {
        int at = makeRoom(location);
        @Nullable Pending[] all = pendingsForWriting();
        long bit = bit(location);
        // No call from here on, as above.
        all[at] = kind;
        pending++;
        locations[at] = location;
        numbers[at] = number;
        bases[at] = ANY;
        bloom |= bit;
        size = at + 1;
    }

    /** Has all reads that are noted here logged as such: for all that looks at the reads before the commit. */
    public void returnBases(ReadLog reads) {
        for (int i = 0; based != 0 && i < size; i++) {
            if (bases[i] != ANY && pendingAt(i) == null) {
                reads.addAgain(locationAt(i), bases[i]);
                bases[i] = ANY;
                based--;
            }
        }
    }

    /** Whether the entry may be changed in place: no savepoint wants its present state back. */
    public boolean isOwn(int index) {
        return undo == null || index >= undo.floor() || undo.isSaved(index);
    }

    /** Gives an entry a number, or one to be added; the present one comes back if the innermost savepoint is rolled back. */
    public void replace(int index, long number, @Nullable Pending kind) {
        save(index);
        setPending(index, kind);
        numbers[index] = number;
    }

    /** As {@link #replace(int, long, Pending)}. */
    public void replace(int index, @Nullable Object object, @Nullable Pending kind) {
        save(index);
        setPending(index, kind);
        objects[index] = object;
    }

    private void save(int index) {
        if (undo != null && !isOwn(index)) {
            Object object = index < objects.length ? objects[index] : null;
            undo.save(new Saved(index, numbers[index], object, pendingAt(index)));
        }
    }

    private void setPending(int index, @Nullable Pending now) {
        Pending before = pendingAt(index);
        if (before != null || now != null) {
            pendingsForWriting()[index] = now;
            pending += (now == null ? 0 : 1) - (before == null ? 0 : 1);
            bases[index] = ANY;
        }
    }

    /** Gives a pending entry the value that it has over a base. */
    void compute(int index, long number, long base) {
        numbers[index] = number;
        bases[index] = base;
    }

    /** As {@link #compute(int, long, long)}. */
    void compute(int index, @Nullable Object object, long base) {
        objects[index] = object;
        bases[index] = base;
    }

    // ---------------------------------------------------------------- nesting

    /** Opens a level of nesting and answers the mark to close it with. */
    public Mark mark() {
        if (undo == null) {
            undo = new UndoLog();
        }
        return undo.open(size);
    }

    /** Closes a level of nesting, keeping what it wrote. */
    public void merge(Mark mark) {
        Objects.requireNonNull(undo).merge(mark);
    }

    /** Closes a level of nesting, undoing what it wrote. */
    public void rollback(Mark mark, ReadLog reads) {
        returnBases(reads);
        UndoLog all = Objects.requireNonNull(undo);
        for (int i = all.size() - 1; i >= mark.undoSize(); i--) {
            Saved saved = all.get(i);
            int index = saved.index();
            setPending(index, saved.pending());
            numbers[index] = saved.number();
            if (index < objects.length) {
                objects[index] = saved.object();
            }
        }
        all.rollback(mark);
        truncate(mark.logSize());
    }

    /** Whether there is nothing to clear. */
    public boolean isClean() {
        return size == 0 && (undo == null || undo.isClean());
    }

    /** Forgets everything, and lets go of every location and value. */
    public void clear() {
        int n = size;
        if (locations.length > SHRINK_FROM || --clearsLeft <= 0) {
            discard();
        } else {
            Arrays.fill(locations, 0, n, null);
            Arrays.fill(objects, 0, Math.min(n, objects.length), null);
            if (pendings != null) {
                Arrays.fill(pendings, null);
            }
            if (n > SCAN_LIMIT) {
                table.clear();
            }
        }
        size = 0;
        bloom = 0;
        based = 0;
        pending = 0;
        undo = null;
    }

    /** Lets go of the memory of an empty log: for a thread that is going to wait. */
    public void discard() {
        clearsLeft = ReadLog.ENTRIES;
        discardArrays();
        table.discard();
        undo = null;
    }

    private void truncate(int newSize) {
        if (newSize == size) {
            return;
        }
        for (int i = newSize; i < size; i++) {
            setPending(i, null);
            locations[i] = null;
            if (i < objects.length) {
                objects[i] = null;
            }
        }
        size = newSize;
        bloom = 0;
        for (int i = 0; i < newSize; i++) {
            bloom |= bit(locationAt(i));
        }
        if (newSize > SCAN_LIMIT) {
            table.build(locations, newSize, locations.length);
        }
    }

    /** The index of a new entry, for which there is room in all arrays that are there, and a place in the table. */
    private int makeRoom(Location location) {
        int at = size;
        if (at == locations.length) {
            grow();
        }
        if (at >= objects.length && location instanceof ObjectLocation) {
            objects = new Object[locations.length];
        }
        if (at == SCAN_LIMIT) {
            table.build(locations, at, locations.length);
        }
        if (at >= SCAN_LIMIT) {
            table.add(location, at);
        }
        return at;
    }

    private int scan(Location location) {
        for (int i = size - 1; i >= 0; i--) {
            if (locations[i] == location) {
                return i;
            }
        }
        return -1;
    }

    private void grow() {
        int capacity = Math.max(INITIAL_CAPACITY, Math.multiplyExact(locations.length, 4));
        if (size > SCAN_LIMIT) {
            table.build(locations, size, capacity); // first: it may fail
        }
        growArrays(capacity);
    }

    private static long bit(Location location) {
        return 1L << Locations.id(location);
    }
}
