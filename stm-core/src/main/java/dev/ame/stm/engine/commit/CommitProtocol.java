package dev.ame.stm.engine.commit;

import dev.ame.stm.engine.log.Commute;
import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.observe.Ledger;
import dev.ame.stm.engine.observe.Observation;
import dev.ame.stm.engine.observe.SerialPhase;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stm.engine.version.Publication;
import dev.ame.stm.engine.version.Publication.Result;
import dev.ame.stm.engine.version.Single;
import dev.ame.stm.engine.version.Validation;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes what an attempt has written visible at one instant. Belongs to one transaction, hence to one thread.
 *
 * <h2>Why it is right</h2>
 * Order the commits by the moment they read the clock. A commit that reads what another wrote, or overwrites it, has
 * met its new word, so comes later. A commit that read what another overwrote has found, after reading the clock, that the word was
 * still there without a lock of that other over it, or the other had given up; so the other locks later, and reads the clock
 * later. All dependencies go forward in this order, so it is a serial order. Times do not decrease along it, so "everything with a word of
 * at most n" is a state that existed, and a snapshot is just that: who holds a snapshot n knows that whoever drew a time within n had
 * locked before the clock reached n, finds it locked or committed, and waits in the first case.
 */
public final class CommitProtocol {
    /** Times to start over because a location of a pending function has changed, before that counts as a conflict. */
    private static final int ROUNDS = 64;

    private final Publication publication = new Publication();
    private static final long[] NO_KEYS = {};

    private final Ledger ledger;
    private long[] keys = NO_KEYS;

