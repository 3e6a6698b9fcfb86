package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LockHolder;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Validation;
import dev.ame.stm.engine.version.Word;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt has read: the locations, one reference an entry; and what it has asked of structures.
 *
 * <h2>Why the log needs no words</h2>
 * A location that was read under snapshot {@code n} is unchanged if and only if its word is still at most {@code n}. Whoever commits it
 * reads the clock after locking it. If that gave a time within {@code n}, the lock was there before the clock reached {@code n}, so before
 * the reader took the snapshot: the reader has met the lock, and waited. Only the very first read may take a word that is too new for the
 * snapshot, and is compared exactly.
 */
public final class ReadLog implements Validation {
    private static final Location[] NO_LOCATIONS = {};
    private static final Draft.Mark[] NO_MARKS = {};
    private static final int INITIAL_CAPACITY = 8;
    private static final int GROWTH = 4;

    /**
     * After so many entries and blocks the array is replaced, which keeps it in the young generation: storing a reference into
     * an old object costs a collector's full write barrier, every time.
     */
    static final int ENTRIES = 1 << 16;

    /** A larger array is given away when the blocks have become much smaller. */
    private static final int LARGE = 1 << 10;

    private static final int DEDUPE_FROM = 1 << 10;

    /** The first {@link #size} are the entries. */
    @Nullable
    Location[] locations = NO_LOCATIONS;

    int size;
    private int validated;
    private int entriesLeft = ENTRIES;

    /** Entries at which a long attempt may want to go on in another way: see {@link #addIfRoom}. */
    private static final int FIRST_NOTICE = 32;

    private static final int SECOND_NOTICE = 128;

    /** The number of entries up to which one can be added without a thought. */
    private int limit;

    /** The largest log of late, that the memory is kept for. */
    private int lately;

    /** The word of the last entry; {@link Word#NONE} if that is not the one that was added last. */
    long lastWord = Word.NONE;

    /** The largest word of an entry that may be newer than the snapshot, and where the entry is. */
    long exactWord = Word.NONE;

    int exactAt;

    /** The second largest. There are no more than two: see {@link dev.ame.stm.engine.version.SmallSet#noteNewer}. */
    long otherExactWord = Word.NONE;

    int otherExactAt;

    /** What the entries must be within; set before they are looked at. */
    private long snapshot;

    private @Nullable Inquiries inquiries;

    /** Of a long attempt that may write and reads from a pinned snapshot: told if anything is replaced. */
    private @Nullable Pin pin;

    /** Whether the last look found nothing wrong but inquiries that have to be made again. */
    private boolean doubtful;

