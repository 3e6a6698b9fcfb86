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
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of one thread: used for all its attempts, one after another, and touched by no other thread.
 *
 * <p>Here is how an attempt begins, reads and writes. What else a block can ask for is in {@link Requests}; nesting in
 * {@link Savepoint}; the end of an attempt in {@link AttemptEnd}; the choice of the next one in {@link Attempts}.
 */
public final class Transaction extends ThreadBound {
    private static final AtomicLong NEXT_ID = new AtomicLong(1);

    // The public fields are stored to by the attempt loop where it may have no stack left for a call.

    /**
     * Versions of at most this stamp may be read without another look: the snapshot while nothing is logged or written,
     * {@link Stamps#NONE} otherwise. One comparison sends idle, doomed, logging and writing attempts the other way.
     */
    public long freeSnapshot = Stamps.NONE;

    /**
     * Versions of at most this stamp may be read by noting them in the log, unless the location has been written. The
     * first read may take any committed version; later ones what the snapshot covers. {@link Stamps#NONE} wherever a read
     * takes more thought; the long way stores it again when it need not any more.
     */
    public long logSnapshot = Stamps.NONE;

    /**
     * Whether the attempt is one without limits that has done nothing yet but read and write locations. Then its end is
     * short. Set false by everything else that an attempt can do.
     */
    boolean plain;

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
    /** Of the block that is running or ran last. */
    BlockProfile profile = new BlockProfile();

    @Nullable
    Profiles profiles;

    int attempt;

    /** How often the next block has been attempted already, as a {@link Speculation}. Set back when that block has ended. */
    public int attemptsBefore;

    boolean logsReads;
    boolean mayPin;
    boolean irrevocable;

    /** How often the attempt has asked to be irrevocable. Levels of nesting opened before the last time are not undone. */
    int ties;

    /** The last time that this transaction had, or tried to get, the serial lock. */
    public SerialLock.@Nullable Hold hold;

    boolean writesForbidden;

    /** The read-only block, if {@link #writesForbidden}. */
    @Nullable
    BlockSettings forbiddenBy;

    /** The deadline in force: that of the whole block, or of a nested one if it is earlier. */
    boolean timed;

    long deadline;

    /** The deadline of the whole block. */
    boolean blockTimed;

    long blockDeadline;

    /** What the attempt was doing when a deadline passed, for people: as in "its deadline passed while it waited". */
    public String late = "";

    int chaosIn = -1;
    long aborts;
    long serialRuns;

    /** Of an attempt that watches: whether an irrevocable block that may have told this thread something was running when it began. */
    boolean watchesBeside;

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

    public @Nullable Scope scope;

    /** What is to be done when the attempt has ended; the rest hangs on it. */
    @Nullable
    Cleanup cleanup;

    @Nullable
    Attempts attempts;

    @Nullable
    Timers timers;

    Transaction(Thread thread) {
        super(thread);
    }

    public static Transaction current() {
        return Bindings.current();
    }

