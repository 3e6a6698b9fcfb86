package dev.ame.stm.engine.version;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The locations that an irrevocable block has written, and those who wait to read them.
 *
 * <h2>Why</h2>
 * An irrevocable block may tell other threads something in the middle: it completes a future, counts down a latch, puts
 * into a plain queue. Whoever is told must not read a state from before. And nobody may see half of what the block does. So
 * what it has written is reserved from then on, and a reader that finds a reservation waits for the end of the block.
 *
 * <pre>
 *   irrevocable block                    reader
 *   -----------------                    ------
 *   reserve the location   (CAS)         is told
 *   tell                                 begins, reads the word
 * </pre>
 *
 * The reader is told after the compare-and-set, so it finds the reservation, or what was committed over it.
 *
 * <p>A reader that has begun before the first reservation was not told, and runs on: what it reads is the value as it was,
 * which fits its snapshot as before. The clock is moved when the first reservation is made, so the two kinds of readers
 * differ by their snapshots.
 *
 * <p>A snapshot that is pinned while the block runs lies before its commit, so whoever was told and then pinned one must not
 * read from it what the block has overwritten. Such readers look whether a block has reserved anything <em>before</em> they
 * take the snapshot. If none has, whoever told them anything has ended, and the snapshot covers its commit. If one has, a
 * reader waits for its end. A long block that may write goes on, and runs again if it meets what has been written.
 *
 * <h2>Deadlock</h2>
 * A reader holds no lock, and the block waits for no reader on the engine's part. But the code of the block may
 * wait for such a reader: it joins a thread that reads. That has no outcome, as it would have none under one lock. So if the
 * block's thread waits for others without a pause for {@value #PATIENCE_MILLIS} ms, its readers run on with the value
 * as it was, for the rest of the block. A block that computes, sleeps, or does input and output, is waited for as long as it takes.
 */
