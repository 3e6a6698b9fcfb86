package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Past;
import dev.ame.stm.engine.version.SmallSet;
import dev.ame.stm.engine.version.Word;
import org.jspecify.annotations.Nullable;

/**
 * Reading, where it takes more than a look at the word. A read has three steps: {@link #look} answers under which word the value may
 * be read, which may end the attempt, or take long; the value is read, and is right if the word is still there; then it is {@linkplain
 * #note noted}.
 */
final class Reading {
    /** In place of a word: the attempt has written the location itself. */
    private static final long OWN = -2;

    /** In place of a word: the value is one of the past. */
    private static final long PAST = -3;

    /** A log that had to be validated so often is not likely to stay valid; a reader is pinned instead. */
    private static final int PIN_AFTER_VALIDATING = 256;

    /** Times to look again because others have committed meanwhile, before that counts as a conflict. */
    private static final int LOOKS = 16;

    private Reading() {}

    /** A read that takes more than a look at the word, in any mode. */
    static @Nullable Object object(Transaction transaction, ObjectLocation location) {
        SmallSet small = transaction.small;
        if (small.isOpen() && transaction.mode == Mode.UPDATE) {
            if (small.owns(location)) {
                return small.object(location);
            }
            long word = Locations.word(location);
            Object value = Locations.object(location);
            if (Word.isFree(word) && Locations.is(location, word) && small.noteNewer(location, word)) {
                return value;
            }
        }
        while (true) {
            long word = look(transaction, location);
            if (word == OWN) {
                return Commutes.readOwn(transaction, location);
            }
            if (word == PAST) {
                Past past = past(transaction, location);
                note(transaction, location, past.word);
                return past.object;
            }
            Object value = Locations.object(location);
            if (Locations.is(location, word)) {
                if (transaction.watch != null) {
                    transaction.watch.read(location, value);
                }
                note(transaction, location, Word.committed(word));
                return value;
            }
        }
    }

    /** As {@link #object}. */
    static long number(Transaction transaction, LongLocation location) {
        SmallSet small = transaction.small;
        if (small.isOpen() && transaction.mode == Mode.UPDATE) {
            if (small.owns(location)) {
                return small.number(location);
            }
            long word = Locations.word(location);
            long value = Locations.number(location);
            if (Word.isFree(word) && Locations.is(location, word) && small.noteNewer(location, word)) {
                return value;
            }
        }
        while (true) {
            long word = look(transaction, location);
            if (word == OWN) {
                return Commutes.readOwn(transaction, location);
            }
            if (word == PAST) {
                Past past = past(transaction, location);
                note(transaction, location, past.word);
                return past.number;
            }
            long value = Locations.number(location);
            if (Locations.is(location, word)) {
                if (transaction.watch != null) {
                    transaction.watch.read(location, value);
                }
                note(transaction, location, Word.committed(word));
                return value;
            }
        }
    }

    /** What is committed, whatever the attempt has written, and notes that it was read. In an attempt that may write. */
    static @Nullable Object committedObject(Transaction transaction, ObjectLocation location) {
        Object value = Structures.see(transaction, location);
        note(transaction, location, transaction.seenWord);
        return value;
    }

    /** As {@link #committedObject}. */
    static long committedNumber(Transaction transaction, LongLocation location) {
        long value = Structures.see(transaction, location);
        note(transaction, location, transaction.seenWord);
        return value;
    }

    private static long look(Transaction transaction, Location location) {
        switch (transaction.mode) {
            case Mode.UPDATE, Mode.SERIAL -> {
                if (Attempts.CHAOS) {
                    Requests.chaos(transaction);
                }
                if (!transaction.writes().isEmpty() && transaction.writes().find(location) >= 0) {
                    return OWN;
                }
                return toRemember(transaction, location);
            }
            case Mode.LIGHT -> {
                return light(transaction, location);
            }
            case Mode.PINNED -> {
                return pinned(transaction, location);
            }
            case Mode.DOOMED, Mode.FUNCTION -> {
                transaction.checkInBlock("a read");
                throw AttemptSignal.INSTANCE;
            }
            default -> {
                transaction.isIdle(); // ends an orphan
                return Locations.awaitCommitted(location);
            }
        }
    }

