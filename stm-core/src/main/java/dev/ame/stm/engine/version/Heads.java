package dev.ame.stm.engine.version;

import java.lang.invoke.VarHandle;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/** Access to the head of a {@link Location}, and the one place where the engine waits for a commit in progress. */
public final class Heads {
    /** A committer that holds tentative versions itself waits at most this many turns before it gives way. */
    private static final int PATIENCE = 256;

    private static final int SPINS = 64;

    private Heads() {}

    public static int id(Location location) {
        return location.id;
    }

    /** A well spread hash of the location; its low bits may be used. */
    public static int hash(Location location) {
        int h = location.id * 0x9E3779B9;
        return h ^ (h >>> 15);
    }

    public static @Nullable String name(Location location) {
        return location.name;
    }

    /** What it is and its name, for messages. */
    public static String describe(Location location) {
        String kind = location.kind();
        return location.name == null ? "a " + kind : kind + " \"" + location.name + '"';
    }

    /**
     * Gives a location that is being deserialized its name and its first version. Nobody but code of users that is read
     * from the same stream can have seen the location yet.
     */
    public static void restore(Location location, @Nullable String name, Version initial) {
        location.name = name;
        initial.place(location);
        Location.HEAD.set(location, initial);
        VarHandle.releaseFence(); // as in the constructor
    }

    /** The newest version, perhaps tentative, perhaps a reservation, which no snapshot covers. For readers. Acquire. */
    public static Version newest(Location location) {
        return location.head;
    }

    /**
     * The newest version, perhaps tentative. Acquire. For all who look whether something is still current: a location that
     * is reserved is, until the block that has reserved it commits.
     */
    public static Version head(Location location) {
        Version head = location.head;
        return head instanceof Reservation reservation ? reservation.committed() : head;
    }

    /**
     * The newest committed version, after waiting for the commit that is publishing this very location, if any, and for the
     * irrevocable block that has written it. Only for callers that own no tentative version: then the commit waited for
     * cannot be waiting for the caller.
     */
    @SuppressWarnings("NullAway") // there is no deadline
    public static Version awaitCommitted(Location location) {
        Version head = location.head;
        return head.isTentative() ? awaitReadable(location, Stamps.LATEST, false, 0) : head;
    }

    /**
     * As {@link #awaitCommitted}, for a reader that may have begun before the location was reserved, and may have a deadline.
     *
     * @param snapshot the reader's; {@link Stamps#LATEST} if it has read nothing yet
     * @return the version; null if the deadline passed before the end of the block that has reserved the location
     */
    public static @Nullable Version awaitReadable(Location location, long snapshot, boolean timed, long deadline) {
        Version head = location.head;
        while (head != null && head.isTentative()) {
            if (!(head instanceof Reservation reservation)) {
                head = spin(location, Integer.MAX_VALUE, true);
            } else if (reservation.block.isMine() || reservation.block.isOlder(snapshot)) {
                head = reservation.committed();
            } else {
                head = reservation.block.await(location, reservation, timed, deadline);
            }
        }
        return head;
    }

    /** As {@link #awaitCommitted}, for those who do not read the value: they do not wait for irrevocable blocks. */
    public static Version settle(Location location) {
        Version head = head(location);
        return head.isTentative() ? spin(location, Integer.MAX_VALUE, true) : head;
    }

    /** As {@link #settle}, but gives up, and answers the tentative head, when the wait grows long. */
    public static Version settleBriefly(Location location) {
        Version head = head(location);
        return head.isTentative() ? spin(location, PATIENCE, false) : head;
    }

    /** Whether an irrevocable block of another thread has written the location, and has not ended yet. */
    public static boolean isReserved(Location location) {
        return location.head instanceof Reservation reservation && !reservation.block.isMine();
    }

    /** Until the head is no commit in progress any more; what then is the {@link #head}. */
    private static Version spin(Location location, int turns, boolean mayPark) {
        IdleStrategy idle = null;
        for (int turn = 0; turn < turns; ) {
            Version head = head(location);
            if (!head.isTentative()) {
                return head;
            }
            if (turn < SPINS) {
                Thread.onSpinWait();
                turn++;
            } else if (mayPark) {
                if (idle == null) {
                    idle = new BackoffIdleStrategy(0, 1 << 10, 1_000, 50_000);
                }
                idle.idle();
            } else {
                Thread.yield();
                turn++;
            }
        }
        return head(location);
    }

    /**
     * Installs a tentative version over the head it names as its previous one, or over the caller's own reservation of that. A
     * full fence where it succeeds. Nothing can fail between the compare-and-set and the return.
     */
    public static boolean casHead(Location location, Version expected, Version tentative) {
        return Location.HEAD.compareAndSet(location, expected, tentative) || casReserved(location, expected, tentative);
    }

    private static boolean casReserved(Location location, Version expected, Version tentative) {
        return location.head instanceof Reservation reservation
                && reservation.block.isMine()
                && reservation.committed() == expected
                && Location.HEAD.compareAndSet(location, reservation, tentative);
    }
}
