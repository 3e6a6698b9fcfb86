package dev.ame.stm.engine.version;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The critical section of a commit: from the first location that is locked to the last that is unlocked. Belongs to one
 * transaction.
 *
 * <pre>
 *   1  lock the locations, in the order of their ids        over exactly the base, where there is one
 *   2  read the clock                                       LINEARIZATION POINT, if 3 and 4 succeed
 *   3  read the signals; keep old values for pinned readers, and tell these
 *   4  gate closed? everything read still current?          if not: put the old words back
 *   5  store the values
 *   6  store the new words (release)
 * </pre>
 *
 * <p>It cannot be left half way. Putting words back, storing values, and storing words where a call fails, are plain bytecode in this
 * class, without a call or an allocation, so neither a full stack nor a full heap gets in between.
 *
 * <p><b>No word is taken twice.</b> The time of a word that is locked is at most the next one when the clock is read. The new word
 * is larger than it, and at least the first of that next time. So it is larger than every snapshot that was taken before the lock.
 *
 * <p><b>Nobody sees a new value under an old word.</b> The fence before step 5 orders the stores of values behind the locks (on weak
 * hardware a compare-and-set alone does not), and the release stores of step 6 order them before the new words.
 */
public final class Publication {
    /** How it went. But for {@link #DONE}, nothing has happened. */
    public enum Result {
        DONE,
        /** Something read has changed. */
        CONFLICT,
        /** Another commit has locked {@link Publication#takeBusy} for long: to be tried again when it has ended. */
        BUSY,
        /** A serial block is running, or an irrevocable one has written a location. */
        GATE_CLOSED,
        /** A location has changed since a pending function was applied to it. */
        FUNCTION_STALE
    }

    private final History history = new History();

    private int locked;

    /** Whether a block's commit was decided; set before its first value is stored, cleared when the block ends. */
    public boolean committed;

    private long signals;

    private @Nullable Location busy;

    /** The hash of the last location that could not be locked, with the sign bit set; 0 for none. */
    public int lost;

    /** The signals as they were after the locations were locked. */
    public long signals() {
        return signals;
    }

    /** What has made the last commit {@link Result#BUSY}; null if asked again, so that nothing is kept alive. */
    public @Nullable Location takeBusy() {
        Location taken = busy;
        busy = null;
        return taken;
    }

