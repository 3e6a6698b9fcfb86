package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.CommitProtocol;
import dev.ame.stm.engine.commit.SerialLock;
import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.log.Watch;
import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LongVersion;
import dev.ame.stm.engine.version.ObjectVersion;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Publication;
import dev.ame.stm.engine.version.Stamps;
import dev.ame.stm.engine.version.Version;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of one thread: used for all its attempts, one after another, and touched by no other thread. It is a
 * weak reference to its thread for the sake of {@link Bindings}.
 *
 * <p>Here is how an attempt begins, reads and writes. What else a block can ask for is in {@link Requests}; nesting in
 * {@link Savepoint}; the end of an attempt in {@link AttemptEnd}; the choice of the next one in {@link Attempts}.
 */
public final class Transaction extends WeakReference<Thread> {
    private static final AtomicLong NEXT_ID = new AtomicLong(1);

    // The public fields are stored to by the attempt loop where it may have no stack left for a call.

    /**
     * Versions of at most this stamp may be read without another look: the snapshot while nothing is logged or written,
     * {@link Stamps#NONE} otherwise. One comparison sends idle, doomed, logging and writing attempts the other way.
     */
    public long freeSnapshot = Stamps.NONE;

    /** Whether a mode that does not log has read anything. */
    boolean hasRead;

    /** Whether a write needs no further thought: in UPDATE mode, not forbidden, not inside a function. */
    public boolean mayWrite;

    /** One of {@link Mode}. */
    public int mode = Mode.IDLE;

    /** Why the logs are not to be trusted: an undo that ran out of stack or memory. The attempt cannot commit. */
    public @Nullable Throwable breakage;

    int modeBeforeDoom;
    Ending ending = Ending.NONE;
    long snapshot;
    final long id = NEXT_ID.getAndIncrement();
    long stamp = Stamps.tentative(id, 0);
    final ReadLog reads = new ReadLog();
    final WriteLog writes = new WriteLog();
    final CommitProtocol protocol = new CommitProtocol();
    public final Publication publication = protocol.publication();
    final Profiles profiles = new Profiles();
    int attempt;

    /** How often the next block has been attempted already, as a {@link Speculation}. */
    public int attemptsBefore;

    boolean logsReads;
    boolean mayPin;
    boolean irrevocable;

    /** The last time that this transaction had, or tried to get, the serial lock. */
    public SerialLock.@Nullable Hold hold;

    boolean writesForbidden;
    boolean timed;
    long deadline;
    int chaosIn = -1;
    long aborts;
    long serialRuns;

    /** The published snapshot, in PINNED mode. */
    public @Nullable Pin pin;

    @Nullable
    Pin preferredPin;

    /** Used in the attempts that watch. */
    Watch watch = Watch.UNUSED;

    /** The snapshot of an attempt that watches, {@link Stamps#NONE} of any other. */
    long watchSnapshot = Stamps.NONE;

    /** Whether the thread counts among those that wait, in the signals. */
    boolean waiting;

    @Nullable
    Scope scope;

    /** What is to be done when the attempt has ended; the rest hangs on it. */
    @Nullable
    Cleanup cleanup;

    @Nullable
    Attempts attempts;

    @Nullable
    Timers timers;

    /** The nested block, and its deadline, in which the last attempt ended; the next attempt carries it on. */
    @Nullable
    BlockSettings carriedBy;

    int carriedAt;
    long carriedDeadline;

    Transaction(Thread thread) {
        super(thread);
    }

    public static Transaction current() {
        return Bindings.current();
    }

    // ---------------------------------------------------------------- state

    public boolean isIdle() {
        return mode == Mode.IDLE || (mode == Mode.ORPHANED && endOrphan());
    }

    public boolean isDoomed() {
        return mode == Mode.DOOMED;
    }

    /** 1 on the first run of the block, 0 outside one. */
    public int attempt() {
        return isIdle() ? 0 : attempt;
    }

    /** Attempts of this thread that were undone to be run again, or for good. */
    public long aborts() {
        return aborts;
    }

    /** Attempts of this thread that ran under the serial lock. */
    public long serialRuns() {
        return serialRuns;
    }

    /** A number that differs from thread to thread, most of the time, in its low bits. */
    public int stripe() {
        return (int) id;
    }

    /** Throws unless a block is running, and the signal if its attempt has ended. */
    public void checkInBlock(String what) {
        if (isIdle()) {
            throw new IllegalStateException(what + " outside an atomic block");
        }
        if (mode == Mode.DOOMED) {
            throw AttemptSignal.INSTANCE;
        }
        if (mode == Mode.FUNCTION) {
            throw new IllegalStateException(what + " in a function given to commute: it may only compute");
        }
    }

    private boolean endOrphan() {
        Scope orphaned = scope;
        attempts = null;
        AttemptEnd.end(this, false);
        reset();
        if (orphaned != null) {
            AttemptEnd.runAside(this, orphaned.undone);
            AttemptEnd.runAside(this, orphaned.afterRollback);
        }
        Cleanup.runAside(this);
        return true;
    }

    // ---------------------------------------------------------------- beginning

    /**
     * Starts the first attempt of an outermost block without options, if that is all there is to do; otherwise
     * {@link Attempts} is needed.
     */
    public boolean beginPlain(Class<?> block) {
        BlockProfile profile = profiles.select(System.identityHashCode(block));
        if (Attempts.NEVER_PLAIN || profile.wantsSpecialStart()) {
            return false;
        }
        if (timers != null) {
            timers = null; // of a block whose first attempt simply committed
        }
        attempt = 1;
        beginOptimistic(!profile.onlyReads(), true);
        return true;
    }