    /** The hash of the last location that was found changed, with the sign bit set; 0 for none. */
    public int lost;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0 && inquiries == null;
    }

    public Location location(int index) {
        return Objects.requireNonNull(locations[index]);
    }

    /** Entries looked at by {@link #isCurrent} since the log was cleared: what staying consistent has cost so far. */
    public int validated() {
        return validated;
    }

    /**
     * Adds a read.
     *
     * @param word under which it was read: a free one
     */
    public void add(Location location, long word) {
        if (!addIfRoom(location, word)) {
            if (size == locations.length) {
                makeRoom();
            }
            limit = Math.min(
                    locations.length,
                    size < FIRST_NOTICE ? FIRST_NOTICE : size < SECOND_NOTICE ? SECOND_NOTICE : Integer.MAX_VALUE);
            addIfRoom(location, word);
        }
    }

    /** As {@link #add}; false if it would be an entry at which to stop and think, and nothing was added. */
    public boolean addIfRoom(Location location, long word) {
        int at = size;
        if (at == limit) {
            return false;
        }
        if (at == 0) {
            exactWord = word;
            exactAt = 0;
        }
        lastWord = word;
        locations[at] = location;
        size = at + 1;
        return true;
    }

    /** Makes room for the first few entries. */
    void ensureRoom() {
        if (locations.length == 0) {
            makeRoom();
            limit = Math.min(locations.length, FIRST_NOTICE);
        }
    }

    /** Adds what was read before, perhaps as the very first read, and was noted elsewhere. */
    void addAgain(Location location, long word) {
        add(location, word);
        noteExact(word, size - 1);
    }

    /** Of an entry that is the first one, or may be newer than the snapshot. */
    private void noteExact(long word, int at) {
        if (word > exactWord) {
            otherExactWord = exactWord;
            otherExactAt = exactAt;
            exactWord = word;
            exactAt = at;
        } else if (at != exactAt && word > otherExactWord) {
            otherExactWord = word;
            otherExactAt = at;
        }
    }

    /** The word of the last entry, if that is of this location; {@link Word#NONE} otherwise. */
    long lastWord(Location location) {
        return size > 0 && locations[size - 1] == location ? lastWord : Word.NONE;
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

    /** The entries are looked at only if the pin, whose snapshot is the attempt's, was told of something. */
    public void follow(Pin of) {
        pin = of;
    }

    /** Whether the attempt reads from a pinned snapshot, and may write. */
    public boolean isPinned() {
        return pin != null;
    }

    /** To be called before the entries are looked at. */
    public void validateFor(long ofAttempt) {
        snapshot = ofAttempt;
    }

    /** A word that the clock must cover before a snapshot covers all entries. */
    public long newestWord() {
        return Math.max(exactWord, otherExactWord);
    }

    /** Whether what an entry was read of has been replaced, or is about to be; for reports. To be called after {@link #validateFor}. */
    public boolean isReplaced(int index) {
        long word = Locations.head(location(index));
        return word > snapshot && !(index == exactAt && word == exactWord);
    }

    /** The inquiries that are answered otherwise now; for reports, of an attempt that has ended. May run code of users. */
    public List<Inquiry> changedInquiries() {
        return inquiries == null ? List.of() : inquiries.changed();
    }

    @Override
    public boolean isCurrent(LockHolder holder) {
        if (!isCurrent(holder, false)) {
            return false;
        }
        doubtful = inquiries != null && !inquiries.areUnchanged(holder);
        return !doubtful;
    }

    /** Whether {@link #isCurrent(LockHolder)} has just failed for no reason but inquiries that have to be made again. */
    public boolean isDoubtful() {
        return doubtful;
    }

    /**
     * As {@link #isCurrent(LockHolder)}, for an attempt that has locked nothing, and so may wait for commits as long as it
     * takes, and make inquiries again.
     */
    public boolean isCurrent() {
        doubtful = false;
        return isCurrent(LockHolder.NOBODY, true) && (inquiries == null || inquiries.askAgain(LockHolder.NOBODY));
    }

    /**
     * Whether every location has the version that was read. Waits for commits that have locked one: {@code patiently}, which
     * only a caller that holds no lock may, or briefly, and then answers false.
     */
    private boolean isCurrent(LockHolder holder, boolean patiently) {
        Pin untouched = pin;
        if (untouched != null && !untouched.isTouched()) {
            return true;
        }
        int n = size;
        validated += n;
        for (int i = 0; i < n; i++) {
            Location location = locations[i];
            if (location != null && Locations.word(location) > snapshot && !isStill(location, i, holder, patiently)) {
                lost = Locations.hash(location) | Integer.MIN_VALUE;
                return false;
            }
        }
        return true;
    }

    private boolean isStill(Location location, int index, LockHolder holder, boolean patiently) {
        long word = Locations.head(location, holder);
        if (Word.isLocked(word)) {
            // A committer that waits goes on only against a lesser one, so of two that wait for each other one gives
            // way.
            if (!patiently && holder.lock <= word) {
                return false;
            }
            word = Word.committed(patiently ? Locations.settle(location) : Locations.settleBriefly(location));
        }
        return word <= snapshot
                || (index == exactAt && word == exactWord)
                || (index == otherExactAt && word == otherExactWord);
    }

    /** Waits until no entry is locked by a commit that has begun before. For a caller that holds no lock. */
    public void settle() {
        for (int i = 0; i < size; i++) {
            Locations.settle(location(i));
        }
    }

    /** Forgets everything, and lets go of every location. */
    public void clear() {
        int n = size;
        size = 0;
        validated = 0;
        exactWord = Word.NONE;
        otherExactWord = Word.NONE;
        if (inquiries != null) {
            inquiries = null;
            doubtful = false;
        }
        pin = null;
        lately = Math.max(n, lately - (lately >> 4));
        entriesLeft -= n + 1;
        if (locations.length > Math.max(LARGE, GROWTH * lately) || entriesLeft <= 0) {
            discardArray();
        } else {
            Arrays.fill(locations, 0, n, null);
        }
        limit = Math.min(locations.length, FIRST_NOTICE);
    }

    /** Forgets everything, and the memory it was in: for a thread that is going to wait. */
    public void discard() {
        discardArray();
        lately = 0;
        size = 0;
        validated = 0;
        inquiries = null;
    }

    private void discardArray() {
        entriesLeft = ENTRIES;
        locations = NO_LOCATIONS;
        limit = 0;
    }

    private void makeRoom() {
        if (size >= DEDUPE_FROM && dropDuplicates() <= locations.length / 2) {
            return;
        }
        int capacity = Math.max(INITIAL_CAPACITY, Math.multiplyExact(locations.length, GROWTH));
        if (capacity > LARGE) {
            capacity = Math.max(capacity, lately + 1); // in one step
        }
        locations = Arrays.copyOf(locations, capacity);
    }

    /**
     * Keeps one entry a location: within an attempt a location is always seen in the same version. So a block that
     * reads a few boxes for ever needs a log for a few boxes.
     */
    private int dropDuplicates() {
        int[] table = new int[Integer.highestOneBit(size) << 2];
        int mask = table.length - 1;
        int kept = 0;
        int newExactAt = exactAt;
        int newOtherExactAt = otherExactAt;
        for (int i = 0; i < size; i++) {
            Location seen = location(i);
            int slot = Locations.hash(seen) & mask;
            while (table[slot] != 0 && locations[table[slot] - 1] != seen) {
                slot = (slot + 1) & mask;
            }
            if (table[slot] == 0) {
                locations[kept] = seen;
                table[slot] = ++kept;
            }
            newExactAt = i == exactAt ? table[slot] - 1 : newExactAt;
            newOtherExactAt = i == otherExactAt ? table[slot] - 1 : newOtherExactAt;
        }
        Arrays.fill(locations, kept, size, null);
        size = kept;
        exactAt = newExactAt;
        otherExactAt = newOtherExactAt;
        return kept;
    }
}
