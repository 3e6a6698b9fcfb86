package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.Commute;
import dev.ame.stm.engine.log.Draft;
import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.log.Sum;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stm.engine.version.Word;
import org.jspecify.annotations.Nullable;

/** What collections ask of the running attempt, beyond reading and writing locations. */
public final class Structures {
    private Structures() {}

    /**
     * Whether the attempt must remember what it is told: false outside a block, for an attempt that reads from a snapshot
     * that stays, and for one that nobody can come in between of.
     */
    public static boolean remembers(Transaction transaction) {
        if (transaction.mode == Mode.UPDATE) {
            requireLog(transaction);
            return true;
        }
        if (transaction.mode <= Mode.LIGHT) {
            return false;
        }
        if (transaction.mode >= Mode.DOOMED && !transaction.isIdle()) {
            transaction.checkInBlock("the use of a counter or collection");
        }
        if (transaction.mode == Mode.SERIAL) {
            SerialTurn.requireHeld(transaction);
        }
        return transaction.mode != Mode.IDLE && transaction.logsReads;
    }

    /** Whether the attempt is one that nobody else can commit before. */
    public static boolean isAlone(Transaction transaction) {
        return transaction.mode == Mode.SERIAL;
    }

    /** What an attempt that reads from a pinned snapshot has been told could not be looked at again. */
    private static void requireLog(Transaction transaction) {
        if (transaction.reads().isPinned()) {
            throw transaction.doom(AbortReason.NEEDS_LOG);
        }
    }

    /** To be called before anything is added to the log of reads that {@link Transaction} does not know of. */
    private static void leavePlain(Transaction transaction) {
        transaction.plain = false;
        transaction.logSnapshot = Word.NONE;
    }

    /** Adds to what the attempt was told, if it must remember that. */
    public static void remember(Transaction transaction, Inquiry inquiry) {
        transaction.hasRead = true;
        if (remembers(transaction)) {
            leavePlain(transaction);
            transaction.reads().add(inquiry);
            Observing.asked(transaction, inquiry);
        }
    }

    /** As {@link #remember(Transaction, Inquiry)}, of an attempt that must remember; it has none for these parts yet. */
    static void remember(Transaction transaction, Sum sum) {
        transaction.hasRead = true;
        leavePlain(transaction);
        transaction.reads().add(sum);
        Observing.asked(transaction, sum);
    }

    /**
     * Adds an answer that comes from outside of any location, and makes sure that the attempt's snapshot is one that the
     * answer is known to hold for.
     *
     * @param since the answer is not known to hold in snapshots before this one
     */
    public static void ask(Transaction transaction, Inquiry inquiry, long since) {
        if (transaction.mode == Mode.LIGHT) {
            if (cover(transaction, since)) {
                throw transaction.doom(AbortReason.NEEDS_PIN); // the answer is from before the move
            }
            return;
        }
        remember(transaction, inquiry);
        if (transaction.mode == Mode.UPDATE) {
            cover(transaction, since);
        }
    }

    public static @Nullable Draft draft(Transaction transaction, Location location) {
        Draft draft = transaction.reads().draft(location);
        if (transaction.watch != null) {
            transaction.watch.look(location);
        }
        if (draft != null && transaction.mode >= Mode.DOOMED) {
            if (transaction.isIdle()) {
                return null; // of an orphan
            }
            transaction.checkInBlock("the use of a counter or collection");
        }
        return draft;
    }

    /**
     * What an attempt that remembers must see, without remembering it. The word under which it was seen is {@link
     * Transaction#seenWord}.
     */
    public static @Nullable Object see(Transaction transaction, ObjectLocation location) {
        if (Attempts.CHAOS) {
            Requests.chaos(transaction);
        }
        transaction.hasRead = true;
        return Reading.see(transaction, location, false);
    }

    /** As {@link #see(Transaction, ObjectLocation)}. */
    public static long see(Transaction transaction, LongLocation location) {
        if (Attempts.CHAOS) {
            Requests.chaos(transaction);
        }
        transaction.hasRead = true;
        return Reading.see(transaction, location);
    }

    /** The word under which the last value was {@linkplain #see seen}. */
    public static long seenWord(Transaction transaction) {
        return transaction.seenWord;
    }

    /** Whether what the attempt has seen under a word fits its snapshot as it is now. */
    public static boolean fits(Transaction transaction, Location location, long word) {
        return transaction.mode != Mode.UPDATE || (word <= transaction.snapshot && Locations.head(location) == word);
    }

    /** Reads, but does not remember a null that is committed, if it is not known already. */
    public static @Nullable Object readUnlessNull(Transaction transaction, ObjectLocation location) {
        if (!remembers(transaction) || hasWritten(transaction, location)) {
            return transaction.read(location);
        }
        Object seen = see(transaction, location);
        if (seen != null) {
            leavePlain(transaction);
            transaction.reads().add(location, transaction.seenWord);
        }
        return seen;
    }

