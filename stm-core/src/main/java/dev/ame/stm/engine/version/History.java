package dev.ame.stm.engine.version;

import org.jspecify.annotations.Nullable;

/**
 * Keeps of each location's past exactly the versions that a pinned snapshot can ask for.
 *
 * <pre>
 *   head                    pins: 15, 25
 *   [40] --> [20] --> [10]        30 was current from 30 to 39: nobody needs it, so 40 was linked past it
 * </pre>
 *
 * <h2>Invariant</h2>
 * A location that has versions below a committed head is listed by a pin that needs one of them, or by a pin whose
 * release is on its way to look at it. So when the last pin goes, no old version stays.
 *
 * <h2>Why a reader never misses a version</h2>
 * A committer stamps {@code s} and reads the pins after it has read the clock. A reader with a snapshot below {@code s}
 * announced its pin before the clock reached the snapshot, so before that read. Later readers have snapshots of at
 * least {@code s} and read the new version itself.
 *
 * <h2>Why a release never misses a version that was kept for it</h2>
 * The committer first installs its tentative head, then remembers the location with the pin. If it remembers before
 * the list is closed, the release finds the location, waits for the tentative head to be published, and trims below
 * it. If it comes later, remembering fails, and the committer looks again.
 */
public final class History {
    /** Two are enough, since a commit that begins after the first look finds the pins that had gone by then gone. */
    private static final int LOOKS = 8;

    private History() {}

    /**
     * The newest older version that a pin needs once the tentative one is published with {@code stamp}, or null. Changes
     * nothing that the commit would have to undo.
     */
    public static @Nullable Version keep(Location location, Version tentative, long stamp) {
        Version older = tentative.previous();
        long to = stamp;
        if (older != null) {
            Pins.touch(location, older.stamp(), stamp);
        }
        boolean direct = true;
        while (older != null) {
            Pin pin = Pins.needing(older.stamp(), to);
            if (pin == null) {
                to = older.stamp();
                older = older.previous();
                direct = false;
            } else if ((!direct && pin.needsExactly(older.stamp(), to)) || pin.remember(location)) {
                // Only the first commit over a version that is needed lists the location. Later ones need not: the pin
                // has been there since, so the location is listed by it, or by another whose release will see it.
                break;
            }
        }
        return older;
    }

    /** Whether every version from {@code newest} on down holds null. */
    public static boolean isNull(@Nullable Version newest) {
        for (Version version = newest; version != null; version = version.previous()) {
            if (((ObjectVersion) version).value != null) {
                return false;
            }
        }
        return true;
    }

    /** Cuts what no pin needs from a location's history, and hands the rest to a pin that needs it. */
    static void trim(Location location) {
        for (int look = 0; look < LOOKS; look++) {
            Version head = Heads.settle(location);
            Version newer = head;
            Pin heir = null;
            Version older = newer.previous();
            while (older != null) {
                Pin pin = Pins.needing(older.stamp(), newer.stamp());
                if (pin != null) {
                    heir = pin;
                    newer = older;
                    older = newer.previous();
                } else {
                    older = unlink(newer, older);
                }
            }
            // A commit over this head may have linked to a version for a pin that has gone since, and that looked
            // before we did: so the look that counts is one after which the head is still the same.
            if ((heir == null || heir.remember(location)) && Heads.head(location) == head) {
                return;
            }
        }
    }

    /** Takes {@code older} out from below {@code newer} and answers what lies there now. */
    private static @Nullable Version unlink(Version newer, Version older) {
        newer.casPrevious(older, older.previous());
        return newer.previous();
    }
}