    /**
     * Commits.
     *
     * @param order the indices in the order of the locations' ids, in the low halves; null for 0, 1, 2, ...
     * @param heedGate whether a closed gate stops this commit
     */
    @SuppressWarnings({"NullAway", "checkstyle:MethodLength"}) // every entry has a location; one piece
    public Result commit(WriteSet writes, long @Nullable [] order, Validation validation, boolean heedGate) {
        locked = 0;
        committed = false;
        Result result = Result.CONFLICT;
        boolean decided = false;
        Throwable failure = null;
        int n = writes.size;
        try {
            writes.makeRoomForWords();
            result = lock(writes, order);
            if (result == Result.DONE) {
                long first = firstWord(writes);
                signals = Clock.signals();
                if (Clock.hasPins(signals)) {
                    history.look(writes.pin);
                    for (int i = 0; i < n; i++) {
                        history.keep(writes.location(i), writes.replaced[i], first);
                    }
                }
                if (heedGate && Clock.hasGate(signals)) {
                    result = Result.GATE_CLOSED;
                } else if (!validation.isCurrent(writes)) {
                    result = Result.CONFLICT;
                } else {
                    prepare(writes, first);
                    VarHandle.releaseFence();
                    decided = true;
                    committed = true;
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
        @Nullable Location[] locations = writes.locations;
        if (decided) {
            // As lock() says: no call until all values are stored.
            @Nullable Pending[] pendings = writes.pendings;
            for (int i = 0; i < n; i++) {
                if (locations[i] instanceof LongLocation number) {
                    boolean adds = pendings != null && pendings[i] == Pending.ADDITION;
                    number.value = adds ? number.value + writes.numbers[i] : writes.numbers[i];
                } else {
                    ((ObjectLocation) locations[i]).value = writes.objects[i];
                }
            }
            int unlocked = 0;
            try {
                while (unlocked < n) {
                    Location.WORD.setRelease(locations[unlocked], writes.following[unlocked]);
                    unlocked++;
                }
            } catch (Error e) {
                for (; unlocked < n; unlocked++) {
                    locations[unlocked].word = writes.following[unlocked];
                }
            }
            return result;
        }
        for (int i = 0; i < locked; i++) {
            int k = order == null ? i : (int) order[i];
            locations[k].word = writes.replaced[k];
        }
        if (failure != null) {
            Publication.<RuntimeException>rethrow(failure);
        }
        return result;
    }

    /** Locks in the order of the locations' ids, so that waiting cannot cycle; and but for the first one waits briefly only. */
    private Result lock(WriteSet writes, long @Nullable [] order) {
        for (int i = 0; i < writes.size; i++) {
            int k = order == null ? i : (int) order[i];
            Location location = writes.location(k);
            long base = writes.bases[k];
            long word = Locking.lock(location, base, writes.lock, i == 0);
            if (word == Word.NONE) {
                return notLocked(location, base, writes.pendingAt(k));
            }
            writes.replaced[k] = word;
            locked = i + 1;
        }
        return Result.DONE;
    }

    private Result notLocked(Location location, long base, @Nullable Pending pending) {
        lost = Locations.hash(location) | Integer.MIN_VALUE;
        Result result = Locking.failure(location, base);
        busy = result == Result.BUSY ? location : null;
        return result == Result.CONFLICT && pending != null ? Result.FUNCTION_STALE : result;
    }

    private static long firstWord(WriteSet writes) {
        long first = Locking.firstWord(writes.replaced[0], writes.replaced[0]);
        for (int i = 1; i < writes.size; i++) {
            // Once the clock has moved, the words that fitted before fit all the more.
            first = Word.fits(writes.replaced[i], first)
                    ? first
                    : Locking.firstWord(writes.replaced[i], writes.replaced[i]);
        }
        return first;
    }

    /** All that storing needs and that could fail. */
    private static void prepare(WriteSet writes, long first) {
        for (int i = 0; i < writes.size; i++) {
            writes.following[i] = Word.next(writes.replaced[i], first);
            Location location = writes.location(i);
            if (location instanceof ObjectLocation) {
                writes.objects[i] = WriteSet.stayIfNeeded(location, writes.objects[i]);
            }
        }
    }

    /**
     * The same for one or two writes, of which none waits for more than an addition. Most commits are small, so this is straight code.
     *
     * @param validation null if nothing was read but what is written
     */
    @SuppressWarnings({"NullAway", "checkstyle:MethodLength"}) // every entry has a location; one piece
    public Result commitFew(WriteSet writes, @Nullable Validation validation, boolean heedGate) {
        committed = false;
        boolean two = writes.size == 2;
        int a = two && writes.locations[0].id > writes.locations[1].id ? 1 : 0;
        int b = 1 - a;
        Location one = writes.locations[a];
        Location other = two ? writes.locations[b] : null;
        Result result = Result.DONE;
        boolean decided = false;
        long replaced = Word.NONE;
        long alsoReplaced = Word.NONE;
        long next = 0;
        long alsoNext = 0;
        boolean adds = false;
        boolean alsoAdds = false;
        Object object = null;
        Object alsoObject = null;
        Throwable failure = null;
        try {
            replaced = Locking.lock(one, writes.bases[a], writes.lock, true);
            if (replaced == Word.NONE) {
                result = notLocked(one, writes.bases[a], null);
            } else if (two) {
                alsoReplaced = Locking.lock(other, writes.bases[b], writes.lock, false);
                if (alsoReplaced == Word.NONE) {
                    result = notLocked(other, writes.bases[b], null);
                }
            }
            if (result == Result.DONE) {
                long first = Locking.firstWord(replaced, two ? alsoReplaced : replaced);
                next = Word.next(replaced, first);
                object = writes.object(a);
                if (two) {
                    alsoNext = Word.next(alsoReplaced, first);
                    alsoObject = writes.object(b);
                }
                signals = Clock.signals();
                if (Clock.hasPins(signals)) {
                    history.look(writes.pin);
                    history.keep(one, replaced, first);
                    object = WriteSet.stayIfNeeded(one, object);
                    if (two) {
                        history.keep(other, alsoReplaced, first);
                        alsoObject = WriteSet.stayIfNeeded(other, alsoObject);
                    }
                }
                if (writes.pendings != null) {
                    adds = writes.pendingAt(a) != null;
                    alsoAdds = two && writes.pendingAt(b) != null;
                }
                if (heedGate && Clock.hasGate(signals)) {
                    result = Result.GATE_CLOSED;
                } else if (validation != null && !isCurrent(validation, writes, a, replaced, alsoReplaced)) {
                    result = Result.CONFLICT;
                } else {
                    VarHandle.releaseFence();
                    decided = true;
                    committed = true;
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
        if (decided) {
            // No call until the values are stored.
            if (one instanceof LongLocation number) {
                number.value = adds ? number.value + writes.numbers[a] : writes.numbers[a];
            } else {
                ((ObjectLocation) one).value = object;
            }
            if (two) {
                if (other instanceof LongLocation number) {
                    number.value = alsoAdds ? number.value + writes.numbers[b] : writes.numbers[b];
                } else {
                    ((ObjectLocation) other).value = alsoObject;
                }
            }
            try {
                if (two) {
                    Location.WORD.setRelease(other, alsoNext);
                    two = false;
                }
                Location.WORD.setRelease(one, next);
            } catch (Error e) {
                if (two) {
                    other.word = alsoNext;
                }
                one.word = next;
            }
            return result;
        }
        if (alsoReplaced != Word.NONE) {
            other.word = alsoReplaced;
        }
        if (replaced != Word.NONE) {
            one.word = replaced;
        }
        if (failure != null) {
            Publication.<RuntimeException>rethrow(failure);
        }
        return result;
    }

    private static boolean isCurrent(
            Validation validation, WriteSet writes, int first, long replaced, long alsoReplaced) {
        writes.makeRoomForWords();
        writes.replaced[first] = replaced;
        if (writes.size == 2) {
            writes.replaced[1 - first] = alsoReplaced;
        }
        return validation.isCurrent(writes);
    }

    /** As it is: code of users in a question may throw what it does not declare. */
    @SuppressWarnings("unchecked")
    static <X extends Throwable> void rethrow(Throwable failure) throws X {
        throw (X) failure;
    }
}
