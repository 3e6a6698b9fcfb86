package dev.ame.stm.engine.commit;

import dev.ame.stm.engine.log.Commute;
import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LongVersion;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stm.engine.version.Publication;
import dev.ame.stm.engine.version.Publication.Result;
import dev.ame.stm.engine.version.Validation;
import dev.ame.stm.engine.version.Version;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes what an attempt has written visible at one instant. Belongs to one transaction, hence to one thread.
 *
 * <h2>Why it is right</h2>
 * Order the commits by the moment they read the clock. A commit that reads what another wrote, or overwrites it, has
 * met its published version, so comes later. A commit that read what another overwrote has found, after reading the
 * clock, that its version was still the head without a tentative one of that other over it, or the other had gone; so
 * the other installs later, and reads the clock later. All dependencies go forward in this order, so it is a serial
 * order. Stamps do not decrease along it, so "everything with a stamp of at most n" is a state that existed, and a
 * snapshot is just that: who holds a snapshot n knows that whoever drew a stamp of at most n had its heads installed
 * before the clock reached n, finds them tentative or published, and waits in the first case.
 */
public final class CommitProtocol {
    /** Times to start over because a location of a pending function has changed, before that counts as a conflict. */
    private static final int ROUNDS = 64;

    private final Publication publication = new Publication();
    private static final long[] NO_KEYS = {};

    private long[] keys = NO_KEYS;

