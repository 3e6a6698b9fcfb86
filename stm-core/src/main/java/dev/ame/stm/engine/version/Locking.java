package dev.ame.stm.engine.version;

/** Locks a location for a commit. */
public final class Locking {
    private Locking() {}

    /**
     * Puts a lock in place of a word; answers the word, or {@link Word#NONE} if the location was not locked: then {@link #failure}
     * knows why. A full fence where it succeeds. Nothing can fail between the compare-and-set and the return.
     *
     * @param base what must be there, or what is there must come from; {@link WriteSet#ANY} if it may be anything
     * @param patient whether to wait for other commits as long as it takes: only for a caller that has locked nothing else
     */
    static long lock(Location location, long base, long lock, boolean patient) {
        return base != WriteSet.ANY && Location.WORD.compareAndSet(location, base, lock)
                ? base
                : lockAny(location, base, lock, patient);
    }

    private static long lockAny(Location location, long base, long lock, boolean patient) {
        while (true) {
            long word = patient ? Locations.settle(location) : Locations.settleBriefly(location);
            if (Word.isLocked(word)
                    || (base != WriteSet.ANY && Word.committed(word) != base)
                    || (Word.isReserved(word) && !Reservations.areMine())) {
                return Word.NONE;
            }
            if (Location.WORD.compareAndSet(location, word, lock)) {
                return word;
            }
        }
    }

    /**
     * Why a location could not be locked, as far as can be told now. A write over what is reserved has no conflict: it comes later.
     */
    static Publication.Result failure(Location location, long base) {
        long word = location.word;
        if (Word.isReserved(word) && !Reservations.areMine()) {
            return Publication.Result.GATE_CLOSED;
        }
        boolean replaced = base != WriteSet.ANY && !Word.isLocked(word) && Word.committed(word) != base;
        return replaced ? Publication.Result.CONFLICT : Publication.Result.BUSY;
    }

    /** The first word of a commit that reads the clock now, over the words it has locked. */
    static long firstWord(long replaced, long alsoReplaced) {
        long first = Clock.now() + 1;
        if (!Word.fits(replaced, first) || !Word.fits(alsoReplaced, first)) {
            // Once in 256 commits of one location, and only if no reader has moved the clock meanwhile. Of the next
            // time there is none.
            Clock.advanceTo(first);
            first = Clock.now() + 1;
        }
        return first;
    }
}
