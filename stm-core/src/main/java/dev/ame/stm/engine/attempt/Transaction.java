package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.commit.CommitProtocol;
import dev.ame.stm.engine.commit.SerialLock;
import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Publication;
import dev.ame.stm.engine.version.SmallSet;
import dev.ame.stm.engine.version.Word;
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
     * Values under words of at most this may be read without another look: the snapshot while nothing is logged or written,
     * {@link Word#NONE} otherwise. One comparison sends idle, doomed, logging and writing attempts the other way.
     */
    public long freeSnapshot = Word.NONE;

    /**
     * Values under words of at most this may be read by noting the location in the log, unless it has been written. The first
     * read may take any committed value; later ones what the snapshot covers. {@link Word#NONE} wherever a read takes more
     * thought; the long way stores it again when it need not any more.
     */
    public long logSnapshot = Word.NONE;

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
    AbortReason ending = AbortReason.NONE;
    long snapshot;
    final long id = NEXT_ID.getAndIncrement();

    /** What a plain attempt has read and written, as long as {@link #reads()} and {@link #writes()} have not been asked for. */
    SmallSet small = SmallSet.NONE;

    /** Not to be looked at while {@link #small} is open. */
    final ReadLog reads = new ReadLog();

    /** Likewise. */
    final WriteLog writes = new WriteLog();

    final CommitProtocol protocol = new CommitProtocol(ledger);
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

    /** The turn that the attempt has, see {@link Turns}. */
    int turn = Turns.NONE;

    long aborts;
    long serialRuns;

    /** Of an attempt that watches: whether an irrevocable block that may have told this thread something was running when it began. */
    boolean watchesBeside;

    /** The published snapshot, in PINNED mode. */
    public @Nullable Pin pin;

    @Nullable
    Pin preferredPin;

    /** The word of what was seen last by {@link Structures#see}, and by its like. */
    long seenWord;

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
        writes.lock = Word.lock(id, 0);
    }

    public static Transaction current() {
        return Bindings.current();
    }

    @Override
    public boolean isIdle() {
        return mode == Mode.IDLE || (mode == Mode.ORPHANED && Orphans.end(this));
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

    /** Starts the first attempt of an outermost block without options, if that is all there is to do; else {@link Attempts} is needed. */
    public boolean beginPlain(BlockSettings settings, Class<?> block) {
        BlockProfile own = selectProfile(settings.profileKey(block));
        if (Attempts.NEVER_PLAIN
                || attemptsBefore != 0
                || (!own.isSteady() && own.wantsSpecialStart())
                || !Observing.enterPlain(this, settings, block)) {
            return false;
        }
        attempt = 1;
        if (!own.isSteady() && own.takeUnloggedRun()) {
            Beginning.optimistic(this, false, true);
        } else {
            small = small.open();
            snapshot = Clock.now();
            mayPin = true;
            logsReads = true;
            plain = true;
            mayWrite = true;
            logSnapshot = Word.LATEST;
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
        writes.lock = Word.lock(id, conflicts);
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

    // ---------------------------------------------------------------- the logs

    /** The log of reads, with everything in it. */
    ReadLog reads() {
        if (small.isOpen()) {
            writes.take(small, reads);
        }
        return reads;
    }

    /** The log of writes, with everything in it. */
    WriteLog writes() {
        if (small.isOpen()) {
            writes.take(small, reads);
        }
        return writes;
    }

    // ---------------------------------------------------------------- reading

    /** The value of a location, as this attempt sees it; outside a block, the newest committed one. */
    public @Nullable Object read(ObjectLocation location) {
        long word = Locations.word(location);
        if (word <= freeSnapshot) {
            Object value = Locations.object(location);
            if (Locations.is(location, word)) {
                if (!hasRead) {
                    hasRead = true;
                }
                return value;
            }
        } else if (word <= logSnapshot) {
            Object value = Locations.object(location);
            if (Locations.is(location, word) && (small.note(location, word) || log(location, word))) {
                logSnapshot = snapshot;
                return value;
            }
        }
        return Reading.object(this, location);
    }

    /** As {@link #read(ObjectLocation)}. */
    public long read(LongLocation location) {
        long word = Locations.word(location);
        if (word <= freeSnapshot) {
            long value = Locations.number(location);
            if (Locations.is(location, word)) {
                if (!hasRead) {
                    hasRead = true;
                }
                return value;
            }
        } else if (word <= logSnapshot) {
            long value = Locations.number(location);
            if (Locations.is(location, word) && (small.note(location, word) || log(location, word))) {
                logSnapshot = snapshot;
                return value;
            }
        }
        return Reading.number(this, location);
    }

    /** Notes a read in the log; false if that takes more thought. */
    private boolean log(Location location, long word) {
        return writes().lacks(location) && (reads.addIfRoom(location, word) || LongReads.note(this, location, word));
    }

    /**
     * Whether the calling thread, for which it must have been made, is in a block of it. The short ways of reading are closed unless
     * that is so, and only off them it is asked.
     */
    public boolean isRunning() {
        return (freeSnapshot & logSnapshot) >= 0 || isRunningHere();
    }

    // ---------------------------------------------------------------- writing

    public void write(ObjectLocation location, @Nullable Object value) {
        readyToWrite(location);
        if (!small.write(location, value)) {
            Writing.log(this, location, value);
        }
    }

    public void write(LongLocation location, long value) {
        readyToWrite(location);
        if (!small.write(location, value)) {
            Writing.log(this, location, value);
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

    // ---------------------------------------------------------------- doom

    /** Ends the attempt for a reason that stays; answers what to throw. */
    AttemptSignal doom(AbortReason why) {
        if (mode != Mode.DOOMED) {
            modeBeforeDoom = mode;
            freeSnapshot = Word.NONE;
            logSnapshot = Word.NONE;
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
        return doom(scope != null && scope.limit != null ? AbortReason.NESTED_DEADLINE : AbortReason.DEADLINE);
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
