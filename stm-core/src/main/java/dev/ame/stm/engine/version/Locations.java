package dev.ame.stm.engine.version;

import java.lang.invoke.VarHandle;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/** What the engine does with a location, besides committing to it. */
public final class Locations {
    /** A committer that holds locks itself waits at most this many turns before it gives way. */
    private static final int PATIENCE = 256;

    private static final int SPINS = 64;

    private Locations() {}

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

    /** What it is, a noun. */
    public static String kind(Location location) {
        return location.kind();
    }

    /** What it is a part of, for reports; null if its kind and its name say all. */
    public static @Nullable Object subject(Location location) {
        return location.subject();
    }

    /**
     * Gives a location that is being deserialized its name and its first value. Nobody but code of users that is read from
     * the same stream can have seen the location yet.
     */
    public static void restore(LongLocation location, @Nullable String name, long value) {
        location.name = name;
        location.value = value;
        VarHandle.releaseFence(); // as in the constructor
    }

    /** As {@link #restore(LongLocation, String, long)}. */
    public static void restore(ObjectLocation location, @Nullable String name, @Nullable Object value) {
        location.name = name;
        location.value = value;
        VarHandle.releaseFence();
    }

    // ---------------------------------------------------------------- reading

    /** The word. Acquire. */
    public static long word(Location location) {
        return location.word;
    }

    /** To be called after the value was read: whether it is the one that {@code word}, which is not locked, names. */
    public static boolean is(Location location, long word) {
        VarHandle.loadLoadFence();
        return (long) Location.WORD.get(location) == word;
    }

    /** What is there now: right only if {@link #is} says so afterwards. */
    public static long number(LongLocation location) {
        return location.value;
    }

    /** What is there now: right only if {@link #is} says so afterwards. */
    public static @Nullable Object object(ObjectLocation location) {
        return location.value;
    }

    /** The newest value of those that are older than the present one and have a word within the snapshot; null if none is kept. */
    public static @Nullable Past past(Location location, long snapshot) {
        Past found = (Past) Location.PAST.getAcquire(location);
        while (found != null && found.word > snapshot) {
            found = found.older;
        }
        return found;
    }

    /** The newest committed value. For callers that hold no lock, as {@link #awaitCommitted}. */
    public static @Nullable Object newest(ObjectLocation location) {
        while (true) {
            long word = awaitCommitted(location);
            Object value = location.value;
            if (is(location, word)) {
                return value;
            }
        }
    }

    /** Whether every value of the past that is kept is null. */
    public static boolean isAlwaysNull(ObjectLocation location) {
        return History.isNull((Past) Location.PAST.getAcquire(location));
    }

    /** The word of the committed value, or the lock of the commit that is replacing it. A reservation changes nothing. */
    public static long head(Location location) {
        long word = location.word;
        return Word.isReserved(word) ? Word.committed(word) : word;
    }

    /** As {@link #head}, as it was before the holder of some locks took them. */
    public static long head(Location location, LockHolder holder) {
        long word = head(location);
        return word == holder.lock ? Word.committed(holder.replaced(location)) : word;
    }

    /** Whether the commit, or the irrevocable block, of another thread holds the location. */
    public static boolean isReserved(Location location) {
        return Word.isReserved(location.word) && !Reservations.areMine();
    }

    // ---------------------------------------------------------------- waiting

    /**
     * The word under which the newest value can be read, after waiting for the commit that is replacing it, if any, and for
     * the irrevocable block that has written it. Only for callers that hold no lock: then whoever is waited for cannot be
     * waiting for the caller.
     */
    public static long awaitCommitted(Location location) {
        long word = location.word;
        return Word.isFree(word) ? word : awaitReadable(location, Word.LATEST, false, 0);
    }

    /**
     * As {@link #awaitCommitted}, for a reader that may have begun before the location was reserved, and may have a deadline.
     *
     * @param snapshot the reader's; {@link Word#LATEST} if it has read nothing yet
     * @return the word, perhaps reserved; {@link Word#NONE} if the deadline passed before the end of the block that has
     *     reserved the location
     */
    public static long awaitReadable(Location location, long snapshot, boolean timed, long deadline) {
        long word = location.word;
        while (!Word.isFree(word)) {
            if (Word.isLocked(word)) {
                word = spin(location, Integer.MAX_VALUE, true);
            } else if (Reservations.mayReadAround(snapshot)) {
                return word;
            } else if (!Reservations.await(location, timed, deadline)) {
                return Word.NONE;
            } else {
                word = location.word;
            }
        }
        return word;
    }

    /** As {@link #awaitCommitted}, for those who need not wait for irrevocable blocks. Perhaps reserved. */
    public static long settle(Location location) {
        long word = location.word;
        return Word.isLocked(word) ? spin(location, Integer.MAX_VALUE, true) : word;
    }

    /** As {@link #settle}, but gives up, and answers the locked word, when the wait grows long. */
    public static long settleBriefly(Location location) {
        long word = location.word;
        return Word.isLocked(word) ? spin(location, PATIENCE, false) : word;
    }

    private static long spin(Location location, int turns, boolean mayPark) {
        IdleStrategy idle = null;
        for (int turn = 0; turn < turns; ) {
            long word = location.word;
            if (!Word.isLocked(word)) {
                return word;
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
        return location.word;
    }
}