    @Override
    public boolean isIdle() {
        return mode == Mode.IDLE || (mode == Mode.ORPHANED && AttemptEnd.endOrphan(this));
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

    /** The name of the running block, if it is known and has one. */
    @Nullable
    String blockName() {
        return attempts == null ? null : attempts.name();
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

    // ---------------------------------------------------------------- beginning

    /**
     * Starts the first attempt of an outermost block without options, if that is all there is to do; otherwise
     * {@link Attempts} is needed.
     */
    public boolean beginPlain(BlockSettings settings, Class<?> block) {
        BlockProfile own = selectProfile(settings.profileKey(block));
        if (Attempts.NEVER_PLAIN || attemptsBefore != 0 || (!own.isSteady() && own.wantsSpecialStart())) {
            return false;
        }
        attempt = 1;
        if (!own.isSteady() && own.onlyReads()) {
            Beginning.optimistic(this, false, true);
        } else {
            snapshot = Clock.now();
            mayPin = true;
            logsReads = true;
            plain = true;
            mayWrite = true;
            logSnapshot = Stamps.LATEST;
            mode = Mode.UPDATE;
        }
        return true;
    }

    /** Makes the profile of a block the one that is used, and answers it. */
    BlockProfile selectProfile(int key) {
        return profile.key == key ? profile : Profiles.change(this, key);
    }

    void prepare(int number, int conflicts, boolean hasDeadline, long deadlineAt, boolean readOnly, int chaosAfter) {
        attempt = number;
        stamp = Stamps.tentative(id, conflicts);
        timed = hasDeadline;
        deadline = deadlineAt;
        blockTimed = hasDeadline;
        blockDeadline = deadlineAt;
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
        forbiddenBy = null;
    }

    // ---------------------------------------------------------------- reading

    /** The value of a location, as this attempt sees it; outside a block, the newest committed one. */
    public @Nullable Object readObject(Location location) {
        return ((ObjectVersion) see(location)).value;
    }

    /** As {@link #readObject}. */
    public long readLong(Location location) {
        return ((LongVersion) see(location)).value;
    }

    private Version see(Location location) {
        Version seen = seeShortly(location);
        return seen != null ? seen : seeAnyhow(location);
    }

    private @Nullable Version seeShortly(Location location) {
        Version head = Heads.newest(location);
        long stamp = head.stamp();
        if (stamp <= freeSnapshot) {
            if (!hasRead) {
                hasRead = true;
            }
            return head;
        }
        if (stamp <= logSnapshot && writes.lacks(location)) {
            logSnapshot = snapshot;
            reads.add(head);
            return head;
        }
        return null;
    }

    private Version seeAnyhow(Location location) {
        Version head = Heads.newest(location);
        // First the short way of a long attempt that has not written yet.
        boolean watched =
                mode == Mode.UPDATE && head.stamp() <= watchSnapshot && writes.isEmpty() && watch.add(location);
        return watched ? head : Reading.any(this, location);
    }

    /**
     * What a handle reads, on the thread it was made for; null if it is not valid. The short ways are closed unless a block of this
     * transaction is the one that runs there, so only off them it is asked whether it is.
     */
    public @Nullable Version seeByHandle(Location location) {
        Version seen = seeShortly(location);
        return seen != null ? seen : isRunningHere() ? seeAnyhow(location) : null;
    }

    public void writeObject(Location location, @Nullable Object value) {
        readyToWrite(location);
        int index = writes.find(location);
        if (index < 0) {
            Version base = mode == Mode.UPDATE ? writes.base(location, reads) : null;
            addWrite(new ObjectVersion(location, value, stamp, base), base);
        } else if (writes.isOwn(index) && writes.pendingAt(index) == null) {
            ((ObjectVersion) writes.version(index)).value = value;
        } else {
            writes.replace(index, objectVersion(location, value), null);
        }
    }

    public void writeLong(Location location, long value) {
        readyToWrite(location);
        int index = writes.find(location);
        if (index < 0) {
            Version base = mode == Mode.UPDATE ? writes.base(location, reads) : null;
            addWrite(new LongVersion(location, value, stamp, base), base);
        } else if (writes.isOwn(index) && writes.pendingAt(index) == null) {
            ((LongVersion) writes.version(index)).value = value;
        } else {
            writes.replace(index, longVersion(location, value), null);
        }
    }

    /**
     * Under the serial lock there is no base: what was read is logged for a wait only, and writes go over whatever is
     * there.
     */
    private void addWrite(Version version, @Nullable Version base) {
        if (base == null) {
            writes.add(version);
        } else {
            writes.addBased(version, reads);
        }
    }

    /**
     * Returns if the attempt may write now.
     *
     * @param location what is going to be written; null if that is no location
     */
    void readyToWrite(@Nullable Location location) {
        if (!mayWrite || Attempts.CHAOS) {
            Writing.prepare(this, location);
        }
    }

    /** A write outside a block, to be put over {@code base}; false if that is not the head any more. */
    public boolean replaceSingle(Location location, Version base, Version version) {
        return protocol.replaceSingle(location, base, version);
    }

    ObjectVersion objectVersion(Location location, @Nullable Object value) {
        return new ObjectVersion(location, value, stamp);
    }

    LongVersion longVersion(Location location, long value) {
        return new LongVersion(location, value, stamp);
    }

    /** Ends the attempt for a reason that stays; answers what to throw. */
    AttemptSignal doom(Ending why) {
        if (mode != Mode.DOOMED) {
            modeBeforeDoom = mode;
            freeSnapshot = Stamps.NONE;
            logSnapshot = Stamps.NONE;
            plain = false;
            mayWrite = false;
            ending = why;
            mode = Mode.DOOMED;
        }
        return AttemptSignal.INSTANCE;
    }

    /**
     * Ends the attempt, or the nested block whose deadline it is, because the deadline in force has passed.
     *
     * @param doing what the block was doing, as in "its deadline passed ..."
     */
    AttemptSignal doomLate(String doing) {
        late = doing;
        return doom(scope != null && scope.limit != null ? Ending.NESTED_DEADLINE : Ending.DEADLINE);
    }

    Scope scopeForWriting() {
        Scope present = scope;
        if (present == null) {
            present = new Scope();
            plain = false;
            scope = present;
        }
        return present;
    }
}