    /** The word under which an attempt must see what is committed; the snapshot may move for that. */
    private static long toRemember(Transaction transaction, Location location) {
        if (transaction.mode != Mode.UPDATE) {
            return newest(transaction, location);
        }
        if (transaction.reads().isPinned()) {
            return pinned(transaction, location);
        }
        long word = Locations.word(location);
        return word <= transaction.snapshot ? word : newer(transaction, location);
    }

    private static void note(Transaction transaction, Location location, long word) {
        switch (transaction.mode) {
            case Mode.UPDATE -> {
                transaction.reads().add(location, word);
                if (!Attempts.CHAOS && transaction.watch == null) {
                    transaction.logSnapshot = transaction.snapshot;
                }
            }
            case Mode.LIGHT, Mode.PINNED, Mode.SERIAL -> {
                if (transaction.mode == Mode.SERIAL) {
                    SerialTurn.requireHeld(transaction);
                }
                transaction.hasRead = true;
                if (transaction.logsReads) {
                    transaction.reads().add(location, word);
                }
            }
            default -> {
                // outside a block
            }
        }
    }

    // ---------------------------------------------------------------- without a note

    /** What an attempt must see, or the newest value if {@code newest}; sets {@link Transaction#seenWord}, and notes nothing. */
    static @Nullable Object see(Transaction transaction, ObjectLocation location, boolean newest) {
        while (true) {
            long word = newest ? newest(transaction, location) : toRemember(transaction, location);
            if (word == PAST) {
                Past past = past(transaction, location);
                transaction.seenWord = past.word;
                return past.object;
            }
            Object value = Locations.object(location);
            if (Locations.is(location, word)) {
                transaction.seenWord = Word.committed(word);
                if (transaction.watch != null) {
                    transaction.watch.read(location, value);
                }
                return value;
            }
        }
    }

    /** As {@link #see(Transaction, ObjectLocation, boolean)}. */
    static long see(Transaction transaction, LongLocation location) {
        while (true) {
            long word = toRemember(transaction, location);
            if (word == PAST) {
                Past past = past(transaction, location);
                transaction.seenWord = past.word;
                return past.number;
            }
            long value = Locations.number(location);
            if (Locations.is(location, word)) {
                transaction.seenWord = Word.committed(word);
                if (transaction.watch != null) {
                    transaction.watch.read(location, value);
                }
                return value;
            }
        }
    }

    // ---------------------------------------------------------------- by mode

    /** Nobody else can commit, unless the attempt has lost the lock, because its time was over. */
    private static long serial(Transaction transaction, Location location) {
        SerialTurn.requireHeld(transaction);
        boolean timed = SerialTurn.mayExpire(transaction);
        long word = Locations.awaitReadable(location, Word.LATEST, timed, transaction.blockDeadline);
        SerialTurn.requireHeld(transaction);
        if (word == Word.NONE) {
            throw transaction.doomLate("while it waited for an irrevocable block to end");
        }
        return word;
    }

    /** The word of the newest committed value, though it may not fit the snapshot; {@link #PAST} if the snapshot is pinned. */
    private static long newest(Transaction transaction, Location location) {
        return switch (transaction.mode) {
            case Mode.PINNED -> pinned(transaction, location);
            case Mode.SERIAL -> serial(transaction, location);
            case Mode.LIGHT -> committed(transaction, location, transaction.hasRead);
            case Mode.UPDATE -> committed(transaction, location, !hasReadNothing(transaction));
            default -> Locations.awaitCommitted(location);
        };
    }

    /** The word of the newest committed value. Waits as long as an irrevocable block takes, and no longer than the deadline. */
    private static long committed(Transaction transaction, Location location, boolean hasBegun) {
        long began = hasBegun ? transaction.snapshot : Word.LATEST;
        long word = Locations.awaitReadable(location, began, transaction.timed, transaction.deadline);
        if (word == Word.NONE) {
            throw transaction.doomLate(
                    "while it waited for an irrevocable block to end, to read what that has written");
        }
        return word;
    }

    /** Nothing is logged, so the snapshot can be moved only as long as nothing has been read. */
    private static long light(Transaction transaction, Location location) {
        long word = committed(transaction, location, transaction.hasRead);
        while (Word.committed(word) > transaction.snapshot) {
            if (transaction.hasRead) {
                throw transaction.doom(AbortReason.NEEDS_PIN);
            }
            Clock.advanceTo(Word.committed(word));
            transaction.snapshot = Clock.now();
            transaction.freeSnapshot = transaction.snapshot;
            word = committed(transaction, location, false);
        }
        return word;
    }

