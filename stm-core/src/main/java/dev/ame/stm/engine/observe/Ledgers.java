package dev.ame.stm.engine.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All ledgers: a list that everybody pushes to. Those whose transaction has gone are taken out by whoever sums up, and by whoever
 * makes one when their number has doubled; what is in them goes into a total.
 */
public final class Ledgers {
    private static final int FIRST_SWEEP = 256;
    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup().findStaticVarHandle(Ledgers.class, "head", Ledger.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static volatile @Nullable Ledger head;
    private static final AtomicInteger ADDED = new AtomicInteger();
    private static final ReentrantLock LOCK = new ReentrantLock();

    // Guarded by the lock.
    private static volatile int sweepAt = FIRST_SWEEP;
    private static final Totals RETIRED = new Totals();
    private static Map<BlockLabel, BlockTally> retiredTallies = new HashMap<>();
    private static final long[] RETIRED_TIMES = new long[5];

    private Ledgers() {}

    static void add(Ledger ledger) {
        Ledger first;
        do {
            first = head;
            ledger.next = first;
        } while (!HEAD.compareAndSet(first, ledger));
        if (ADDED.incrementAndGet() >= sweepAt && LOCK.tryLock()) {
            try {
                live();
            } finally {
                LOCK.unlock();
            }
        }
    }

    /** Those whose transaction is there; the others are taken out. With the lock. */
    private static List<Ledger> live() {
        List<Ledger> live = new ArrayList<>();
        Ledger before = null;
        Ledger next;
        for (Ledger ledger = head; ledger != null; ledger = next) {
            next = ledger.next;
            if (ledger.get() != null || before == null) {
                live.add(ledger); // the first one stays, since others push before it
                before = ledger;
            } else {
                retire(ledger);
                before.next = next;
            }
        }
        ADDED.set(live.size());
        sweepAt = Math.max(FIRST_SWEEP, 2 * live.size());
        return live;
    }

    private static void retire(Ledger ledger) {
        RETIRED.add(ledger);
        int epoch = Observation.epoch();
        ledger.tallies().forEach((label, tally) -> add(retiredTallies, label, tally, epoch));
        for (int i = 0; i < RETIRED_TIMES.length; i++) {
            RETIRED_TIMES[i] += time(ledger, i);
        }
    }

    private static void add(Map<BlockLabel, BlockTally> all, BlockLabel label, BlockTally tally, int epoch) {
        if (tally.epoch == epoch) {
            all.computeIfAbsent(label, l -> new BlockTally(l, epoch)).add(tally);
        }
    }

    private static long time(Ledger ledger, int which) {
        return switch (which) {
            case 0 -> ledger.lostNanos;
            case 1 -> ledger.serialNanos;
            case 2 -> ledger.serialWaitNanos;
            case 3 -> ledger.turnWaitNanos;
            default -> ledger.retryNanos;
        };
    }

    /** The counts of all threads since the process began; not exact while they run. */
    public static Totals totals() {
        LOCK.lock();
        try {
            Totals sum = new Totals();
            sum.add(RETIRED);
            live().forEach(sum::add);
            return sum;
        } finally {
            LOCK.unlock();
        }
    }

    /** What is known of each block, over all threads, since somebody listens. */
    public static List<BlockTally> tallies() {
        LOCK.lock();
        try {
            int epoch = Observation.epoch();
            List<Ledger> live = live();
            Map<BlockLabel, BlockTally> all = new HashMap<>();
            retiredTallies.forEach((label, tally) -> add(all, label, tally, epoch));
            for (Ledger ledger : live) {
                ledger.tallies().forEach((label, tally) -> add(all, label, tally, epoch));
            }
            return new ArrayList<>(all.values());
        } finally {
            LOCK.unlock();
        }
    }

    /** How each thread that is there has spent its time since somebody listens; those that have gone are one. */
    public static List<ThreadTime> threadTimes() {
        LOCK.lock();
        try {
            int epoch = Observation.epoch();
            Map<String, ThreadTime> all = new LinkedHashMap<>();
            for (Ledger ledger : live()) {
                long useful = usefulNanos(ledger.tallies(), epoch);
                if (useful + ledger.lostNanos + ledger.serialWaitNanos + ledger.retryNanos + ledger.turnWaitNanos > 0) {
                    ThreadTime time = new ThreadTime(ledger, useful);
                    all.merge(time.thread(), time, ThreadTime::plus);
                }
            }
            long[] gone = RETIRED_TIMES;
            ThreadTime ended = new ThreadTime(
                    "(ended threads)", usefulNanos(retiredTallies, epoch), gone[0], gone[1], gone[2], gone[3], gone[4]);
            if (ended.inBlocks() + ended.waiting() > 0) {
                all.put(ended.thread(), ended);
            }
            return new ArrayList<>(all.values());
        } finally {
            LOCK.unlock();
        }
    }

    private static long usefulNanos(Map<BlockLabel, BlockTally> tallies, int epoch) {
        long nanos = 0;
        for (BlockTally tally : tallies.values()) {
            nanos += tally.epoch == epoch ? tally.usefulNanos() : 0;
        }
        return nanos;
    }

    /** All blocks that are parked in {@code retry} now. */
    public static List<BlockWait> waiting() {
        LOCK.lock();
        try {
            List<BlockWait> all = new ArrayList<>();
            for (Ledger ledger : live()) {
                BlockWait wait = ledger.waiting;
                if (wait != null) {
                    all.add(wait);
                }
            }
            return all;
        } finally {
            LOCK.unlock();
        }
    }

    /** Somebody begins to listen, and nobody did before. */
    static void startAnew() {
        LOCK.lock();
        try {
            retiredTallies = new HashMap<>();
            java.util.Arrays.fill(RETIRED_TIMES, 0);
        } finally {
            LOCK.unlock();
        }
    }
}
