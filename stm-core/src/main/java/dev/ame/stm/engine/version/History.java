package dev.ame.stm.engine.version;

import org.jspecify.annotations.Nullable;

/**
 * Keeps of each location's past exactly the values that a pinned snapshot can ask for.
 *
 * <pre>
 *   word   past                    pins: 15, 25
 *   40 --> 20 --> 10               30 was current from 30 to 39: nobody needs it, so it was not kept
 * </pre>
 *
 * <h2>Invariant</h2>
 * A location that has a past is listed by a pin that needs some of it, or by a pin whose release is on its way to look at it,
 * or is locked. So when the last pin goes, no old value stays.
 *
 * <h2>Why a reader never misses a value</h2>
 * A committer reads the pins after it has read the clock, which gave it the time {@code s}. A reader with a snapshot before
 * {@code s} announced its pin before the clock reached the snapshot, so before that read. Later readers have snapshots that
 * cover {@code s}, and read the new value itself. The value is kept before the new one is stored, and the new word comes after
 * both, so whoever finds that word too new finds what was kept.
 *
 * <h2>Why a release never misses a value that was kept for it</h2>
 * The committer locks, remembers the location with the pin, then keeps the value. If it remembers before the list is closed,
 * the release finds the location, waits for the lock, and looks at the past. If it comes later, remembering fails, and the
 * committer asks the next pin.
 *
 * <h2>Why nothing is cut that somebody needs</h2>
 * What nobody needs once it has been replaced, nobody ever will: later pins have later snapshots. A value that a commit in progress
 * has kept is not taken for one of those: it is in front of what was read before the location was seen unlocked, so cutting in
 * front fails. What was cut may be linked again by a commit that has read the front before; then it is cut another time.
 */
final class History {
    /** Two are enough, since a commit that begins after the first look finds the pins that had gone by then gone. */
    private static final int LOOKS = 8;

    private static final int FEW = 8;

    private Pin[] open = new Pin[FEW];
    private int count;

    /**
     * Looks for the pins that the commit in progress must heed. To be called after it has read the clock and the signals.
     *
     * @param own the committer's own pin, which needs nothing of what it replaces itself: its next read is after its commit
     */
    void look(@Nullable Pin own) {
        int n = Pins.open(open, own);
        while (n < 0) {
            open = new Pin[2 * open.length];
            n = Pins.open(open, own);
        }
        count = n;
    }

    /**
     * Keeps the present value of a location that the caller has locked, if a pin needs it, and tells those who hold a pin that
     * something is being replaced. If the commit fails, what was kept is one value too many, until the pin is released.
     *
     * @param replaced the word that was locked
     * @param first the first word of the commit's time
     */
    void keep(Location location, long replaced, long first) {
        long from = Word.committed(replaced);
        boolean kept = false;
        for (int i = 0; i < count; i++) {
            Pin pin = open[i];
            pin.touch(from, first);
            if (!kept && pin.needs(from, first) && pin.remember(location)) {
                Location.PAST.setRelease(location, location.keep(from));
                kept = true;
            }
        }
    }

    /** Whether every value from {@code newest} on down is null. */
    static boolean isNull(@Nullable Past newest) {
        for (Past past = newest; past != null; past = past.older) {
            if (past.object != null) {
                return false;
            }
        }
        return true;
    }

    /** Cuts what no pin needs from a location's past, and hands the rest to a pin that needs it. */
    static void trim(Location location) {
        for (int look = 0; look < LOOKS; look++) {
            Past front = (Past) Location.PAST.getAcquire(location);
            // Unlocked after the front was read: whoever has put that there has ended.
            long head = Word.committed(Locations.settle(location));
            Past newer = null;
            Pin heir = null;
            boolean cut = true;
            long to = head;
            for (Past past = front; past != null && cut; past = past.older) {
                Pin pin = Pins.needing(past.word, to);
                if (pin != null) {
                    heir = pin;
                    newer = past;
                    to = past.word;
                } else if (newer != null) {
                    newer.older = past.older;
                } else {
                    cut = Location.PAST.compareAndSet(location, front, past.older);
                    front = past.older;
                }
            }
            // A commit over this head may have kept a value for a pin that has gone since, and that looked before we
            // did: so the
            // look that counts is one after which all is still the same.
            if (cut
                    && (heir == null || heir.remember(location))
                    && Locations.head(location) == head
                    && Location.PAST.getAcquire(location) == front) {
                return;
            }
        }
    }
}
