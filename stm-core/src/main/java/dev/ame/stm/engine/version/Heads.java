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

    /** The newest version, perhaps tentative. Acquire. */
    public static Version head(Location location) {
        return location.head;
    }

    /**
     * The newest committed version, after waiting for the commit that is publishing this very location, if any. Only
     * for callers that own no tentative version: then the commit waited for cannot be waiting for the caller.
     */
    public static Version awaitCommitted(Location location) {
        Version head = location.head;
        return head.isTentative() ? spin(location, Integer.MAX_VALUE, true) : head;
    }

    /** As {@link #awaitCommitted}, but gives up, and answers the tentative head, when the wait grows long. */
    public static Version awaitBriefly(Location location) {
        Version head = location.head;
        return head.isTentative() ? spin(location, PATIENCE, false) : head;
    }

    private static Version spin(Location location, int turns, boolean mayPark) {
        IdleStrategy idle = null;
        for (int turn = 0; turn < turns; ) {
            Version head = location.head;
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
        return location.head;
    }

    /** Installs a tentative version over the head it names as its previous one. A full fence where it succeeds. */
    public static boolean casHead(Location location, Version expected, Version tentative) {
        return Location.HEAD.compareAndSet(location, expected, tentative);
    }
}