    /**
     * Commits. On false or a throwable nothing has happened.
     *
     * @param own the stamp of the attempt's tentative versions
     * @param serial whether the caller holds the serial lock and has closed the gate: its reads need no validation, and
     *     the answer is true unless the participant refuses
     * @param timed whether the wait for a serial block has an end; when it is over the answer is false
     */
    public boolean commit(
            WriteLog writes,
            ReadLog reads,
            long own,
            boolean serial,
            boolean timed,
            long deadline,
            @Nullable Participant participant) {
        try {
            long[] order = writes.size() == 1 ? null : inOrder(writes);
            Result result = attempts(writes, reads, order, own, serial, !serial, participant);
            if (result == Result.GATE_CLOSED) {
                return commitBehindGate(writes, reads, order, own, timed, deadline, participant);
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
     * As {@link #commit}, for one or two writes that wait for nothing, of an attempt without limits that has asked nothing
     * and does not hold the serial lock.
     */
    public boolean commitFew(WriteLog writes, ReadLog reads, long own) {
        try {
            Result result = publishFew(writes, reads, own, true);
            if (result == Result.DONE && publication.signals() == 0) {
                return true;
            }
            return result == Result.GATE_CLOSED
                    ? commitBehindGate(writes, reads, inOrder(writes), own, false, 0, null)
                    : finish(result, writes);
        } catch (StackOverflowError | OutOfMemoryError e) {
            if (publication.committed) {
                Wakeups.debt = true; // somebody else is to wake those who wait
                return true;
            }
            throw e;
        }
    }

    /** In the order of the locations' ids, as {@link #inOrder}. */
    private Result publishFew(WriteLog writes, ReadLog reads, long own, boolean heedGate) {
        boolean two = writes.size() == 2;
        int first = two && Heads.id(writes.location(0)) > Heads.id(writes.location(1)) ? 1 : 0;
        int second = 1 - first;
        return publication.commitFew(
                writes.version(first),
                writes.isBased(first),
                two ? writes.version(second) : null,
                two && writes.isBased(second),
                reads.isEmpty() ? null : reads,
                own,
                heedGate);
    }

    /** Tries until the outcome has nothing to do with a function or an inquiry that has to be asked again. */
    private Result attempts(
            WriteLog writes,
            ReadLog reads,
            long @Nullable [] order,
            long own,
            boolean serial,
            boolean heedGate,
            @Nullable Participant participant) {
        Result result = Result.CONFLICT;
        for (int round = 0; round < ROUNDS; round++) {
            result = attempt(writes, reads, order, own, serial, heedGate, participant);
            boolean again = result == Result.FUNCTION_STALE || (result == Result.CONFLICT && reads.isDoubtful());
            if (!again) {
                return result;
            }
            if (reads.hasInquiries()) {
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
            long own,
            boolean timed,
            long deadline,
            @Nullable Participant participant) {
        if (SerialLock.isMine()) {
            // A hook of an undone nested block, while the block that encloses it is serial.
            return finish(attempts(writes, reads, order, own, false, false, participant), writes);
        }
        SerialLock.Hold mine = new SerialLock.Hold();
        Result result;
        try {
            if (!SerialLock.hold(mine, timed, deadline)) {
                return false;
            }
            result = timed && System.nanoTime() - deadline >= 0
                    ? Result.CONFLICT
                    : attempts(writes, reads, order, own, false, false, participant);
        } finally {
            try {
                SerialLock.release(mine);
            } finally {
                mine.lost = true; // in case the stack did not hold the call
            }
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
            long own,
            boolean serial,
            boolean heedGate,
            @Nullable Participant participant) {
        if (writes.hasPending()) {
            applyPending(writes);
        }
        if (writes.size() <= 2 && !serial && !writes.hasPending() && participant == null) {
            return publishFew(writes, reads, own, heedGate);
        }
        Validation reading = serial ? Validation.NONE : reads;
        return publication.commit(
                writes.versions(),
                writes.size(),
                order,
                writes.pending(),
                writes.based(),
                participant == null ? reading : stamp -> reading.isCurrent(stamp) && participant.prepare(),
                own,
                serial || reads.isEmpty(),
                heedGate);
    }

    /** Runs the functions on what they are likely to meet. User code, so before anything is installed. */
    private static void applyPending(WriteLog writes) {
        for (int i = 0; i < writes.size(); i++) {
            Commute commute = writes.pendingAt(i);
            if (commute != null) {
                commute.prepare(writes.location(i), writes.version(i));
            }
        }
    }

    /**
     * Replaces {@code base} by {@code version} outside a block. On false or a throwable nothing has happened, and the
     * version may be used again.
     */
    public boolean replaceSingle(Location location, Version base, Version version) {
        Result result = publication.replace(location, base, version, true);
        if (result == Result.GATE_CLOSED) {
            result = replaceBehindGate(location, base, version);
        }
        try {
            return finish(result, location);
        } catch (StackOverflowError | OutOfMemoryError e) {
            if (result == Result.DONE) {
                Wakeups.debt = true; // somebody else is to wake those who wait
                return true;
            }
            throw e;
        }
    }

    /**
     * As {@link #replaceSingle}, and adds to a number at the same instant.
     *
     * @param sum for the number
     */
    public boolean replaceCounted(
            Location number, LongVersion sum, long amount, Location location, Version base, Version version) {
        Result result = publication.commitCounted(number, sum, amount, location, base, version, true);
        if (result == Result.GATE_CLOSED) {
            result = behindGate(() -> publication.commitCounted(number, sum, amount, location, base, version, false));
        }
        try {
            return finish(result, location) && finish(result, number);
        } catch (StackOverflowError | OutOfMemoryError e) {
            if (result == Result.DONE) {
                Wakeups.debt = true; // somebody else is to wake those who wait
                return true;
            }
            throw e;
        }
    }

    private Result replaceBehindGate(Location location, Version base, Version version) {
        return behindGate(() -> publication.replace(location, base, version, false));
    }

    /** Waits for its turn, and keeps serial blocks out meanwhile. */
    private static Result behindGate(Supplier<Result> commit) {
        if (SerialLock.isMine()) {
            return commit.get();
        }
        SerialLock.Hold mine = new SerialLock.Hold();
        Result result = Result.CONFLICT;
        try {
            SerialLock.hold(mine, false, 0);
            result = commit.get();
            SerialLock.release(mine);
        } catch (RuntimeException | Error e) {
            mine.lost = true; // there may have been no stack for the release
            if (result != Result.DONE) {
                throw e;
            }
        }
        return result;
    }

    private boolean finish(Result result, Location location) {
        if (result != Result.DONE) {
            return false;
        }
        if (Clock.hasWaiters(publication.signals())) {
            Wakeups.wake(location);
        }
        if (Clock.hasPins(publication.signals())) {
            Pins.releaseLost();
        }
        return true;
    }

    private static void heed(long signals, WriteLog writes) {
        if (Clock.hasWaiters(signals)) {
            Wakeups.wake(writes);
        }
        if (Clock.hasPins(signals)) {
            Pins.releaseLost();
        }
    }

    /** The entries' indices by location id; null if they are in that order already. */
    private long @Nullable [] inOrder(WriteLog writes) {
        int n = writes.size();
        int i = 1;
        while (i < n && Heads.id(writes.location(i - 1)) <= Heads.id(writes.location(i))) {
            i++;
        }
        if (i >= n) {
            return null;
        }
        long[] sorted = keys.length >= n ? keys : new long[Math.max(8, n)];
        for (int k = 0; k < n; k++) {
            sorted[k] = ((long) Heads.id(writes.location(k)) << 32) | k;
        }
        Arrays.sort(sorted, 0, n);
        keys = n <= 64 ? sorted : keys;
        return sorted;
    }
}
