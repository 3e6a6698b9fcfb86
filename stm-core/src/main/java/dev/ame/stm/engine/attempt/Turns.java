package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Turns of attempts that want the same location: the step between a pause and the serial lock. An attempt of a block that has
 * lost a location takes the turn of that location before it begins, and gives it back when it has ended. So those that would
 * make each other run again run one after another, and nobody else is held up.
 *
 * <p>Only an optimisation. The holder runs as optimistically as any attempt; correctness and progress do not depend on turns. So a turn needs
 * no queue, no fairness and no certain release: who has waited for as long as it may <em>takes the turn over</em>, and the former holder
 * goes on without. That also ends the turn of a thread whose stack was full when it should have given it back, of one
 * that waits for other threads in its block, and of one that waits for the serial lock. Three threads: B takes over from A,
 * then A gives back, which is a compare-and-set from A's own token, fails, and C does not get in beside B.
 *
 * <p>Those who wait sleep first and spin only when they wake up. So the holder runs many blocks before the turn changes hands, out of
 * its own caches; one core is busy with a hot box, and the others are left to other work. Nobody wakes those who sleep, which is
 * what makes a turn cheap for its holder.
 */
final class Turns {
    /** No turn. */
    static final int NONE = 0;

    /** A power of two. Two locations that share a turn cost speed only. */
    private static final int STRIPES = 64;

    /** In longs: two cache lines, since processors fetch pairs. */
    private static final int STRIDE = 16;

    /** Some microseconds, in which a small block ends: whoever wakes up is likely to get the turn. */
    private static final int SPINS = 64;

    private static final int MANY = 64;

    private static final long FIRST_SLEEP_NANOS = 50_000;
    private static final long MAX_SLEEP_NANOS = 1_000_000;

    /** The token of each turn's holder, 0 if it is free. */
    private static final AtomicLongArray HOLDERS = new AtomicLongArray((STRIPES + 2) * STRIDE);

    private Turns() {}

    /** Whether it stands for a location that an attempt has touched, or there are too many to look at. */
    static boolean covers(int turn, WriteLog writes, ReadLog reads) {
        int written = writes.size();
        int read = reads.size();
        boolean found = written + read > MANY;
        for (int i = 0; i < written && !found; i++) {
            found = of(writes.locationAt(i)) == turn;
        }
        for (int i = 0; i < read && !found; i++) {
            found = of(reads.location(i)) == turn;
        }
        return found;
    }

    /** The turn that stands for a location. */
    static int of(Location location) {
        return ofHash(Locations.hash(location));
    }

    /** The turn that stands for a location with this hash. */
    static int ofHash(int hash) {
        return 1 + (hash & (STRIPES - 1));
    }

    /**
     * Takes a turn, after waiting for at most so long. Answers whether it was free.
     *
     * @param token not 0, and nobody else's
     */
    static boolean take(int turn, long token, long maxNanos) {
        int at = turn * STRIDE;
        if (isTaken(at, token)) {
            return true;
        }
        long start = System.nanoTime();
        long sleep = FIRST_SLEEP_NANOS;
        while (true) {
            long left = maxNanos - (System.nanoTime() - start);
            if (left <= 0) {
                HOLDERS.set(at, token);
                return false;
            }
            // No blocker: this is a pause of a back-off, and it ends by itself. An interrupt only makes it a shorter
            // one.
            LockSupport.parkNanos(Math.min(sleep, left));
            sleep = Math.min(2 * sleep, MAX_SLEEP_NANOS);
            for (int i = 0; i < SPINS; i++) {
                if (HOLDERS.get(at) == 0 && isTaken(at, token)) {
                    return false;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** The token's own leftover counts as free: its thread could not give it back, for want of stack. */
    private static boolean isTaken(int at, long token) {
        return HOLDERS.compareAndSet(at, 0, token) || HOLDERS.get(at) == token;
    }

    /** Gives a turn back, if it has not been taken over. */
    static void giveBack(int turn, long token) {
        HOLDERS.compareAndSet(turn * STRIDE, token, 0);
    }

    /** Whether somebody has the turn. For tests. */
    static boolean isHeld(int turn) {
        return HOLDERS.get(turn * STRIDE) != 0;
    }
}
