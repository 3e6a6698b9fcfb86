package dev.ame.bench;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * One benchmark thread of any peer: which boxes its next block uses, and what its committed blocks must have added up to.
 *
 * <p>The subclasses hold the blocks themselves, built once, so that no peer pays for a capturing lambda per operation. A block takes its arguments from
 * the fields here; they change only between blocks, so a re-executed attempt sees the same ones.
 */
public abstract class Worker {

    /** What each box starts with: beyond the small-integer cache, so that boxed values are really allocated. */
    static final int INITIAL = 1_000;

    /** How many boxes a long block writes. */
    static final int LONG_WRITES = 10;

    /** When a block that keeps colliding is left. */
    static final int MAX_ATTEMPTS = 100;

    /** Work inside a contended block, in JMH's tokens: about a microsecond. */
    static final long WORK_TOKENS = 400;

    /** The boxes of two threads lie this many boxes apart, so that they can't share a cache line in any peer. */
    private static final int OWN_STRIDE = 64;

    /** The box of the next increment: by default one that only this thread uses. */
    int own;

    /** The boxes of the next transfer. */
    int from;

    int to;

    /** How many boxes the next block reads at random. */
    int reads;

    /** The sum of all boxes as the last read saw it. */
    long sum;

    private int size;
    private int longFirst;
    private int longStride;
    private int attempts;
    private int turns;
    private long random;
    private long firstRandom;
    private long expected;

    final void begin(BenchmarkParams benchmark, ThreadParams thread) {
        size = Ledger.boxes(benchmark);
        own = thread.getThreadIndex() * OWN_STRIDE % size;
        longStride = Math.max(1, size / LONG_WRITES);
        random = 0x9E3779B97F4A7C15L * (thread.getThreadIndex() + 1);
    }

    /** What the boxes, weighted by {@link Ledger#weight}, have gained through this worker. */
    final long expected() {
        return expected;
    }

    final int attempts() {
        return attempts;
    }

    /** Called before a block whose attempts are counted. */
    final void startBlock() {
        attempts = 0;
    }

    /** Called first in each attempt of such a block: what it throws leaves the block with nothing read, so no peer re-executes it. */
    final void startAttempt() {
        if (attempts == MAX_ATTEMPTS) {
            throw new GaveUp();
        }
        attempts++;
    }

    /** Chooses two different boxes for the next transfer. */
    final void chooseTransfer() {
        long bits = nextRandom();
        from = scale(bits, size);
        int other = scale(bits >>> 32, size - 1);
        to = other >= from ? other + 1 : other;
    }

    /** Chooses the same box for the next increment of every thread that calls this. */
    final void chooseHot() {
        own = 0;
    }

    /** Chooses two boxes for the next transfer that no {@linkplain #chooseHot hot} block uses. */
    final void chooseApart() {
        from = size - 1;
        to = size - 1 - OWN_STRIDE;
    }

    /** Chooses the boxes of the next block of random reads, and of the transfer in it. */
    final void chooseRandomUpdate(int count) {
        reads = count;
        firstRandom = random;
        chooseTransfer();
    }

    /** The box of the i-th read, the same in each attempt: a scrambled sequence number. */
    final int randomBox(int i) {
        long bits = firstRandom + i * 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 32)) * 0x2545F4914F6CDD1DL;
        return scale(bits >>> 32, size);
    }

    /** Chooses any box for the next increment. */
    final void chooseAny() {
        own = scale(nextRandom(), size);
    }

    /** Chooses the boxes that the next long block writes. */
    final void chooseLongBlock() {
        longFirst = scale(nextRandom(), longStride);
    }

    final int longBox(int k) {
        return longFirst + k * longStride;
    }

    /** Every second write of a long block adds one, the others take one. */
    final int longChange(int k) {
        return (k & 1) == 0 ? 1 : -1;
    }

    final void incremented() {
        expected += Ledger.weight(own);
    }

    final void transferred() {
        expected += Ledger.weight(to) - Ledger.weight(from);
    }

    final void longBlockDone() {
        for (int k = 0; k < LONG_WRITES; k++) {
            expected += longChange(k) * Ledger.weight(longBox(k));
        }
    }

    /** Transfers and long blocks keep the sum of all boxes, so every consistent state has this one. */
    final void requireConsistent(long seen) {
        if (seen != (long) INITIAL * size) {
            throw new IllegalStateException("a block saw a torn state: " + seen + " in " + size + " boxes");
        }
    }

    /** Whether the next operation of a bank is an audit, so that of a hundred {@code percent} are, evenly spread. */
    final boolean isAuditNext(int percent) {
        turns += percent;
        boolean audit = turns >= 100;
        turns -= audit ? 100 : 0;
        return audit;
    }

    /** A number below {@code bound} from the low 32 random bits, without dividing. */
    private static int scale(long bits, int bound) {
        return (int) (((bits & 0xFFFF_FFFFL) * bound) >>> 32);
    }

    /** Marsaglia's xorshift with a final multiplication: about a nanosecond. */
    private long nextRandom() {
        long x = random;
        x ^= x >>> 12;
        x ^= x << 25;
        x ^= x >>> 27;
        random = x;
        return x * 0x2545F4914F6CDD1DL;
    }
}
