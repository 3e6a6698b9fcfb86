package dev.ame.stm.engine.commit;

import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.engine.version.Reservations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock of serial and irrevocable blocks, with the gate that stops everybody else's commits.
 *
 * <pre>
 *   serial block                      committer
 *   ------------                      ---------
 *   close the gate  (fence)           lock the locations  (fence)
 *   read words                        read the gate
 * </pre>
 *
 * Either the committer finds the gate closed, and unlocks what it has locked, or the serial block finds the
 * locks, and waits for their end. So whatever a serial block has read stays current until it commits.
 *
 * <p>Those who wait stand in a queue, and whoever is at its head takes the lock when it is free. A thread that is running
 * may overtake them, which saves two context switches a block, but only {@value #OVERTAKES} times in a row. With
 * {@code ame.mode=random} nobody overtakes and a random one of the queue comes to its head.
 *
 * <p>A thread that overflows its stack may be unable to release the lock. It then says so by a store to its
 * {@link Hold}, and whoever waits takes the lock over; those that wait look at that now and then. A hold is good for
 * one time: it never ceases to be lost, so one that was seen to be lost may be replaced at any later time.
 */
public final class SerialLock {
    /**
     * One time of having the lock, or of trying to. If the block can be undone and has a deadline, the lock can be taken from
     * it once that has passed, since it may be waiting for the very threads that wait for the lock:
     *
     * <pre>
     *   OPEN --its thread commits, or becomes irrevocable--> SEALED
     *     |
     *     +--a waiting thread, after the deadline----------> EXPIRED
     * </pre>
     */
    public static final class Hold extends Reservations {
        private static final int OPEN = 0;
        private static final int SEALED = 1;
        private static final int EXPIRED = 2;
        private static final AtomicIntegerFieldUpdater<Hold> STATE =
                AtomicIntegerFieldUpdater.newUpdater(Hold.class, "state");
        private static final AtomicIntegerFieldUpdater<Hold> REPORTED =
                AtomicIntegerFieldUpdater.newUpdater(Hold.class, "reported");

        private final @Nullable String name;
        private volatile int state = SEALED;

        /** Set before the hold is used. */
        private long expiry;

        /** When the first thread was seen to wait, 0 before. Of two that write at once either will do. */
        private volatile long waitedSince;

        @SuppressWarnings("unused") // by its updater
        private volatile int reported;

        /** For a commit, which has no name. */
        public Hold() {
            this(null);
        }

        /** @param name of the block that has the lock, for people; null if it has none */
        public Hold(@Nullable String name) {
            this.name = name;
        }

        /** Lets others take the lock from then on, until {@link #seal}. Before the hold is used. */
        public void expireAt(long nanoTime) {
            expiry = nanoTime;
            state = OPEN;
        }

        public boolean mayExpire() {
            return state != SEALED;
        }

        public boolean isExpired() {
            return state == EXPIRED;
        }

        /** False if it has expired. By its thread. */
        public boolean seal() {
            return state == SEALED || STATE.compareAndSet(this, OPEN, SEALED);
        }

        /** Whether another thread may take the lock now. */
        boolean isForfeit() {
            return lost
                    || state == EXPIRED
                    || (state == OPEN && System.nanoTime() - expiry >= 0 && STATE.compareAndSet(this, OPEN, EXPIRED));
        }

        /** How long somebody who waits should be parked before the next look. */
        long nanosToLook() {
            return state == OPEN ? Math.min(LOOK_NANOS, Math.max(1, expiry - System.nanoTime())) : LOOK_NANOS;
        }

        Thread thread() {
            return thread;
        }

        /** To be called now and then by those who wait: says so in the log if they do for too long, once. */
        @Override
        protected void lookAtWait() {
            long now = System.nanoTime();
            if (waitedSince == 0) {
                waitedSince = now == 0 ? 1 : now;
            } else if (EngineMode.WARN_NANOS > 0
                    && now - waitedSince >= EngineMode.WARN_NANOS
                    && REPORTED.compareAndSet(this, 0, 1)) {
                StallReport.log(this, now - waitedSince, waiting());
            }
        }

        private List<Thread> waiting() {
            List<Thread> all = new ArrayList<>();
            QUEUE.forEach(ticket -> all.add(ticket.thread));
            all.addAll(waitingReaders());
            return all;
        }

        @Override
        public String toString() {
            return name == null ? "an atomic block" : "atomic block \"" + name + '"';
        }
    }

    private static final class Ticket {
        final Thread thread = Thread.currentThread();

        /** Set by its thread when it waits no longer. Whoever finds such a ticket removes it. */
        volatile boolean done;
    }

    private static final int OVERTAKES = 512;
    private static final int GATE_SPINS = 128;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final ConcurrentLinkedQueue<Ticket> QUEUE = new ConcurrentLinkedQueue<>();
    private static final @Nullable Random DRAW = EngineMode.RANDOM_ORDER ? new Random(EngineMode.SEED) : null;
    private static final VarHandle HOLDER;

    static {
        try {
            HOLDER = MethodHandles.lookup().findStaticVarHandle(SerialLock.class, "holder", Hold.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null when the lock is free. Taken and taken over by compare-and-set; set to null by the holder alone. */
    private static volatile @Nullable Hold holder;

    /** Written by holders. A stale look at it does no harm. */
    private static int overtakes;

    private SerialLock() {}

    /** Waits for the lock and closes the gate. False if the deadline passed first. The caller must not have it. */
    public static boolean acquire(Hold mine, boolean timed, long deadline) {
        if (!lock(mine, timed, deadline)) {
            return false;
        }
        Clock.closeGate();
        return true;
    }

    /** Gives the lock back and opens the gate; nothing if the caller has it not, or it was taken over. */
    public static void release(Hold mine) {
        if (holder != mine) {
            return;
        }
        if (mine.lost || !mine.seal()) {
            releaseLost(mine);
        } else {
            unlock(mine);
        }
    }

    /** Somebody may be taking the lock over, so it is first taken back. */
    private static void releaseLost(Hold mine) {
        Hold again = new Hold();
        try {
            mine.release();
            if (HOLDER.compareAndSet(mine, again)) {
                unlock(again);
            }
        } finally {
            again.lost = true; // in case the stack did not hold one of these calls
        }
    }

    public static boolean isHeldBy(Hold candidate) {
        return holder == candidate && !candidate.lost && !candidate.isExpired();
    }

    /** Whether the calling thread has the lock, with whatever holder. */
    public static boolean isMine() {
        Hold present = holder;
        return present != null && present.thread() == Thread.currentThread() && isHeldBy(present);
    }

    /** Waits until no serial block is running and keeps it so; the gate stays open. False if the deadline passed first. */
    static boolean hold(Hold mine, boolean timed, long deadline) {
        for (int i = 0; i < GATE_SPINS && Clock.hasGate(Clock.signals()); i++) {
            Thread.onSpinWait();
        }
        if (!lock(mine, timed, deadline)) {
            return false;
        }
        Clock.openGate(); // closed still, if the lock was taken over
        return true;
    }

    private static boolean lock(Hold mine, boolean timed, long deadline) {
        if (DRAW == null && overtakes < OVERTAKES && holder == null && HOLDER.compareAndSet(null, mine)) {
            overtakes = QUEUE.isEmpty() ? 0 : overtakes + 1;
        } else if (!stand(mine, timed, deadline)) {
            return false;
        } else {
            overtakes = 0;
        }
        return true;
    }

    private static void unlock(Hold mine) {
        mine.release();
        Clock.openGate();
        holder = null;
        wakeNext();
    }

    /**
     * Waits in the queue. A ticket is added before the lock is looked at, and the lock is freed before the queue is
     * looked at, both with full fences, so one of the two threads sees the other.
     */
    private static boolean stand(Hold mine, boolean timed, long deadline) {
        Ticket ticket = new Ticket();
        boolean interrupted = false;
        boolean locked = false;
        try {
            QUEUE.add(ticket);
            while (!(first() == ticket && takeOver(mine))) {
                Hold present = holder;
                long wait = present == null ? LOOK_NANOS : present.nanosToLook();
                if (timed) {
                    wait = Math.min(wait, deadline - System.nanoTime());
                    if (wait <= 0) {
                        return false;
                    }
                }
                LockSupport.parkNanos(SerialLock.class, wait);
                // Kept for later: only the blocking wait of retry heeds an interrupt.
                interrupted |= Thread.interrupted();
                if (present != null && holder == present) {
                    present.lookAtWait();
                }
            }
            locked = true;
            return true;
        } finally {
            ticket.done = true;
            QUEUE.remove(ticket);
            if (!locked && holder == null) {
                wakeNext(); // the wake-up may have been meant for the ticket that has gone
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes the lock if it is free, or lost by its holder, or the holder's time is over. */
    private static boolean takeOver(Hold mine) {
        Hold present = holder;
        if (present != null) {
            if (!present.isForfeit()) {
                return false;
            }
            present.release(); // first: if the stack ends here, whoever comes next does it again
        }
        return HOLDER.compareAndSet(present, mine);
    }

    private static @Nullable Ticket first() {
        Ticket first = QUEUE.peek();
        while (first != null && first.done) {
            QUEUE.remove(first);
            first = QUEUE.peek();
        }
        return first;
    }

    private static void wakeNext() {
        if (DRAW != null) {
            shuffle(DRAW);
        }
        Ticket next = first();
        if (next != null) {
            LockSupport.unpark(next.thread);
        }
    }

    /** Brings a random ticket to the head, by sending those before it to the end; each in turn is briefly in no queue. */
    private static void shuffle(Random draw) {
        for (int i = draw.nextInt(QUEUE.size() + 1); i > 0; i--) {
            Ticket first = QUEUE.poll();
            if (first != null && !first.done) {
                QUEUE.add(first);
            }
        }
    }
}
