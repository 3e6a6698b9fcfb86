package dev.ame.stm.engine.observe;

import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.SmallSet;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction, hence one thread at a time, has done: counts that are always kept, and more while somebody listens. Plain
 * fields that one thread writes and others read through a data race, so a commit shares no word with another one.
 *
 * <p>A weak reference to its transaction: when that has gone, what is here is added to a common total ({@link Ledgers}).
 */
public final class Ledger extends WeakReference<Object> {
    /** Blocks that have committed and written; operations outside a block are not counted. */
    public long updates;

    /** Blocks that have committed and only read. */
    public long readOnlyCommits;

    public long serialPhases;
    public long waits;
    public long wakeUps;
    public long timeouts;

    /** Attempts lost, by {@link LossCause}; empty until there is one. */
    long[] lost = NO_COUNTS;

    private static final long[] NO_COUNTS = {};

    /** What the block that is waiting waits for; null if none is. Written by the thread that waits. */
    public volatile @Nullable BlockWait waiting;

    @Nullable
    Ledger next;

    // ---------------------------------------------------------------- only while somebody listens

    /** When the present attempt began, by {@link System#nanoTime}; 0 if it is not timed. */
    public long began;

    /** Whether the present attempt follows one that was lost. */
    boolean again;

    private @Nullable BlockTally tally;

    /** The first iteration of the loop that the attempt has run, -1 if none. */
    public long iteration = -1;

    public int iterations;

    public @Nullable SerialPhase phase;
    public @Nullable BlockRun run;

    /** For {@link ThreadTime}. */
    String thread = "";

    long lostNanos;
    long serialNanos;
    long serialWaitNanos;
    long turnWaitNanos;
    long retryNanos;

    private @Nullable Map<BlockLabel, BlockTally> tallies;

    /** @param transaction whose ledger it is */
    public Ledger(Object transaction) {
        super(transaction);
        Ledgers.add(this);
    }

    /** Of what the ledger's thread runs now or has run last; null if that began when nobody listened. */
    public @Nullable BlockLabel block() {
        BlockTally present = current();
        return present == null ? null : present.block;
    }

    /** Null as well if it began before somebody listened. */
    private @Nullable BlockTally current() {
        BlockTally present = tally;
        return present == null || present.epoch != Observation.epoch() ? null : present;
    }

    /** Begins a run of a block. */
    public void enter(BlockTally of) {
        if (tally != of) {
            tally = of; // storing a reference costs the collector's write barrier
        }
        iteration = -1;
        again = false;
        of.runs++;
        began = of.isTimed() ? System.nanoTime() : 0;
    }

    /** Begins another attempt, after one that was lost. */
    public void beginAgain() {
        again = true;
        began = System.nanoTime();
    }

    /** The tally of a block with these, for the calling thread, which is the ledger's. */
    public BlockTally tally(@Nullable String name, String className) {
        BlockLabel label = Labels.get(name, className);
        Map<BlockLabel, BlockTally> all = tallies;
        BlockTally found = all == null ? null : all.get(label);
        if (found == null || found.epoch != Observation.epoch()) {
            if (thread.isEmpty()) {
                thread = Thread.currentThread().getName();
            }
            found = new BlockTally(label, Observation.epoch());
            Map<BlockLabel, BlockTally> more = all == null ? new HashMap<>() : new HashMap<>(all);
            more.values().removeIf(old -> old.epoch != Observation.epoch());
            more.put(label, found);
            tallies = more; // a new map, since others look into it
        }
        return found;
    }

    /** The attempt turns out to be one of a loop with this name and body; answers the tally of that. */
    public @Nullable BlockTally runIterations(@Nullable String name, Class<?> body, long first, int count) {
        iteration = first;
        iterations = count;
        BlockTally present = current();
        if (present == null
                || (present.block.className.equals(body.getName()) && Objects.equals(present.block.name, name))) {
            return present;
        }
        BlockTally better = tally(name, body.getName());
        present.runs--;
        better.runs++;
        tally = better;
        SerialPhase alone = phase;
        if (alone != null) {
            phase = new SerialPhase(
                    better.block, alone.kind(), alone.reason(), alone.aborts(), alone.began(), alone.stack());
        }
        return better;
    }

    /** An attempt has committed; called while all is still known, before other threads are waited for. */
    public void committed(WriteLog writes) {
        BlockTally present = current();
        if (present != null) {
            for (int i = 0; i < writes.size(); i++) {
                LastWriters.note(writes.locationAt(i), present.block, iteration);
            }
            if (began != 0) {
                ended();
            }
        }
    }

    /** As {@link #committed(WriteLog)}. */
    public void committed(SmallSet small) {
        BlockTally present = current();
        if (present != null) {
            Location a = small.writtenA();
            Location b = small.writtenB();
            if (a != null) {
                LastWriters.note(a, present.block, iteration);
            }
            if (b != null) {
                LastWriters.note(b, present.block, iteration);
            }
            if (began != 0) {
                ended();
            }
        }
    }

    /** Notes how long the attempt has taken that was timed and has committed, or thrown. */
    public void ended() {
        long nanos = System.nanoTime() - began;
        began = 0;
        BlockTally present = current();
        if (present == null) {
            return;
        }
        if (again) {
            present.exact++;
            present.exactNanos += nanos;
        } else {
            present.sample(nanos);
        }
    }

    /** The attempt has been run, and is going to be committed later. */
    public void suspended() {
        if (began != 0) {
            began = -Math.max(1, System.nanoTime() - began);
        }
    }

    /** It is going to be committed now: the time goes on where it stood. */
    public void resumed() {
        if (began < 0) {
            began = System.nanoTime() + began;
        }
    }

    /** Counts a lost attempt; answers what it has cost if that was measured, else -1. */
    public long countLost(LossCause cause) {
        if (lost.length == 0) {
            lost = new long[LossCause.values().length];
        }
        lost[cause.index]++;
        if (!Observation.isOn()) {
            return -1;
        }
        long nanos = began == 0 ? -1 : began < 0 ? -began : System.nanoTime() - began;
        BlockTally present = current();
        if (present != null) {
            long cost = nanos >= 0 ? nanos : present.mean();
            present.lost++;
            present.lostNanos += cost;
            lostNanos += cost;
        }
        began = 0;
        return nanos;
    }

    /** The run that has begun does not count: it was ahead of its turn, and in vain. */
    public void uncount() {
        BlockTally present = current();
        if (present != null) {
            present.runs--;
        }
    }

    /** What an attempt of the block that is run takes on average. */
    public long mean() {
        BlockTally present = current();
        return present == null ? 0 : present.mean();
    }

    /** The run has ended with an exception. */
    public void thrown() {
        BlockTally present = current();
        if (present != null) {
            present.thrown++;
        }
        if (began > 0) {
            ended();
        }
    }

    /** Forgets what it knows of the block that was run. */
    public void forget() {
        tally = null;
        began = 0;
        iteration = -1;
        phase = null;
    }

    Map<BlockLabel, BlockTally> tallies() {
        Map<BlockLabel, BlockTally> all = tallies;
        return all == null ? Map.of() : all;
    }

    /** Notes a write outside any block. */
    public static void committedOutside(Location location) {
        LastWriters.note(location, Labels.OUTSIDE, -1);
    }
}
