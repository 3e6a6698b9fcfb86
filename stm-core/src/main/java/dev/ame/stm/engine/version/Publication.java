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
public final class Publication extends Padded {
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
     * The same for a small attempt where nothing stands in the way: what is written is locked at once, what was read is unchanged, and
     * nobody is to be heeded. Most commits are like that, so this is straight code. It waits for nothing, so the order of locking
     * does not matter.
     *
     * @return whether it is done; if not, nothing has happened, and {@link #commit} is to see why
     */
    public boolean commitSmall(SmallSet set, long lock) {
        boolean writesA = (set.written & SmallSet.WRITES) != 0;
        boolean writesB = (set.written & SmallSet.B_WRITES) != 0;
        if (writesA && writesB) {
            return commitBoth(set, lock);
        }
        if (writesB) {
            set.swap();
        }
        return commitOne(set, lock);
    }

    /** The first location is written, and the second one, if any, was read. */
    @SuppressWarnings("NullAway") // there is such a location
    private boolean commitOne(SmallSet set, long lock) {
        Location written = set.a;
        Location read = set.b;
        long word = set.wordA;
        long replaced = Word.NONE;
        long next = 0;
        boolean decided = false;
        Throwable failure = null;
        try {
            if (word == WriteSet.ANY) {
                word = written.word;
            }
            if (Word.isFree(word) && Location.WORD.compareAndSet(written, word, lock)) {
                replaced = word;
                long first = Clock.now() + 1;
                long heeded = Clock.signals();
                if (Clock.isQuiet(heeded) && Word.fits(word, first) && (read == null || read.word == set.wordB)) {
                    next = Word.next(word, first);
                    signals = heeded;
                    VarHandle.releaseFence();
                    committed = true;
                    decided = true;
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
        if (decided) {
            // As in commit(): no call until the value is stored.
            if (written instanceof LongLocation number) {
                number.value = (set.written & SmallSet.ADDS) != 0 ? number.value + set.numberA : set.numberA;
            } else {
                ((ObjectLocation) written).value = set.objectA;
            }
            try {
                Location.WORD.setRelease(written, next);
            } catch (Error e) {
                written.word = next;
            }
        } else if (replaced != Word.NONE) {
            written.word = replaced;
        }
        if (failure != null) {
            Publication.<RuntimeException>rethrow(failure);
        }
        return decided;
    }

    @SuppressWarnings({"NullAway", "checkstyle:MethodLength"}) // both are there; one piece
    private boolean commitBoth(SmallSet set, long lock) {
        Location a = set.a;
        Location b = set.b;
        long wordA = set.wordA;
        long wordB = set.wordB;
        long replacedA = Word.NONE;
        long replacedB = Word.NONE;
        long nextA = 0;
        long nextB = 0;
        boolean decided = false;
        Throwable failure = null;
        try {
            if (wordA == WriteSet.ANY) {
                wordA = a.word;
            }
            if (wordB == WriteSet.ANY) {
                wordB = b.word;
            }
            if (Word.isFree(wordA) && Word.isFree(wordB) && Location.WORD.compareAndSet(a, wordA, lock)) {
                replacedA = wordA;
                if (Location.WORD.compareAndSet(b, wordB, lock)) {
                    replacedB = wordB;
                    long first = Clock.now() + 1;
                    long heeded = Clock.signals();
                    if (Clock.isQuiet(heeded) && Word.fits(wordA, first) && Word.fits(wordB, first)) {
                        nextA = Word.next(wordA, first);
                        nextB = Word.next(wordB, first);
                        signals = heeded;
                        VarHandle.releaseFence();
                        committed = true;
                        decided = true;
                    }
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
        if (decided) {
            // As in commit(): no call until the values are stored.
            int how = set.written;
            if (a instanceof LongLocation number) {
                number.value = (how & SmallSet.ADDS) != 0 ? number.value + set.numberA : set.numberA;
            } else {
                ((ObjectLocation) a).value = set.objectA;
            }
            if (b instanceof LongLocation number) {
                number.value = (how & SmallSet.B_ADDS) != 0 ? number.value + set.numberB : set.numberB;
            } else {
                ((ObjectLocation) b).value = set.objectB;
            }
            try {
                Location.WORD.setRelease(a, nextA);
                replacedA = Word.NONE;
                Location.WORD.setRelease(b, nextB);
            } catch (Error e) {
                if (replacedA != Word.NONE) {
                    a.word = nextA;
                }
                b.word = nextB;
            }
        } else {
            if (replacedB != Word.NONE) {
                b.word = replacedB;
            }
            if (replacedA != Word.NONE) {
                a.word = replacedA;
            }
        }
        if (failure != null) {
            Publication.<RuntimeException>rethrow(failure);
        }
        return decided;
    }

    /** What the last {@link #add} has made of the number. */
    public long sum;

    /**
     * Adds to a number, outside any block, where nothing stands in the way. Nothing is read before the lock, so nothing can have changed.
     *
     * @return whether it is done; if not, nothing has happened
     */
    public boolean add(LongLocation location, long amount) {
        long replaced = Word.NONE;
        long next = 0;
        boolean decided = false;
        Throwable failure = null;
        try {
            long word = location.word;
            if (Word.isFree(word) && Location.WORD.compareAndSet(location, word, Word.SINGLE)) {
                replaced = word;
                long first = Clock.now() + 1;
                if (Clock.signals() == 0 && Word.fits(word, first)) {
                    next = Word.next(word, first);
                    VarHandle.releaseFence();
                    decided = true;
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
        if (decided) {
            // No call until the value is stored.
            long after = location.value + amount;
            location.value = after;
            sum = after;
            try {
                Location.WORD.setRelease(location, next);
            } catch (Error e) {
                location.word = next;
            }
        } else if (replaced != Word.NONE) {
            location.word = replaced;
        }
        if (failure != null) {
            Publication.<RuntimeException>rethrow(failure);
        }
        return decided;
    }

    /** As it is: code of users in a question may throw what it does not declare. */
    @SuppressWarnings("unchecked")
    static <X extends Throwable> void rethrow(Throwable failure) throws X {
        throw (X) failure;
    }
}