    /** Makes an attempt that remembers depend on what it sees of a number, whatever it has written. */
    public static void follow(Transaction transaction, LongLocation location) {
        if (remembers(transaction)) {
            see(transaction, location);
            leavePlain(transaction);
            transaction.reads().add(location, transaction.seenWord);
        }
    }

    /** What the attempt has written, or what it sees if pinned; else the newest value, be it newer than its snapshot. */
    public static @Nullable Object peek(Transaction transaction, ObjectLocation location) {
        int index = transaction.writes().isEmpty() ? -1 : transaction.writes().find(location);
        if (index >= 0) {
            return transaction.read(location);
        }
        return Reading.see(transaction, location, true);
    }

    /** How much the attempt has added to a number, of which it has seen {@code seen}. */
    public static long added(Transaction transaction, LongLocation location, long seen) {
        int index = transaction.writes().isEmpty() ? -1 : transaction.writes().find(location);
        if (index < 0) {
            return 0;
        }
        long value = transaction.writes().number(index);
        return transaction.writes().pendingAt(index) == null ? value - seen : value;
    }

    /** Has something done once the attempt has ended, in whatever way. It must be one that may write. */
    public static void add(Transaction transaction, Cleanup cleanup) {
        transaction.readyToWrite(null);
        transaction.plain = false;
        cleanup.next = transaction.cleanup;
        transaction.cleanup = cleanup;
    }

    /** What was {@linkplain #add(Transaction, Cleanup) added} last, or null. */
    public static @Nullable Cleanup cleanup(Transaction transaction) {
        return transaction.cleanup;
    }

    public static void open(Transaction transaction, Draft draft) {
        leavePlain(transaction);
        transaction.reads().add(draft);
    }

    /**
     * To be called before a draft is opened to be changed: the mode may have to change first.
     *
     * @param location what is going to be written, for a message; null if that is no location
     */
    public static void readyToWrite(Transaction transaction, @Nullable Location location) {
        transaction.readyToWrite(location);
        requireLog(transaction);
    }

    /**
     * To be called before a draft is changed, each time. The draft must have been opened by this attempt, after {@link
     * #readyToWrite}: one that somebody has kept for longer must not get into the log of another block, or of none.
     */
    public static void enlist(Transaction transaction, ObjectLocation location, Draft draft) {
        boolean ready = transaction.mode == Mode.UPDATE || transaction.mode == Mode.SERIAL;
        if (!ready || transaction.writesForbidden || transaction.reads().draft(location) != draft) {
            transaction.checkInBlock("a change of a view");
            throw new IllegalStateException("a change of a view that is not of this block, or only to look at");
        }
        if (transaction.watch != null) {
            transaction.watch.write(location);
        }
        if (transaction.writes().find(location) < 0) {
            transaction.plain = false;
            SerialTurn.reserve(transaction, location);
            transaction.writes().addPending(location, 0, Commute.of(draft));
        }
    }

    /** Whether the attempt has written anything that has not been undone. */
    public static boolean hasWritten(Transaction transaction) {
        return !transaction.writes().isEmpty();
    }

    /** Whether the attempt has written the location. */
    public static boolean hasWritten(Transaction transaction, Location location) {
        return !transaction.writes().isEmpty() && transaction.writes().find(location) >= 0;
    }

    /**
     * Returns once nothing that is committed at {@code stamp} or before can be missed by the attempt. For what is found,
     * or not found, outside of any location. True if the snapshot has moved for that: what was found before and is not in
     * the log may not be so any more.
     */
    public static boolean cover(Transaction transaction, long stamp) {
        if (transaction.mode == Mode.UPDATE) {
            transaction.hasRead = true;
            if (stamp > transaction.snapshot) {
                Clock.advanceTo(stamp);
                if (!Reading.extend(transaction)) {
                    boolean pinInstead =
                            transaction.mayPin && transaction.writes().isEmpty();
                    throw transaction.doom(pinInstead ? AbortReason.NEEDS_PIN : AbortReason.CONFLICT);
                }
                return true;
            }
        } else if (transaction.mode == Mode.LIGHT) {
            boolean moves = stamp > transaction.snapshot;
            if (moves) {
                if (transaction.hasRead) {
                    throw transaction.doom(AbortReason.NEEDS_PIN);
                }
                Clock.advanceTo(stamp);
                transaction.snapshot = Clock.now();
                transaction.freeSnapshot = transaction.snapshot;
            }
            transaction.hasRead = true;
            return moves;
        } else if (!transaction.isIdle()) {
            transaction.checkInBlock("the use of a counter or collection");
            transaction.hasRead = true;
            if (transaction.mode == Mode.SERIAL) {
                SerialTurn.requireHeld(transaction);
            }
        }
        return false;
    }

    /** No pinned attempt reads a snapshot before this one; {@link Long#MAX_VALUE} if there is none. */
    public static long oldestPinned() {
        return Clock.hasPins(Clock.signals()) ? Pins.oldest() : Long.MAX_VALUE;
    }
}