public abstract class Reservations {
    private static final int SPINS = 128;
    private static final int YIELDS = 64;
    private static final long PATIENCE_MILLIS = 1_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);

    /** The block that has reserved something, or is about to. Set by who has the serial lock, so there is one at most. */
    private static final AtomicReference<@Nullable Reservations> ACTIVE = new AtomicReference<>();

    /** The thread whose block it is. */
    protected final Thread thread = Thread.currentThread();

    /**
     * Set, without a call, by a thread that cannot end its block in the ordinary way and is not going to use it any more.
     * Nothing is reserved then.
     */
    public volatile boolean lost;

    /** What is reserved, the last first. Listed before it is reserved. By the block's thread; the end is guarded by this object. */
    private @Nullable Reserved newest;

    private record Reserved(Location location, @Nullable Reserved next) {}

    /** Snapshots before this one were taken before anything was reserved. Written before the first reservation. */
    private long since = Word.LATEST;

    /** Whether the block was seen to wait for others for so long that readers do not wait for it any more. */
    private volatile boolean waitsForOthers;

    /** Parked readers. */
    private volatile @Nullable Queue<Thread> readers;

    /**
     * Whether another thread's block that has reserved something is running, and is to be waited for. To be asked before a
     * snapshot is pinned.
     */
    public static boolean isAnyActive() {
        Reservations block = ACTIVE.get();
        return block != null && block.isToBeAwaited();
    }

    /**
     * Waits for the end of such a block, if there is one. Blocks that come later need not be waited for: the caller, who is
     * here, cannot be told anything by them. False if the deadline passed first.
     */
    public static boolean awaitActive(boolean timed, long deadline) {
        Reservations block = ACTIVE.get();
        return block == null
                || !block.isToBeAwaited()
                || block.awaitWhile(() -> ACTIVE.get() == block, timed, deadline);
    }

    private boolean isToBeAwaited() {
        return !isMine() && !mayReadAround();
    }

    /** Whether the calling thread's block has reserved what is reserved now. */
    static boolean areMine() {
        Reservations block = ACTIVE.get();
        return block != null && block.isMine();
    }

    /**
     * Whether a reader may read what is reserved, as it was before: in the block itself, if it began before anything was
     * reserved, or if the block is not to be waited for. Right for the reservation that the caller has seen if that is still there when the
     * value has been read: a reserved word does not come back, but with the same value under it.
     *
     * @param snapshot the reader's
     */
    static boolean mayReadAround(long snapshot) {
        Reservations block = ACTIVE.get();
        return block != null && (block.isMine() || snapshot < block.since || block.mayReadAround());
    }

    /**
     * Waits until a location is not reserved any more, or need not be waited for. At once if the block has just ended: words are put
     * back first. False if the deadline passed first.
     */
    static boolean await(Location location, boolean timed, long deadline) {
        Reservations block = ACTIVE.get();
        return block == null
                || block.awaitWhile(() -> ACTIVE.get() == block && Word.isReserved(location.word), timed, deadline);
    }

    /** Reserves a location; nothing if it is reserved already. By the block's thread, which has closed the gate. */
    public final void reserve(Location location) {
        if (newest == null) {
            readers = new ConcurrentLinkedQueue<>();
            ACTIVE.set(this);
            since = Clock.tick();
        }
        while (true) {
            long word = Locations.settle(location); // a commit that has not seen the gate yet
            if (Word.isReserved(word)) {
                return;
            }
            newest = new Reserved(location, newest);
            if (Location.WORD.compareAndSet(location, word, Word.reserve(word))) {
                return;
            }
            newest = newest.next;
        }
    }

    /**
     * Takes off what was reserved and not written after all, and wakes the readers. After the commit, if there is one. May be
     * called again, and by several threads if the block is {@link #lost}: one after the other, or the second could take off what a
     * later block has reserved. It goes on where the one before ran out of stack.
     */
    public final synchronized void release() {
        Queue<Thread> parked = readers;
        if (parked == null) {
            return; // not even one reservation was begun
        }
        for (Reserved reserved = newest; reserved != null; reserved = reserved.next) {
            Location location = reserved.location;
            long word = location.word;
            if (Word.isReserved(word)) {
                Location.WORD.compareAndSet(location, word, Word.committed(word));
            }
            newest = reserved.next;
        }
        ACTIVE.compareAndSet(this, null);
        for (Thread reader : parked) {
            LockSupport.unpark(reader);
        }
    }

    /** Called now and then by those who wait. */
    protected abstract void lookAtWait();

    /** The readers that are parked now. */
    protected final Collection<Thread> waitingReaders() {
        Queue<Thread> parked = readers;
        return parked == null ? List.of() : parked;
    }

    final boolean isMine() {
        return thread == Thread.currentThread();
    }

    private boolean awaitWhile(BooleanSupplier isHeldUp, boolean timed, long deadline) {
        for (int i = 0; i < SPINS + YIELDS && isHeldUp.getAsBoolean(); i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        return !isHeldUp.getAsBoolean() || mayReadAround() || parkWhile(isHeldUp, timed, deadline);
    }

    /**
     * Parks until then; false if the deadline passed first. A reader is in the queue before it looks at what it waits for, and
     * that is changed before the queue is looked at, both with full fences, so one sees the other.
     */
    private boolean parkWhile(BooleanSupplier isHeldUp, boolean timed, long deadline) {
        Thread self = Thread.currentThread();
        Queue<Thread> parked = readers;
        boolean interrupted = false;
        long waitingSince = 0;
        try {
            if (parked != null) {
                parked.add(self);
            }
            while (isHeldUp.getAsBoolean() && !mayReadAround()) {
                long nanos = timed ? Math.min(LOOK_NANOS, deadline - System.nanoTime()) : LOOK_NANOS;
                if (nanos <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, nanos);
                interrupted |= Thread.interrupted(); // kept for later: only the wait of retry heeds it
                lookAtWait();
                long now = System.nanoTime();
                if (!waitsForOthers(thread)) {
                    waitingSince = 0;
                } else if (waitingSince == 0) {
                    waitingSince = now == 0 ? 1 : now;
                } else if (now - waitingSince >= PATIENCE_NANOS) {
                    waitsForOthers = true;
                }
            }
            return true;
        } finally {
            if (parked != null) {
                parked.remove(self);
            }
            if (interrupted) {
                self.interrupt();
            }
        }
    }

    private boolean mayReadAround() {
        return lost || waitsForOthers;
    }

    /** Whether it is parked, or blocked, for other threads; not if it sleeps, or does input or output. */
    private static boolean waitsForOthers(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED -> true;
            case WAITING, TIMED_WAITING -> !isOnItsOwn(thread);
            default -> false;
        };
    }

    /** Then it does not go on sooner if others do. A virtual thread is parked during input and output, too. */
    private static boolean isOnItsOwn(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            boolean sleeps = frame.getClassName().equals(Thread.class.getName())
                    && frame.getMethodName().startsWith("sleep");
            if (sleeps || frame.getClassName().startsWith("sun.nio.ch.")) {
                return true;
            }
        }
        return false;
    }
}
