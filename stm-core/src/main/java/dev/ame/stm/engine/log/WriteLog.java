package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Pending;
import dev.ame.stm.engine.version.Version;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt has written: the future version of each location, private until the commit installs it. An entry
 * with a {@link Commute} is pending: its version has no value yet.
 *
 * <p>Lookup: a 64-bit bloom filter of the location ids, then a scan of up to {@value #SCAN_LIMIT} entries, then a
 * table with open addressing.
 */
public final class WriteLog {
    private static final int INITIAL_CAPACITY = 4;
    private static final int SCAN_LIMIT = 8;
    private static final int SHRINK_FROM = 256;
    private static final int BASES = Long.SIZE;

    private @Nullable Version[] versions = ReadLog.NO_VERSIONS;
    private int size;
    private int clearsLeft = ReadLog.CLEARS;
    private long bloom;

    /**
     * The entries, of the first {@value #BASES}, that must be put over a certain version, since the attempt has read it:
     * their {@link Version#previous}. That read is in no read log.
     */
    private long based;

    private @Nullable Commute @Nullable [] commutes;
    private int pending;
    private int @Nullable [] table;

    /** Made by the first nested block. */
    private @Nullable UndoLog undo;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The first {@link #size} elements are the entries. Not to be changed. */
    public @Nullable Version[] versions() {
        return versions;
    }

    /** The functions of {@link #versions}; null if there are none. Not to be changed. */
    public @Nullable Pending @Nullable [] pending() {
        return pending == 0 ? null : commutes;
    }

    public Location location(int index) {
        return version(index).location();
    }

    public Version version(int index) {
        return Objects.requireNonNull(versions[index]);
    }

    public boolean hasPending() {
        return pending != 0;
    }

    /** The function an entry waits for; null where the entry has its value. */
    public @Nullable Commute pendingAt(int index) {
        @Nullable Commute[] all = commutes;
        return all == null ? null : all[index];
    }

    /** Whether the location is known not to be written. */
    public boolean lacks(Location location) {
        return (bloom & bit(location)) == 0;
    }

    /** The entry of a location, or -1. */
    public int find(Location location) {
        if (lacks(location)) {
            return -1;
        }
        return size <= SCAN_LIMIT ? scan(location) : probe(location);
    }

    /** Whether the entry must be put over the version it names as its previous one. */
    public boolean isBased(int index) {
        return index < BASES && (based & (1L << index)) != 0;
    }

    /** As {@link #isBased}, of all: bit by bit. */
    public long based() {
        return based;
    }

    /**
     * The version that was read last, if that was of this location, and the write of it can be {@linkplain #addBased based}
     * on it.
     */
    public @Nullable Version base(Location location, ReadLog reads) {
        return size < BASES ? reads.last(location) : null;
    }

    /**
     * Adds a write of the location that was read last; the version names the one that was seen as its previous. The read is
     * noted here from now on, and not in the log of reads: most writes are of that kind, and then the commit has nothing to
     * validate.
     */
    public void addBased(Version version, ReadLog reads) {
        int at = size;
        add(version);
        // No call from here on, so the read is always in one log or the other.
        reads.versions[--reads.size] = null;
        based |= 1L << at;
    }

    public void add(Version version) {
        int at = size;
        if (at >= SCAN_LIMIT || at == versions.length) {
            add(version, null);
            return;
        }
        long bit = bit(version.location());
        // No call from here on, as below.
        versions[at] = version;
        bloom |= bit;
        size = at + 1;
    }

    /** Has all reads that are noted here logged as such: for all that looks at the reads before the commit. */
    public void returnBases(ReadLog reads) {
        while (based != 0) {
            int index = Long.numberOfTrailingZeros(based);
            reads.add(Objects.requireNonNull(version(index).previous()));
            based &= based - 1;
        }
    }

    public void add(Version version, @Nullable Commute commute) {
        Location location = version.location();
        int at = size;
        if (at == versions.length) {
            grow();
        }
        if (at >= SCAN_LIMIT) {
            index(location, at);
        }
        long bit = bit(location);
        if (commute != null) {
            commutesForWriting()[at] = commute;
            pending++;
        }
        // No call from here on, so that running out of stack or memory leaves the log as it was.
        versions[at] = version;
        bloom |= bit;
        size = at + 1;
    }

    /** Whether the entry may be changed in place: no savepoint wants its present state back. */
    public boolean isOwn(int index) {
        return undo == null || index >= undo.floor() || undo.isSaved(index);
    }

    /** Replaces an entry; its present state comes back if the innermost savepoint is rolled back. */
    public void replace(int index, Version version, @Nullable Commute commute) {
        Commute before = pendingAt(index);
        if (undo != null && !isOwn(index)) {
            undo.save(index, version(index), before);
        }
        if (isBased(index)) {
            version.setPreviousPlain(version(index).previous());
        }
        if (before != null || commute != null) {
            commutesForWriting()[index] = commute;
            pending += (commute == null ? 0 : 1) - (before == null ? 0 : 1);
        }
        versions[index] = version;
    }

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
        UndoLog saved = Objects.requireNonNull(undo);
        for (int i = saved.size() - 1; i >= mark.undoSize(); i--) {
            int index = saved.index(i);
            Commute now = pendingAt(index);
            Commute then = saved.commute(i);
            if (now != null || then != null) {
                commutesForWriting()[index] = then;
                pending += (then == null ? 0 : 1) - (now == null ? 0 : 1);
            }
            versions[index] = saved.version(i);
        }
        saved.rollback(mark);
        truncate(mark.logSize());
    }

    /** Whether there is nothing to clear. */
    public boolean isClean() {
        return size == 0 && (undo == null || undo.isClean());
    }

    /** Forgets everything, and lets go of every version. */
    public void clear() {
        int n = size;
        if (versions.length > SHRINK_FROM || --clearsLeft <= 0) {
            clearsLeft = ReadLog.CLEARS;
            discard();
        } else {
            for (int i = 0; i < n; i++) {
                versions[i] = null;
            }
            if (commutes != null) {
                Arrays.fill(commutes, null);
            }
            if (n > SCAN_LIMIT && table != null) {
                Arrays.fill(table, 0);
            }
        }
        size = 0;
        bloom = 0;
        based = 0;
        pending = 0;
        undo = null;
    }

    /** As {@link #clear}, for one or two entries that wait for nothing. */
    public void clearFew() {
        if (--clearsLeft == 0) {
            clear();
            return;
        }
        versions[0] = null;
        if (size == 2) {
            versions[1] = null;
        }
        size = 0;
        bloom = 0;
        based = 0;
    }

    /** Lets go of the memory of an empty log: for a thread that is going to wait. */
    public void discard() {
        versions = ReadLog.NO_VERSIONS;
        commutes = null;
        table = null;
        undo = null;
    }

    private void truncate(int newSize) {
        if (newSize == size) {
            return;
        }
        for (int i = newSize; i < size; i++) {
            if (pendingAt(i) != null) {
                commutesForWriting()[i] = null;
                pending--;
            }
            versions[i] = null;
        }
        size = newSize;
        bloom = 0;
        for (int i = 0; i < newSize; i++) {
            bloom |= bit(location(i));
        }
        if (table != null) {
            Arrays.fill(table, 0);
            for (int i = 0; i < newSize; i++) {
                index(location(i), i);
            }
        }
    }

    private int scan(Location location) {
        for (int i = size - 1; i >= 0; i--) {
            if (version(i).isOf(location)) {
                return i;
            }
        }
        return -1;
    }

    private int probe(Location location) {
        int[] slots = Objects.requireNonNull(table);
        int mask = slots.length - 1;
        int slot = Heads.hash(location) & mask;
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            // An add that ran out of memory or stack after it was indexed left a slot that points past the end.
            if (index < size && version(index).isOf(location)) {
                return index;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    /** Enters one location; builds the table of all entries the first time. */
    private void index(Location location, int at) {
        int[] slots = table;
        if (slots == null || at == SCAN_LIMIT) {
            slots = new int[tableSize()];
            for (int i = 0; i < Math.min(at, size); i++) {
                insert(slots, location(i), i);
            }
            table = slots;
        }
        insert(slots, location, at);
    }

    private int tableSize() {
        return versions.length * 4;
    }

    private static void insert(int[] slots, Location location, int at) {
        int mask = slots.length - 1;
        int slot = Heads.hash(location) & mask;
        while (slots[slot] != 0 && slots[slot] != at + 1) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = at + 1;
    }

    private void grow() {
        int capacity = Math.max(INITIAL_CAPACITY, Math.multiplyExact(versions.length, 4));
        @Nullable Version[] moreVersions = Arrays.copyOf(versions, capacity);
        @Nullable Commute @Nullable [] moreCommutes = commutes == null ? null : Arrays.copyOf(commutes, capacity);
        int[] slots = null;
        if (size > SCAN_LIMIT) {
            slots = new int[capacity * 4];
            for (int i = 0; i < size; i++) {
                insert(slots, location(i), i);
            }
        }
        versions = moreVersions;
        commutes = moreCommutes;
        table = slots;
    }

    private @Nullable Commute[] commutesForWriting() {
        @Nullable Commute[] all = commutes;
        if (all == null) {
            all = new Commute[versions.length];
            commutes = all;
        }
        return all;
    }

    private static long bit(Location location) {
        return 1L << Heads.id(location);
    }
}
