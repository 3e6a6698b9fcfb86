package dev.ame.stm.engine.version;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place where one reader publishes the snapshot it reads, so that committers keep the values it needs.
 *
 * <pre>
 *   FREE --claim--> OPENING --fix--> snapshot --release--> CLOSING --> FREE --retire--> RETIRED
 *                   needs everything                     needs nothing                not in the table
 * </pre>
 *
 * {@code kept} lists the locations whose history this pin made longer: open (a list, perhaps empty) from OPENING to
 * CLOSING, the sentinel CLOSED otherwise. Adding to a closed list fails, and then the committer looks again who needs
 * the value.
 */
public final class Pin {
    private static final long FREE = -1;
    private static final long OPENING = -2;
    private static final long CLOSING = -3;
    private static final long RETIRED = -4;
    private static final Kept CLOSED = new Kept(null, null, 0);
    private static final int COMPACT_FROM = 1 << 10;
    private static final VarHandle SNAPSHOT;
    private static final VarHandle KEPT;
    private static final VarHandle LOST;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SNAPSHOT = lookup.findVarHandle(Pin.class, "snapshot", long.class);
            LOST = lookup.findVarHandle(Pin.class, "lost", boolean.class);
            KEPT = lookup.findVarHandle(Pin.class, "kept", Kept.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long snapshot = FREE;
    private volatile @Nullable Kept kept = CLOSED;

    /** Whether anything was replaced that was current at the snapshot. Set by committers, before they validate. */
    private volatile boolean touched;

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
        touched = false;
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

    /** Whether something that was current at the snapshot has been replaced since, or is about to be. */
    public boolean isTouched() {
        return touched;
    }

    /**
     * Told by a committer that a version which was current from {@code from} is being replaced. The store is volatile: of two
     * that both tell and then look, one sees the other.
     */
    void touch(long from, long to) {
        if (!touched && needs(from, to)) {
            touched = true;
        }
    }

    /** Ends the pin and cuts the history that was kept for it alone. Called again, goes on where it ran out of stack. */
    void release() {
        SNAPSHOT.setRelease(this, CLOSING);
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

    /** The snapshot; 0 while it is being taken, {@link Long#MAX_VALUE} if there is none. */
    long oldest() {
        long time = snapshot;
        return time >= 0 ? time : time == OPENING ? 0 : Long.MAX_VALUE;
    }

    /** Whether a reader has it, or is about to. */
    boolean isOpen() {
        long time = snapshot;
        return time >= 0 || time == OPENING;
    }

    boolean isFree() {
        return snapshot == FREE;
    }

    boolean isRetired() {
        return snapshot == RETIRED;
    }

    /** Makes sure that nobody claims it any more; false if somebody has. */
    boolean retire() {
        return SNAPSHOT.compareAndSet(this, FREE, RETIRED);
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