    private static long pinned(Transaction transaction, Location location) {
        long word = Locations.word(location);
        if (word <= transaction.snapshot) {
            return word;
        }
        word = committed(transaction, location, true);
        if (Word.committed(word) <= transaction.snapshot) {
            return word;
        }
        if (transaction.mode == Mode.UPDATE && transaction.watchesBeside) {
            // Perhaps written by the irrevocable block that has told this thread to read it.
            throw transaction.doom(AbortReason.CONFLICT);
        }
        return PAST;
    }

    /** The value that a pinned snapshot needs of a location whose present one is newer. */
    private static Past past(Transaction transaction, Location location) {
        Past past = Locations.past(location, transaction.snapshot);
        if (past == null) {
            throw new IllegalStateException("a value that a pinned snapshot needs was not kept");
        }
        return past;
    }

    /**
     * Finds a location whose value does not fit the snapshot, and moves the snapshot forward. The very first read may take
     * what it finds. Otherwise all reads so far must still be current at the new snapshot: they are looked at after the
     * clock was, so a commit that replaced one of them and has a time within the snapshot is seen.
     */
    private static long newer(Transaction transaction, Location location) {
        while (true) {
            boolean first = hasReadNothing(transaction);
            long word = committed(transaction, location, !first);
            long committed = Word.committed(word);
            if (committed <= transaction.snapshot || first) {
                return word;
            }
            boolean pinInstead = transaction.mayPin && transaction.writes().isEmpty();
            if (pinInstead && transaction.reads().validated() > PIN_AFTER_VALIDATING) {
                throw transaction.doom(AbortReason.NEEDS_PIN);
            }
            Clock.advanceTo(committed);
            if (!extend(transaction)) {
                throw transaction.doom(pinInstead ? AbortReason.NEEDS_PIN : AbortReason.CONFLICT);
            }
        }
    }

    private static boolean hasReadNothing(Transaction transaction) {
        return transaction.reads().isEmpty() && !transaction.writes().hasBased();
    }

    /**
     * Moves the snapshot to the present; false if something that was read is not current any more. An answer that had to be
     * asked for again may hold only in newer snapshots than the clock showed then; so the clock is moved, and all is looked
     * at once more. Who is overtaken again and again gives up, since others may never pause.
     */
    static boolean extend(Transaction transaction) {
        ReadLog reads = transaction.reads();
        transaction.writes().returnBases(reads);
        reads.validateFor(transaction.snapshot);
        Clock.advanceTo(reads.newestWord()); // so that the new snapshot covers all that was read
        if (!reads.hasInquiries()) {
            long newSnapshot = Clock.now();
            if (!reads.isCurrent()) {
                return false;
            }
            moveSnapshot(transaction, newSnapshot);
            return true;
        }
        int outer = Commutes.enterFunction(transaction);
        boolean current;
        try {
            current = follow(transaction, reads);
        } catch (VirtualMachineError e) {
            // Some drafts have moved, others not, and together they show what never was. Stores, since a call may fail.
            transaction.breakage = e;
            transaction.ending = AbortReason.BROKEN;
            transaction.freeSnapshot = Word.NONE;
            transaction.logSnapshot = Word.NONE;
            transaction.mode = Mode.DOOMED;
            throw e;
        } catch (Throwable t) {
            current = false; // an inquiry that cannot say whether it is unchanged
        }
        transaction.mode = outer;
        return current;
    }

    private static boolean follow(Transaction transaction, ReadLog reads) {
        for (int look = 0; look < LOOKS; look++) {
            Clock.advanceTo(reads.since());
            long newSnapshot = Clock.now();
            if (!reads.isCurrent()) {
                return false;
            }
            if (reads.since() <= newSnapshot) {
                moveSnapshot(transaction, newSnapshot);
                return true;
            }
        }
        return false;
    }

    /** A pinned snapshot stays where it is. */
    private static void moveSnapshot(Transaction transaction, long newSnapshot) {
        if (!transaction.reads().isPinned()) {
            transaction.snapshot = newSnapshot;
            transaction.logSnapshot = Word.NONE; // until the next read
        }
    }
}
