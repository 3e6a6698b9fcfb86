package dev.ame.stm.engine.version;

import org.jspecify.annotations.Nullable;

/**
 * What a small attempt has read and written, before it has logs: its first two locations, in fields, since most attempts touch no more.
 * It is open from the beginning of a plain attempt until anybody wants to see the logs; then all that is here is moved there, and it is
 * closed for the rest of the attempt. So whoever has a log in hand sees everything.
 *
 * <p>Replaced now and then, so that it stays in the young generation: storing a reference into an old object costs a collector's full write
 * barrier.
 *
 * <p>The fields are public so that the logs can take what is here without a call that a full stack could stop half way.
 */
public final class SmallSet extends Padded {
    /** In place of the size. */
    public static final int CLOSED = 3;

    /** In {@link #written}: the first location is written. For the second, and its addition, two bits higher. */
    public static final int WRITES = 1;

    /** In {@link #written}: it is to be added to. */
    public static final int ADDS = 2;

    /** The bits of one location in {@link #written}. */
    public static final int BITS = 2;

    static final int B_WRITES = WRITES << BITS;
    static final int B_ADDS = ADDS << BITS;

    /** In {@link #written}: either is to be added to. */
    public static final int ANY_ADDS = ADDS | B_ADDS;

    private static final int ROOM = 2;

    /** Is never open, and never changed: for a thread that has not begun, or is going to wait. */
    public static final SmallSet NONE = new SmallSet(0);

    private static final int ATTEMPTS = 1 << 16;

    /** How many locations there are; or {@link #CLOSED}. */
    public int size = CLOSED;

    public int written;
    private int attemptsLeft;
    public @Nullable Location a;
    public @Nullable Location b;

    /** The words that they were read under; {@link WriteSet#ANY} if one was only written. */
    public long wordA;

    public long wordB;

    /** What is to be written, or added. */
    public long numberA;

    public long numberB;
    public @Nullable Object objectA;
    public @Nullable Object objectB;

    private SmallSet(int attempts) {
        attemptsLeft = attempts;
    }

    /** Opens it for an attempt, or another one if it has served long enough; answers which. */
    public SmallSet open() {
        if (attemptsLeft == 0) {
            return new SmallSet(ATTEMPTS).open();
        }
        attemptsLeft--;
        size = 0;
        return this;
    }

    public boolean isOpen() {
        return size != CLOSED;
    }

    public boolean hasWrites() {
        return written != 0;
    }

    /** The first location, if it is written. */
    public @Nullable Location writtenA() {
        return (written & WRITES) != 0 ? a : null;
    }

    /** The second location, if it is written. */
    public @Nullable Location writtenB() {
        return (written & B_WRITES) != 0 ? b : null;
    }

    /** Notes that a location was read; false if it is closed, or full, or the attempt has written the location. */
    public boolean note(Location location, long word) {
        if (size == 0) {
            a = location;
            wordA = word;
            size = 1;
            return true;
        }
        return noteAnother(location, word);
    }

    private boolean noteAnother(Location location, long word) {
        if (location == a) {
            return (written & WRITES) == 0;
        }
        if (size == 1) {
            b = location;
            wordB = word;
            size = 2;
            return true;
        }
        return location == b && (written & B_WRITES) == 0;
    }

    /**
     * Notes that a location was read under a word that the snapshot does not cover; false if that cannot be told to be consistent. The
     * location has been read, and found unchanged, before this is called. It is consistent if what was read before is still there now: then
     * both were there when the first word was looked at again. Whatever is read later under a word within the snapshot was there
     * at that time, too: else the commit that replaced it would have drawn a time beyond the snapshot. So there may be two words
     * beyond the snapshot in an attempt, and no more.
     */
    public boolean noteNewer(Location location, long word) {
        if (location == a) {
            return word == wordA && (written & WRITES) == 0;
        }
        if (location == b) {
            return word == wordB && (written & B_WRITES) == 0;
        }
        if (size != 1 || wordA == WriteSet.ANY || a == null || a.word != wordA) {
            return false;
        }
        b = location;
        wordB = word;
        size = 2;
        return true;
    }

    /** Whether the value of a location is {@link #object} or {@link #number}. */
    public boolean owns(Location location) {
        return location == a
                ? (written & (WRITES | ADDS)) == WRITES
                : location == b && (written & (B_WRITES | B_ADDS)) == B_WRITES;
    }

    /** What is to be written to a location that it {@linkplain #owns owns}. */
    public @Nullable Object object(ObjectLocation location) {
        return location == a ? objectA : objectB;
    }

    /** As {@link #object}. */
    public long number(LongLocation location) {
        return location == a ? numberA : numberB;
    }

    /** Notes a write; false if it is closed or full. */
    public boolean write(LongLocation location, long number) {
        if (location == a) {
            numberA = number;
            written = (written & ~ADDS) | WRITES;
            return true;
        }
        if (location == b) {
            numberB = number;
            written = (written & ~B_ADDS) | B_WRITES;
            return true;
        }
        return size < ROOM && add(location, number, null, WRITES);
    }

    /** As {@link #write(LongLocation, long)}. */
    public boolean write(ObjectLocation location, @Nullable Object object) {
        if (location == a) {
            objectA = object;
            written |= WRITES;
            return true;
        }
        if (location == b) {
            objectB = object;
            written |= B_WRITES;
            return true;
        }
        return size < ROOM && add(location, 0, object, WRITES);
    }

    /** Notes an addition; false if it is closed or full, or the location has been read and not written. */
    public boolean add(LongLocation location, long amount) {
        if (location == a) {
            numberA += amount;
            return (written & WRITES) != 0;
        }
        if (location == b) {
            numberB += amount;
            return (written & B_WRITES) != 0;
        }
        return size < ROOM && add(location, amount, null, WRITES | ADDS);
    }

    private boolean add(Location location, long number, @Nullable Object object, int how) {
        if (size == 0) {
            a = location;
            wordA = WriteSet.ANY;
            numberA = number;
            objectA = object;
            written = how;
            size = 1;
        } else {
            b = location;
            wordB = WriteSet.ANY;
            numberB = number;
            objectB = object;
            written |= how << BITS;
            size = 2;
        }
        return true;
    }

    /** Puts the second location, which is written, in front of the first one, which is not. */
    void swap() {
        Location read = a;
        a = b;
        b = read;
        long readWord = wordA;
        wordA = wordB;
        wordB = readWord;
        numberA = numberB;
        objectA = objectB;
        objectB = null;
        written >>= BITS;
    }

    /** Forgets everything, and closes. */
    public void clear() {
        a = null;
        b = null;
        objectA = null;
        objectB = null;
        written = 0;
        size = CLOSED;
    }
}
