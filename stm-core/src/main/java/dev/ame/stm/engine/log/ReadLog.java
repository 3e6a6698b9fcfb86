package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Stamps;
import dev.ame.stm.engine.version.Validation;
import dev.ame.stm.engine.version.Version;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt has read: the versions that were seen, one reference an entry; and what it has asked of structures.
 */
public final class ReadLog implements Validation {
    static final Version[] NO_VERSIONS = {};
    private static final Draft.Mark[] NO_MARKS = {};
    private static final int INITIAL_CAPACITY = 8;
    private static final int GROWTH = 4;

    /**
     * After so many blocks the arrays are replaced, which keeps them in the young generation: storing a reference into an
     * old object costs a collector's full write barrier, every time.
     */
    static final int CLEARS = 1 << 16;

    private static final int LARGE = 1 << 7;
    private static final int DEDUPE_FROM = 1 << 10;

    /** The first {@link #size} are the entries. */
    @Nullable
    Version[] versions = NO_VERSIONS;

    int size;
    private int validated;
    private int clearsLeft = CLEARS;

    /** The size of the last large log: one that grows large again goes there in one step. */
    private int lastLarge;

    private @Nullable Inquiries inquiries;

    /** For a long attempt that reads from a pinned snapshot: in place of the entries. */
    private @Nullable Watch watch;

    /** Whether the last look found nothing wrong but inquiries that have to be made again. */
    private boolean doubtful;

