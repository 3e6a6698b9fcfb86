package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.log.Watch;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Stamps;
import dev.ame.stm.engine.version.Version;

/** Reading, where it takes more than a look at the head. */
final class Reading {
    /** A log that had to be validated so often is not likely to stay valid; a reader is pinned instead. */
    private static final int PIN_AFTER_VALIDATING = 256;

    /** Times to look again because others have committed meanwhile, before that counts as a conflict. */
    private static final int LOOKS = 16;

    private Reading() {}

    /** A read that takes more than a look at the head, in any mode. */
    static Version any(Transaction transaction, Location location) {
        if (transaction.mode != Mode.UPDATE) {
            return unlogged(transaction, location);
        }
        if (Attempts.CHAOS) {
            Requests.chaos(transaction);
        }
        if (!transaction.writes.isEmpty()) {
            int index = transaction.writes.find(location);
            if (index >= 0) {
                return Commutes.readOwn(transaction, location, index);
            }
        }
        return logged(transaction, location);
    }

    /** Reads what is committed, whatever this attempt has written. */
    static Version logged(Transaction transaction, Location location) {
        Watch present = transaction.reads.watch();
        if (present != null) {
            return watched(transaction, present, location);
        }
        Version head = Heads.newest(location);
        if (head.stamp() > transaction.snapshot) {
            head = newer(transaction, location);
        }
        transaction.reads.add(head);
        if (transaction.mode == Mode.UPDATE && !Attempts.CHAOS) {
            transaction.logSnapshot = transaction.snapshot;
        }
        return head;
    }

    /** A read in any mode but UPDATE. */
    private static Version unlogged(Transaction transaction, Location location) {
        switch (transaction.mode) {
            case Mode.LIGHT -> {
                return light(transaction, location);
            }
            case Mode.PINNED -> {
                transaction.hasRead = true;
                Version version = past(transaction, location);
                if (transaction.logsReads) {
                    transaction.reads.add(version);
                }
                return version;
            }
            case Mode.SERIAL -> {
                int index = transaction.writes.find(location);
                if (index >= 0) {
                    return Commutes.readOwn(transaction, location, index);
                }
                Version head = serial(transaction, location);
                transaction.hasRead = true;
                if (transaction.logsReads) {
                    transaction.reads.add(head);
                }
                return head;
            }
            case Mode.DOOMED, Mode.FUNCTION -> {
                transaction.checkInBlock("a read");
                throw AttemptSignal.INSTANCE;
            }
            default -> {
                transaction.isIdle(); // ends an orphan
                return Heads.awaitCommitted(location);
            }
        }
    }

    /** Nobody else can commit, unless the attempt has lost the lock, because its time was over. */
    static Version serial(Transaction transaction, Location location) {
        SerialTurn.requireHeld(transaction);
        boolean timed = SerialTurn.mayExpire(transaction);
        Version head = Heads.awaitReadable(location, Stamps.LATEST, timed, transaction.blockDeadline);
        SerialTurn.requireHeld(transaction);
        if (head == null) {
            throw transaction.doomLate("while it waited for an irrevocable block to end");
        }
        return head;
    }

    /** The newest committed version, though it may not fit the snapshot. */
    static Version newest(Transaction transaction, Location location) {
        return switch (transaction.mode) {
            case Mode.PINNED -> past(transaction, location);
            case Mode.SERIAL -> serial(transaction, location);
            case Mode.LIGHT -> committed(transaction, location, transaction.hasRead);
            case Mode.UPDATE -> committed(transaction, location, !hasReadNothing(transaction));
            default -> Heads.awaitCommitted(location);
        };
    }

    /** The newest committed version. Waits as long as an irrevocable block takes, and no longer than the deadline. */
    private static Version committed(Transaction transaction, Location location, boolean hasBegun) {
        long began = hasBegun ? transaction.snapshot : Stamps.LATEST;
        Version head = Heads.awaitReadable(location, began, transaction.timed, transaction.deadline);
        if (head == null) {
            throw transaction.doomLate(
                    "while it waited for an irrevocable block to end, to read what that has written");
        }
        return head;
    }

    /** Nothing is logged, so the snapshot can be moved only as long as nothing has been read. */
    private static Version light(Transaction transaction, Location location) {
        Version head = committed(transaction, location, transaction.hasRead);
        while (head.stamp() > transaction.snapshot) {
            if (transaction.hasRead) {
                throw transaction.doom(AbortReason.NEEDS_PIN);
            }
            Clock.advanceTo(head.stamp());
            transaction.snapshot = Clock.now();
            transaction.freeSnapshot = transaction.snapshot;
            head = committed(transaction, location, false);
        }
        transaction.hasRead = true;
        return head;
    }

    /** A read from a pinned snapshot by an attempt that may write. Small enough to be compiled into every read. */
    static Version watched(Transaction transaction, Watch watch, Location location) {
        if (!watch.add(location)) {
            throw transaction.doom(AbortReason.NEEDS_LOG);
        }
        return past(transaction, location);
    }

    static Version past(Transaction transaction, Location location) {
        Version head = Heads.newest(location);
        return head.stamp() <= transaction.snapshot ? head : older(transaction, location);
    }

    private static Version older(Transaction transaction, Location location) {
        Version version = committed(transaction, location, true);
        if (transaction.mode == Mode.UPDATE && transaction.watchesBeside && version.stamp() > transaction.snapshot) {
            // Perhaps written by the irrevocable block that has told this thread to read it.
            throw transaction.doom(AbortReason.CONFLICT);
        }
        while (version.stamp() > transaction.snapshot) {
            Version older = version.previous();
            if (older == null) {
                throw new IllegalStateException("a version that a pinned snapshot needs was not kept");
            }
            version = older;
        }
        return version;
    }

    /**
     * Reads a location whose head does not fit the snapshot, by moving the snapshot forward. The very first read may take
     * what it finds. Otherwise all reads so far must still be current at the new snapshot: they are looked at after the
     * clock was, so a commit that replaced one of them and has a stamp within the snapshot is seen.
     */
    static Version newer(Transaction transaction, Location location) {
        while (true) {
            boolean first = hasReadNothing(transaction);
            Version head = committed(transaction, location, !first);
            if (head.stamp() <= transaction.snapshot || first) {
                return head;
            }
            boolean pinInstead = transaction.mayPin && transaction.writes.isEmpty();
            if (pinInstead && transaction.reads.validated() > PIN_AFTER_VALIDATING) {
                throw transaction.doom(AbortReason.NEEDS_PIN);
            }
            Clock.advanceTo(head.stamp());
            if (!extend(transaction)) {
                throw transaction.doom(pinInstead ? AbortReason.NEEDS_PIN : AbortReason.CONFLICT);
            }
        }
    }

    private static boolean hasReadNothing(Transaction transaction) {
        return transaction.reads.isEmpty() && transaction.writes.based() == 0;
    }

    /**
     * Moves the snapshot to the present; false if something that was read is not current any more. An answer that had to be
     * asked for again may hold only in newer snapshots than the clock showed then; so the clock is moved, and all is looked
     * at once more. Who is overtaken again and again gives up, since others may never pause.
     */
    static boolean extend(Transaction transaction) {
        ReadLog reads = transaction.reads;
        transaction.writes.returnBases(reads);
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
            transaction.freeSnapshot = Stamps.NONE;
            transaction.logSnapshot = Stamps.NONE;
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
        if (transaction.reads.watch() == null) {
            transaction.snapshot = newSnapshot;
            transaction.logSnapshot = Stamps.NONE; // until the next read
        }
    }
}