    public CommitProtocol(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Commits. On false or a throwable nothing has happened.
     *
     * @param serial whether the caller holds the serial lock and has closed the gate: its reads need no validation, and
     *     the answer is true unless the participant refuses
     * @param timed whether the wait for a serial block has an end; when it is over the answer is false
     */
    public boolean commit(
            WriteLog writes,
            ReadLog reads,
            boolean serial,
            boolean timed,
            long deadline,
            @Nullable Participant participant) {
        try {
            long[] order = writes.size() == 1 ? null : inOrder(writes);
            Result result = attempts(writes, reads, order, serial, !serial, participant);
            if (result == Result.GATE_CLOSED) {
                return commitBehindGate(writes, reads, order, timed, deadline, participant);
            }
            return finish(result, writes);
        } catch (StackOverflowError | OutOfMemoryError e) {
            if (publication.committed) {
                Wakeups.debt = true; // somebody else is to wake those who wait
                return true;
            }
            throw e;
        }
    }

    /**
     * Tries until the outcome has nothing to do with a function or an inquiry that has to be asked again, or with a location that
     * somebody else has locked for long. Who gives way like that waits with nothing locked.
     */
    private Result attempts(
            WriteLog writes,
            ReadLog reads,
            long @Nullable [] order,
            boolean serial,
            boolean heedGate,
            @Nullable Participant participant) {
        Result result = Result.CONFLICT;
        for (int round = 0; serial || round < ROUNDS; round++) {
            result = attempt(writes, reads, order, serial, heedGate, participant);
            Location busy = result == Result.BUSY ? publication.takeBusy() : null;
            boolean doubtful = result == Result.FUNCTION_STALE || (result == Result.CONFLICT && reads.isDoubtful());
            if (busy != null) {
                Locations.settle(busy);
            } else if (!doubtful) {
                return result;
            }
            if (doubtful && reads.hasInquiries()) {
                writes.returnBases(reads); // all that was read is looked at before drafts move, which is code of users
                if (!reads.isCurrent()) {
                    return Result.CONFLICT;
                }
            }
        }
        return result;
    }

    /** Waits for its turn, and keeps serial blocks out while it commits, so that it does not wait twice. */
    private boolean commitBehindGate(
            WriteLog writes,
            ReadLog reads,
            long @Nullable [] order,
            boolean timed,
            long deadline,
            @Nullable Participant participant) {
        if (SerialLock.isMine()) {
            // A hook of an undone nested block, while the block that encloses it is serial.
            return finish(attempts(writes, reads, order, false, false, participant), writes);
        }
        SerialLock.Hold mine = new SerialLock.Hold();
        boolean observed = Observation.isOn();
        SerialPhase waitedFor = observed ? Observation.serialNow() : null;
        long waited = observed ? System.nanoTime() : 0;
        Result result;
        try {
            if (!SerialLock.hold(mine, timed, deadline)) {
                return false;
            }
            waited = observed ? System.nanoTime() - waited : 0;
            result = timed && System.nanoTime() - deadline >= 0
                    ? Result.CONFLICT
                    : attempts(writes, reads, order, false, false, participant);
        } finally {
            try {
                SerialLock.release(mine);
            } finally {
                mine.lost = true; // in case the stack did not hold the call
            }
        }
        if (observed) {
            Observation.waitedForSerial(ledger, waitedFor, waited);
        }
        return finish(result, writes);
    }

    private boolean finish(Result result, WriteLog writes) {
        if (result != Result.DONE) {
            return false;
        }
        if (publication.signals() != 0) {
            heed(publication.signals(), writes);
        }
        return true;
    }

    /** Tells whether the last commit was decided, whatever has been thrown since. */
    public Publication publication() {
        return publication;
    }

    private Result attempt(
            WriteLog writes,
            ReadLog reads,
            long @Nullable [] order,
            boolean serial,
            boolean heedGate,
            @Nullable Participant participant) {
        boolean functions = writes.hasFunctions();
        if (functions) {
            prepareFunctions(writes);
        }
        Validation reading = serial ? Validation.NONE : reads;
        return publication.commit(
                writes,
                order,
                participant == null ? reading : holder -> reading.isCurrent(holder) && participant.prepare(),
                heedGate);
    }

    /** Runs the functions on what they are likely to meet. User code, so before anything is locked. */
    private static void prepareFunctions(WriteLog writes) {
        for (int i = 0; i < writes.size(); i++) {
            if (writes.pendingAt(i) instanceof Commute commute) {
                commute.prepare(writes, i);
            }
        }
    }

    /**
     * Puts a number in place of the one that a word names, outside a block. On false or a throwable nothing has happened.
     *
     * @param base the word, as {@link Locations#awaitCommitted} gives it
     */
    public boolean put(LongLocation location, long base, long number) {
        long signals = Single.put(location, base, number, true);
        if (signals == 0) {
            return true;
        }
        if (signals == Single.GATE_CLOSED) {
            signals = behindGate(() -> Single.put(location, base, number, false));
        }
        if (signals > 0) {
            try {
                heed(signals, location, null);
            } catch (StackOverflowError | OutOfMemoryError e) {
                Wakeups.debt = true; // somebody else is to wake those who wait
            }
        }
        return signals >= 0;
    }

    /**
     * As {@link #put(LongLocation, long, long)}, and adds to a number at the same instant.
     *
     * @param counted the number; null if there is none
     */
    public boolean put(
            ObjectLocation location, long base, @Nullable Object object, @Nullable LongLocation counted, long amount) {
        long signals = Single.put(location, base, object, counted, amount, true);
        if (signals == 0) {
            return true;
        }
        if (signals == Single.GATE_CLOSED) {
            signals = behindGate(() -> Single.put(location, base, object, counted, amount, false));
        }
        if (signals > 0) {
            try {
                heed(signals, location, counted);
            } catch (StackOverflowError | OutOfMemoryError e) {
                Wakeups.debt = true; // as above
            }
        }
        return signals >= 0;
    }

    private static void heed(long signals, Location location, @Nullable Location counted) {
        if (Clock.hasWaiters(signals)) {
            Wakeups.wake(location);
            if (counted != null) {
                Wakeups.wake(counted);
            }
        }
        if (Clock.isObserved(signals)) {
            Ledger.committedOutside(location);
        }
        if (Clock.hasPins(signals)) {
            Pins.releaseLost();
        }
    }

    /** Waits for its turn, and keeps serial blocks out meanwhile. */
    private static long behindGate(LongSupplier commit) {
        if (SerialLock.isMine()) {
            return commit.getAsLong();
        }
        SerialLock.Hold mine = new SerialLock.Hold();
        long result = Single.CONFLICT;
        try {
            SerialLock.hold(mine, false, 0);
            result = commit.getAsLong();
            SerialLock.release(mine);
        } catch (RuntimeException | Error e) {
            mine.lost = true; // there may have been no stack for the release
            if (result < 0) {
                throw e;
            }
        }
        return result;
    }

    private void heed(long signals, WriteLog writes) {
        if (Clock.hasWaiters(signals)) {
            Wakeups.wake(writes);
        }
        if (Clock.isObserved(signals)) {
            ledger.committed(writes);
        }
        if (Clock.hasPins(signals)) {
            Pins.releaseLost();
        }
    }

    /** The entries' indices by location id; null if they are in that order already. */
    private long @Nullable [] inOrder(WriteLog writes) {
        int n = writes.size();
        int i = 1;
        while (i < n && Locations.id(writes.locationAt(i - 1)) <= Locations.id(writes.locationAt(i))) {
            i++;
        }
        if (i >= n) {
            return null;
        }
        long[] sorted = keys.length >= n ? keys : new long[Math.max(8, n)];
        for (int k = 0; k < n; k++) {
            sorted[k] = ((long) Locations.id(writes.locationAt(k)) << 32) | k;
        }
        Arrays.sort(sorted, 0, n);
        keys = n <= 64 ? sorted : keys;
        return sorted;
    }
}
