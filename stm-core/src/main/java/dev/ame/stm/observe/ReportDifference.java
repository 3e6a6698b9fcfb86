package dev.ame.stm.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares two reports, row by row. */
final class ReportDifference {
    private final ConflictReport now;
    private final ConflictReport before;

    ReportDifference(ConflictReport now, ConflictReport before) {
        this.now = now;
        this.before = before;
    }

    private static <R> @Nullable R find(List<R> rows, Predicate<R> isWanted) {
        Optional<R> found = rows.stream().filter(isWanted).findFirst();
        return found.orElse(null);
    }

    ConflictReport since() {
        List<BlockUse> blocks = new ArrayList<>();
        long inBlocks = 0;
        for (BlockUse use : now.blocks()) {
            BlockUse old = find(before.blocks(), other -> other.block().equals(use.block()));
            BlockUse rest = old == null ? use : ReportBuilder.minus(use, old);
            inBlocks += rest.useful().plus(rest.lost()).toNanos();
            if (rest.runs() > 0 || rest.aborts() > 0) {
                blocks.add(rest);
            }
        }
        return new ConflictReport(
                now.elapsed().minus(before.elapsed()),
                now.commits() - before.commits(),
                now.readOnlyCommits() - before.readOnlyCommits(),
                conflicts(inBlocks),
                blocks,
                serial(),
                waits(),
                loops(),
                threads(),
                now.dropped() - before.dropped());
    }

    private List<Conflict> conflicts(long inBlocks) {
        List<Conflict> rest = new ArrayList<>();
        for (Conflict row : now.conflicts()) {
            Conflict old = find(before.conflicts(), row::isLike);
            long aborts = old == null ? row.aborts() : row.aborts() - old.aborts();
            Duration lost = old == null ? row.lost() : ReportBuilder.minus(row.lost(), old.lost());
            if (aborts > 0) {
                double share = inBlocks <= 0 ? 0 : Math.min(1, (double) lost.toNanos() / inBlocks);
                long compared = old == null ? row.compared() : row.compared() - old.compared();
                rest.add(row.with(aborts, lost, share, compared, old == null ? row.same() : row.same() - old.same()));
            }
        }
        rest.sort(Comparator.comparing(Conflict::lost).reversed());
        return rest;
    }

    private List<SerialUse> serial() {
        List<SerialUse> rest = new ArrayList<>();
        for (SerialUse use : now.serialPhases()) {
            SerialUse old = find(
                    before.serialPhases(),
                    other -> other.block().equals(use.block()) && other.reason().equals(use.reason()));
            SerialUse own = old == null
                    ? use
                    : new SerialUse(
                            use.block(),
                            use.reason(),
                            use.phases() - old.phases(),
                            use.aborts() - old.aborts(),
                            use.held().minus(old.held()),
                            use.waited().minus(old.waited()),
                            use.waiters(),
                            use.stack(),
                            use.suggestion());
            if (own.phases() > 0 || !own.waited().isZero()) {
                rest.add(own);
            }
        }
        return rest;
    }

    private List<WaitUse> waits() {
        List<WaitUse> rest = new ArrayList<>();
        for (WaitUse use : now.waits()) {
            WaitUse old = find(before.waits(), other -> other.block().equals(use.block()));
            WaitUse own = old == null
                    ? use
                    : new WaitUse(
                            use.block(),
                            use.targets(),
                            use.waits() - old.waits(),
                            use.timeouts() - old.timeouts(),
                            ReportBuilder.minus(use.waited(), old.waited()),
                            use.waitingNow());
            if (own.waits() > 0 || !own.waited().isZero()) {
                rest.add(own);
            }
        }
        return rest;
    }

    private List<LoopUse> loops() {
        List<LoopUse> rest = new ArrayList<>();
        for (LoopUse use : now.loops()) {
            LoopUse old = find(before.loops(), other -> other.body().equals(use.body()));
            if (old == null || use.decisions() > old.decisions()) {
                rest.add(use);
            }
        }
        return rest;
    }

    private List<ThreadUse> threads() {
        List<ThreadUse> rest = new ArrayList<>();
        for (ThreadUse use : now.threads()) {
            ThreadUse old = find(before.threads(), other -> other.thread().equals(use.thread()));
            rest.add(
                    old == null
                            ? use
                            : new ThreadUse(
                                    use.thread(),
                                    ReportBuilder.minus(use.useful(), old.useful()),
                                    ReportBuilder.minus(use.lost(), old.lost()),
                                    ReportBuilder.minus(use.alone(), old.alone()),
                                    ReportBuilder.minus(use.waitedForSerial(), old.waitedForSerial()),
                                    ReportBuilder.minus(use.waitedForTurn(), old.waitedForTurn()),
                                    ReportBuilder.minus(use.waitedInRetry(), old.waitedInRetry()),
                                    ReportBuilder.minus(use.outside(), old.outside())));
        }
        return rest;
    }

    ConflictDiff diff() {
        List<ConflictDiff.Row> rows = new ArrayList<>();
        for (Conflict row : now.conflicts()) {
            Conflict old = find(before.conflicts(), row::isLike);
            rows.add(new ConflictDiff.Row(old, row));
        }
        for (Conflict old : before.conflicts()) {
            if (find(now.conflicts(), old::isLike) == null) {
                rows.add(new ConflictDiff.Row(old, null));
            }
        }
        rows.sort(Comparator.comparingDouble((ConflictDiff.Row row) -> Math.abs(row.shareAfter() - row.shareBefore()))
                .reversed());
        return new ConflictDiff(before.aborts(), now.aborts(), before.commits(), now.commits(), List.copyOf(rows));
    }
}