    void beginOptimistic(boolean logged, boolean allowPin) {
        long now = Clock.now();
        snapshot = now;
        mayPin = allowPin;
        logsReads = logged;
        if (logged) {
            mayWrite = !writesForbidden;
            mode = Mode.UPDATE;
        } else {
            hasRead = false;
            freeSnapshot = now;
            mode = Mode.LIGHT;
        }
    }

    void prepare(int number, int conflicts, boolean hasDeadline, long deadlineAt, boolean readOnly, int chaosAfter) {
        attempt = number;
        stamp = Stamps.tentative(id, conflicts);
        timed = hasDeadline;
        deadline = deadlineAt;
        writesForbidden = readOnly;
        chaosIn = chaosAfter;
        if (timers != null) {
            timers.beginAttempt();
        }
    }

    /** Leaves the transaction as {@link #beginPlain} expects it. */
    void reset() {
        timers = null;
        prepare(0, 0, false, 0, false, -1);
        carriedBy = null;
    }

    // ---------------------------------------------------------------- reading

    /** The value of a location, as this attempt sees it; outside a block, the newest committed one. */
    public @Nullable Object readObject(Location location) {
        Version head = Heads.head(location);
        if (head.stamp() <= freeSnapshot) {
            hasRead = true;
            return ((ObjectVersion) head).value;
        }
        return ((ObjectVersion) (isWatched(head, location) ? head : read(location))).value;
    }

    /** As {@link #readObject}. */
    public long readLong(Location location) {
        Version head = Heads.head(location);
        if (head.stamp() <= freeSnapshot) {
            hasRead = true;
            return ((LongVersion) head).value;
        }
        return ((LongVersion) (isWatched(head, location) ? head : read(location))).value;
    }

    /** The short way of a long attempt that has not written yet. */
    private boolean isWatched(Version head, Location location) {
        return mode == Mode.UPDATE && head.stamp() <= watchSnapshot && writes.isEmpty() && watch.add(location);
    }

    private Version read(Location location) {
        if (mode != Mode.UPDATE) {
            return Reading.unlogged(this, location);
        }
        if (Attempts.CHAOS) {
            Requests.chaos(this);
        }
        if (!writes.isEmpty()) {
            int index = writes.find(location);
            if (index >= 0) {
                return Commutes.readOwn(this, location, index);
            }
        }
        return readAndLog(location);
    }

    /** Reads what is committed, whatever this attempt has written. */
    Version readAndLog(Location location) {
        Watch present = reads.watch();
        if (present != null) {
            return Reading.watched(this, present, location);
        }
        Version head = Heads.head(location);
        if (head.stamp() > snapshot) {
            head = Reading.newer(this, location);
        }
        reads.add(location, head);
        return head;
    }

    // ---------------------------------------------------------------- writing

    public void writeObject(Location location, @Nullable Object value) {
        readyToWrite();
        int index = writes.find(location);
        if (index < 0) {
            writes.add(location, objectVersion(value), null);
        } else if (writes.isOwn(index) && writes.pendingAt(index) == null) {
            ((ObjectVersion) writes.version(index)).value = value;
        } else {
            writes.replace(index, objectVersion(value), null);
        }
    }

    public void writeLong(Location location, long value) {
        readyToWrite();
        int index = writes.find(location);
        if (index < 0) {
            writes.add(location, longVersion(value), null);
        } else if (writes.isOwn(index) && writes.pendingAt(index) == null) {
            ((LongVersion) writes.version(index)).value = value;
        } else {
            writes.replace(index, longVersion(value), null);
        }
    }

    void readyToWrite() {
        if (!mayWrite || Attempts.CHAOS) {
            prepareWrite();
        }
    }

    /** A write outside a block, to be put over {@code base}; false if that is not the head any more. */
    public boolean replaceSingle(Location location, Version base, Version version) {
        return protocol.replaceSingle(location, base, version);
    }

    private void prepareWrite() {
        checkInBlock("a write");
        if (Attempts.CHAOS) {
            Requests.chaos(this);
        }
        if (writesForbidden) {
            throw new IllegalStateException("a write in a read-only block");
        }
        if (mode == Mode.SERIAL) {
            freeSnapshot = Stamps.NONE;
        } else if (mode != Mode.UPDATE) {
            turnIntoUpdate();
        } else {
            mayWrite = true; // it was taken away for the time of a function
        }
    }

    /** The block was believed to only read. Unless what it has read is known, and current, it must start again. */
    private void turnIntoUpdate() {
        if (!logsReads) {
            profiles.selected().surprised();
        }
        if (logsReads ? !Reading.extend(this) : hasRead) {
            throw doom(Ending.NEEDS_UPDATE);
        }
        AttemptEnd.releasePin(this);
        mode = Mode.UPDATE;
        mayWrite = true;
        logsReads = true;
        freeSnapshot = Stamps.NONE;
    }

    ObjectVersion objectVersion(@Nullable Object value) {
        return new ObjectVersion(value, stamp);
    }

    LongVersion longVersion(long value) {
        return new LongVersion(value, stamp);
    }

    // ---------------------------------------------------------------- doom

    /** Ends the attempt for a reason that stays; answers what to throw. */
    AttemptSignal doom(Ending why) {
        if (mode != Mode.DOOMED) {
            modeBeforeDoom = mode;
            freeSnapshot = Stamps.NONE;
            mayWrite = false;
            ending = why;
            mode = Mode.DOOMED;
            if (scope != null && scope.limitedBy != null) {
                carriedBy = scope.limitedBy;
                carriedAt = scope.limitedAt;
                carriedDeadline = deadline;
            }
        }
        return AttemptSignal.INSTANCE;
    }

    Scope scopeForWriting() {
        Scope present = scope;
        if (present == null) {
            present = new Scope();
            scope = present;
        }
        return present;
    }
}
