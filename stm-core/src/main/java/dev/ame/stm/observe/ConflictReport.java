package dev.ame.stm.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a {@link ConflictRecorder} has recorded. It holds text and numbers only: no box, no key, no class.
 *
 * <p>{@link #toString} is a table for people, at most 120 columns wide: conflicts by the time that they have cost, what each block was
 * doing, who ran alone, who waited, and how each thread has spent its time. Conflicts have both sides, as far as they are known: a
 * block without a name is called by the class that it stands in.
 */
public final class ConflictReport {
    private final Duration elapsed;
    private final long commits;
    private final long readOnlyCommits;
    private final List<Conflict> conflicts;
    private final List<BlockUse> blocks;
    private final List<SerialUse> serial;
    private final List<WaitUse> waits;
    private final List<LoopUse> loops;
    private final List<ThreadUse> threads;
    private final long dropped;

    ConflictReport(
            Duration elapsed,
            long commits,
            long readOnlyCommits,
            List<Conflict> conflicts,
            List<BlockUse> blocks,
            List<SerialUse> serial,
            List<WaitUse> waits,
            List<LoopUse> loops,
            List<ThreadUse> threads,
            long dropped) {
        this.elapsed = elapsed;
        this.commits = commits;
        this.readOnlyCommits = readOnlyCommits;
        this.conflicts = List.copyOf(conflicts);
        this.blocks = List.copyOf(blocks);
        this.serial = List.copyOf(serial);
        this.waits = List.copyOf(waits);
        this.loops = List.copyOf(loops);
        this.threads = List.copyOf(threads);
        this.dropped = dropped;
    }

    /**
     * How long was recorded.
     *
     * @return the time
     */
    public Duration elapsed() {
        return elapsed;
    }

    /**
     * Blocks that have committed, in all threads.
     *
     * @return the number, of those that only read as well
     */
    public long commits() {
        return commits;
    }

    /**
     * Blocks that have committed and only read.
     *
     * @return the number
     */
    public long readOnlyCommits() {
        return readOnlyCommits;
    }

    /**
     * Attempts that were lost in conflicts, in all blocks.
     *
     * @return the number
     */
    public long aborts() {
        return blocks.stream().mapToLong(BlockUse::aborts).sum();
    }

    /**
     * The conflicts, the most expensive first. An attempt that was lost because of several things is in several rows.
     *
     * @return a list that does not change
     */
    public List<Conflict> conflicts() {
        return conflicts;
    }

    /**
     * How the blocks have fared, those first that have taken most time.
     *
     * @return a list that does not change
     */
    public List<BlockUse> blocks() {
        return blocks;
    }

    /**
     * Who has run alone, and why; the longest first.
     *
     * @return a list that does not change
     */
    public List<SerialUse> serialPhases() {
        return serial;
    }

    /**
     * Who has waited in {@code retry}; the longest first.
     *
     * @return a list that does not change
     */
    public List<WaitUse> waits() {
        return waits;
    }

    /**
     * What loops have decided.
     *
     * @return a list that does not change
     */
    public List<LoopUse> loops() {
        return loops;
    }

    /**
     * How threads have spent their time; the busiest first.
     *
     * @return a list that does not change
     */
    public List<ThreadUse> threads() {
        return threads;
    }

    /**
     * Events that are in no row, because there were too many rows.
     *
     * @return the number
     */
    public long dropped() {
        return dropped;
    }

    // ---------------------------------------------------------------- budgets

    /**
     * Attempts of a block that were lost in conflicts. For tests, as in {@code assertTrue(report.abortsOf("checkout") < 10)}.
     *
     * @param block the name of the block; if it has none, the simple name of the class that it stands in
     * @return the number; 0 if there is no such block
     */
    public long abortsOf(String block) {
        return blocks.stream()
                .filter(use -> use.block().equals(block))
                .mapToLong(BlockUse::aborts)
                .sum();
    }

    /**
     * What a block has lost.
     *
     * @param block the name of the block, as in {@link #abortsOf}
     * @return the rows, the most expensive first
     */
    public List<Conflict> conflictsOf(String block) {
        return conflicts.stream()
                .filter(row -> row.loser().block().equals(block))
                .toList();
    }

    /**
     * For tests: throws if an attempt was lost in a conflict.
     *
     * @param names the blocks that must have lost none; all blocks if there are none
     * @throws AssertionError with the report, if one has
     */
    public void assertNoConflicts(String... names) {
        Set<String> wanted = Set.of(names);
        List<BlockUse> found = blocks.stream()
                .filter(use -> use.aborts() > 0 && (wanted.isEmpty() || wanted.contains(use.block())))
                .toList();
        if (!found.isEmpty()) {
            List<String> lost = new ArrayList<>();
            found.forEach(use -> lost.add(
                    use.block() + " has lost " + use.aborts() + (use.aborts() == 1 ? " attempt" : " attempts")));
            throw new AssertionError(String.join(", ", lost) + " in conflicts\n\n" + this);
        }
    }

    // ---------------------------------------------------------------- comparing

    /**
     * What has happened since an earlier report of the same recorder.
     *
     * @param earlier the earlier report
     * @return a report of the time in between
     */
    public ConflictReport since(ConflictReport earlier) {
        return new ReportDifference(this, earlier).since();
    }

    /**
     * Compares with the report of another run, as before and after a change of the program: which conflicts are new, which have gone, and
     * which cost more or less.
     *
     * @param other the other report
     * @return the changes from that one to this one, the greatest first
     */
    public ConflictDiff diff(ConflictReport other) {
        return new ReportDifference(this, other).diff();
    }

    /**
     * A table for people.
     *
     * @return lines of at most 120 columns
     */
    @Override
    public String toString() {
        return new ReportText(this).toString();
    }
}