    /** The hash of the last location that was found changed, with the sign bit set; 0 for none. */
    public int lost;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0 && inquiries == null && (watch == null || watch.isEmpty());
    }

    public @Nullable Location location(int index) {
        Version seen = versions[index];
        return seen == null ? null : seen.location();
    }

    public @Nullable Version version(int index) {
        return versions[index];
    }

    /** Entries looked at by {@link #isCurrent} since the log was cleared: what staying consistent has cost so far. */
    public int validated() {
        return validated;
    }

    public void add(Version seen) {
        if (!addIfRoom(seen)) {
            makeRoom();
            addIfRoom(seen);
        }
    }

    /** Adds an entry; false if the log would have to grow for that. */
    public boolean addIfRoom(Version seen) {
        int at = size;
        if (at == versions.length) {
            return false;
        }
        versions[at] = seen;
        size = at + 1;
        return true;
    }

    /** The version of the last entry, if that is of this location, or null. */
    @Nullable
    Version last(Location location) {
        Version last = size == 0 ? null : versions[size - 1];
        return last != null && last.isOf(location) ? last : null;
    }

    public void add(Inquiry inquiry) {
        inquiriesForWriting().add(inquiry);
    }

    public void add(Sum sum) {
        inquiriesForWriting().addSum(sum);
    }

    /** What the attempt was told of the sum of some locations, of which this is the first one, or null. */
    public @Nullable Sum sum(Location first) {
        return inquiries == null ? null : inquiries.sum(first);
    }

    public void add(Draft draft) {
        inquiriesForWriting().addDraft(draft);
    }

    private Inquiries inquiriesForWriting() {
        Inquiries present = inquiries;
        if (present == null) {
            present = new Inquiries();
            inquiries = present;
        }
        return present;
    }

    /** The attempt's draft of the structure at a location, or null. */
    public @Nullable Draft draft(Location location) {
        return inquiries == null ? null : inquiries.draft(location);
    }

    public boolean hasInquiries() {
        return inquiries != null;
    }

    /** Where a change of what was asked will show. May run code of users. */
    public Set<Location> placesOfInquiries() {
        return inquiries == null ? Set.of() : inquiries.places();
    }

    /** The latest snapshot that some answer is not known to hold before. */
    public long since() {
        return inquiries == null ? 0 : inquiries.since();
    }

    /** The state of all drafts, for {@link #rollbackDrafts}. */
    public Draft.Mark @Nullable [] markDrafts() {
        return inquiries == null ? null : inquiries.mark();
    }

    /** Takes back what drafts have been changed to; false if the attempt cannot go on. */
    public boolean rollbackDrafts(Draft.Mark @Nullable [] marks) {
        return inquiries == null || inquiries.rollback(marks == null ? NO_MARKS : marks);
    }

    /** Uses a set of ids from now on, in place of entries. */
    public void watch(Watch set) {
        watch = set;
    }

    public @Nullable Watch watch() {
        return watch;
    }

    @Override
    public boolean isCurrent(long own) {
        if (!isCurrent(own, false) || (watch != null && !watch.isCurrent(own, false))) {
            return false;
        }
        doubtful = inquiries != null && !inquiries.areUnchanged(own);
        return !doubtful;
    }

    /** Whether {@link #isCurrent(long)} has just failed for no reason but inquiries that have to be made again. */
    public boolean isDoubtful() {
        return doubtful;
    }

    /**
     * As {@link #isCurrent(long)}, for an attempt that has installed nothing, and so may wait for commits as long as it
     * takes, and make inquiries again.
     */
    public boolean isCurrent() {
        doubtful = false;
        return isCurrent(Stamps.NONE, true)
                && (watch == null || watch.isCurrent(Stamps.NONE, true))
                && (inquiries == null || inquiries.askAgain(Stamps.NONE));
    }

    /**
     * Whether every version read is still the head of its location, or lies directly under a head stamped
     * {@code own}. Waits for commits that are publishing a location read: {@code patiently}, which only a caller that
     * owns no tentative version may, or briefly, and then answers false.
     */
    private boolean isCurrent(long own, boolean patiently) {
        int n = size;
        validated += n;
        for (int i = 0; i < n; i++) {
            Version seen = Objects.requireNonNull(versions[i]);
            Location location = seen.location();
            if (Heads.newest(location) != seen && !isStill(location, seen, own, patiently)) {
                lost = Heads.hash(location) | Integer.MIN_VALUE;
                return false;
            }
        }
        return true;
    }

    private static boolean isStill(Location location, Version seen, long own, boolean patiently) {
        Version head = Heads.head(location);
        if (head.stamp() == own) {
            return head.previous() == seen;
        }
        // A committer that waits goes on only against a lesser one, so of two that wait for each other one gives way.
        if (patiently) {
            head = Heads.settle(location);
        } else if (head.isTentative() && own > head.stamp()) {
            head = Heads.settleBriefly(location);
        }
        return head == seen;
    }

    /** As {@link #clear}, of entries alone. */
    public void clearEntries() {
        if ((size | validated) != 0 || --clearsLeft == 0) {
            clear();
        }
    }

    /** Forgets everything, and lets go of every version. */
    public void clear() {
        int n = size;
        size = 0;
        validated = 0;
        if (inquiries != null) {
            inquiries = null;
            doubtful = false;
        }
        if (watch != null) {
            watch.end();
            watch = null;
        }
        for (int i = 0; i < n && n <= LARGE; i++) {
            versions[i] = null;
        }
        if (n > LARGE || --clearsLeft <= 0) {
            renew(n);
        }
    }

    /** Forgets everything, and the memory it was in: for a thread that is going to wait. */
    public void discard() {
        renew(0);
        size = 0;
        validated = 0;
        inquiries = null;
    }

    /** Fresh arrays, when they are needed: no erasing, and an idle thread does not keep what one giant block took. */
    private void renew(int n) {
        clearsLeft = CLEARS;
        lastLarge = n > LARGE ? n : 0;
        versions = NO_VERSIONS;
    }

    private void makeRoom() {
        if (size >= DEDUPE_FROM && dropDuplicates() <= versions.length / 2) {
            return;
        }
        int capacity = Math.max(INITIAL_CAPACITY, Math.multiplyExact(versions.length, GROWTH));
        if (versions.length >= LARGE) {
            capacity = Math.max(capacity, lastLarge + lastLarge / 8);
        }
        versions = Arrays.copyOf(versions, capacity);
    }

    /**
     * Keeps one entry a location: within an attempt a location is always seen in the same version. So a block that
     * reads a few boxes for ever needs a log for a few boxes.
     */
    private int dropDuplicates() {
        int[] table = new int[Integer.highestOneBit(size) << 2];
        int mask = table.length - 1;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Version seen = Objects.requireNonNull(versions[i]);
            int slot = Heads.hash(seen.location()) & mask;
            while (table[slot] != 0 && versions[table[slot] - 1] != seen) {
                slot = (slot + 1) & mask;
            }
            if (table[slot] == 0) {
                versions[kept] = seen;
                table[slot] = ++kept;
            }
        }
        Arrays.fill(versions, kept, size, null);
        size = kept;
        return kept;
    }
}
