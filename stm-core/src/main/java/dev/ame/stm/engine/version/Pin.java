package dev.ame.stm.engine.version;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place where one reader publishes the snapshot it reads, so that committers keep the versions it needs.
 *
 * <pre>
 *   FREE --claim--> OPENING --fix--> snapshot --release--> CLOSING --> FREE
 *                   needs everything                     needs nothing
 * </pre>
 *
 * {@code kept} lists the locations whose history this pin made longer: open (a list, perhaps empty) from OPENING to
 * CLOSING, the sentinel CLOSED otherwise. Adding to a closed list fails, and then the committer looks again who needs
 * the version.
 */
public final class Pin {
    private static final long FREE = -1;
    private static final long OPENING = -2;
    private static final long CLOSING = -3;
    private static final Kept CLOSED = new Kept(null, null, 0);
    private static final int COMPACT_FROM = 1 << 10;
    private static final VarHandle SNAPSHOT;
    private static final VarHandle KEPT;
    private static final VarHandle TOUCHED;
    private static final VarHandle LOST;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SNAPSHOT = lookup.findVarHandle(Pin.class, "snapshot", long.class);
            LOST = lookup.findVarHandle(Pin.class, "lost", boolean.class);
            TOUCHED = lookup.findVarHandle(Pin.class, "touched", Touched.class);
            KEPT = lookup.findVarHandle(Pin.class, "kept", Kept.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long snapshot = FREE;
    private volatile @Nullable Kept kept = CLOSED;

    /** Whether the owner wants to know what is written meanwhile. Written by the owner while nobody needs the pin. */
    private volatile boolean watching;

    private volatile @Nullable Touched touched;

    /** Whether the pin counts in the signals. Owner only. */
    private boolean signalled;

    /**
     * Set, without a call, by an owner that had no stack left to release the pin and is not going to use it any more.
     * Whoever sets it back releases the pin.
     */
    public volatile boolean lost;

    /** What a release has still to look at. Owner only. */
    private @Nullable Kept closing;

    /** An entry of the list of locations to look at when the pin is released. */
    private record Kept(
            @Nullable Location location, @Nullable Kept next, int size) {
        static Kept of(Location location, @Nullable Kept next) {
            return new Kept(location, next, next == null ? 1 : next.size + 1);
        }
    }

    /** The size of the list at which entries that name a location again are dropped. */
    private volatile int compactAt = COMPACT_FROM;

    boolean tryClaim() {
        if (snapshot != FREE || !SNAPSHOT.compareAndSet(this, FREE, CLOSING)) {
            return false;
        }
        // Ordered before the signal of fix(), which is a full fence.
        KEPT.setRelease(this, null);
        SNAPSHOT.setRelease(this, OPENING);
        return true;
    }

    /**
     * Takes the snapshot. The pin must be visible before the clock moves: a committer that draws a stamp above the
     * snapshot has read the clock after the tick, hence looks for pins after this one was announced.
     */
    long fix() {
        Clock.signal(Clock.PIN);
        signalled = true;
        long time = Clock.tick();
        SNAPSHOT.setRelease(this, time); // until it is seen the pin needs everything
        return time;
    }

    /** To be called between claim and fix: from the snapshot on, the pin is told what is written. */
    public void watch() {
        touched = null;
        watching = true;
    }

    /** The locations that were written since the snapshot, and perhaps some more. */
    public @Nullable Touched touched() {
        return touched;
    }

    /** Tells a watching owner that the version which was current from {@code from} is being replaced. A full fence. */
    void touch(Location location, long from, long to) {
        if (watching && needs(from, to)) {
            Touched list;
            do {
                list = touched;
            } while (!TOUCHED.compareAndSet(this, list, new Touched(location, list)));
        }
    }

    /** Ends the pin and cuts the history that was kept for it alone. Called again, goes on where it ran out of stack. */
    void release() {
        SNAPSHOT.setRelease(this, CLOSING);
        if (watching) {
            watching = false;
            touched = null;
        }
        if (signalled) {
            Clock.signal(-Clock.PIN);
            signalled = false;
        }
        Kept list = (Kept) KEPT.getAndSet(this, CLOSED);
        if (list != CLOSED) {
            closing = list;
        }
        for (Kept entry = closing; entry != null; entry = entry.next) {
            if (entry.location != null) {
                History.trim(entry.location);
            }
            closing = entry.next;
        }
        SNAPSHOT.setRelease(this, FREE);
    }

    /** Takes over from an owner that could not release the pin; false if somebody else does. */
    boolean reclaim() {
        return lost && LOST.compareAndSet(this, true, false);
    }

    /** Whether the reader may want the version that was current from {@code from} until just before {@code to}. */
    boolean needs(long from, long to) {
        long time = snapshot;
        return time == OPENING || (from <= time && time < to);
    }

    /** The snapshot; 0 while it is being taken, {@link Stamps#LATEST} if there is none. */
    long oldest() {
        long time = snapshot;
        return time >= 0 ? time : time == OPENING ? 0 : Stamps.LATEST;
    }

    /** As {@link #needs}, for a pin whose snapshot is known. */
    boolean needsExactly(long from, long to) {
        long time = snapshot;
        return from <= time && time < to;
    }

    /** Makes the release of this pin look at the location's history; false if that release has begun. */
    boolean remember(Location location) {
        Kept entry = null;
        Kept list = kept;
        while (list != CLOSED) {
            if (entry == null || entry.next != list) {
                entry = Kept.of(location, list);
            }
            if (KEPT.compareAndSet(this, list, entry)) {
                if (entry.size >= compactAt) {
                    compact(entry);
                }
                return true;
            }
            list = kept;
        }
        return false;
    }

    /** A location is listed again whenever a shorter pin hands it on, so a long one must drop what it has twice. */
    private void compact(Kept list) {
        Set<Location> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        Kept compacted = null;
        for (Kept entry = list; entry != null; entry = entry.next) {
            if (entry.location != null && distinct.add(entry.location)) {
                compacted = Kept.of(entry.location, compacted);
            }
        }
        compactAt = Math.max(COMPACT_FROM, 2 * distinct.size());
        KEPT.compareAndSet(this, list, compacted); // if others have added meanwhile, one of them will try again
    }
}
