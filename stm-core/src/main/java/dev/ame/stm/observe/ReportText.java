package dev.ame.stm.observe;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A report as a table that a person reads. */
final class ReportText {
    static final int WIDTH = 120;

    /** Rows of one table; the rest is counted. */
    private static final int MAX_ROWS = 24;

    private final StringBuilder text = new StringBuilder();

    ReportText(ConflictReport report) {
        line(
                "Recorded %s: %,d blocks committed, %,d of them only read; %,d attempts lost in conflicts",
                time(report.elapsed()), report.commits(), report.readOnlyCommits(), report.aborts());
        conflicts(report.conflicts());
        blocks(report.blocks());
        serial(report.serialPhases());
        waits(report.waits());
        loops(report.loops());
        threads(report);
        if (report.dropped() > 0) {
            line("%n%,d events are not shown, because there were too many different ones", report.dropped());
        }
    }

    private void conflicts(List<Conflict> rows) {
        if (rows.isEmpty()) {
            line("%nNo conflicts");
            return;
        }
        line("%n%-64s %9s %10s %7s  %s", "CONFLICTS", "aborts", "time lost", "share", "cause");
        for (int i = 0; i < Math.min(rows.size(), MAX_ROWS); i++) {
            conflict(i + 1, rows.get(i));
        }
        more(rows.size());
    }

    private void conflict(int number, Conflict row) {
        line(
                "%2d %-61s %,9d %10s %5.1f %%  %s",
                number,
                cut(row.target().toString(), 61),
                row.aborts(),
                time(row.lost()),
                100 * row.share(),
                row.cause());
        line("     lost   %s", row.loser());
        if (row.winner() != Side.UNKNOWN || row.cause() != Cause.RESTART) {
            line("     won    %s", row.winner());
        }
        if (!row.iterations().isEmpty()) {
            line("     loop   iteration %s", String.join(", ", row.iterations()));
        }
        if (row.same() > 0) {
            line("     false  the value was the same in %,d of %,d that were compared", row.same(), row.compared());
        }
        Suggestion suggestion = row.suggestion();
        if (suggestion != null) {
            suggestion(suggestion);
        }
    }

    private void suggestion(Suggestion suggestion) {
        String start = "     try    ";
        String words = suggestion.text() + " (saves up to " + time(suggestion.gain()) + ")";
        while (start.length() + words.length() > WIDTH) {
            int end = words.lastIndexOf(' ', WIDTH - start.length());
            text.append(start).append(words, 0, end).append('\n');
            words = words.substring(end + 1);
            start = "            ";
        }
        text.append(start).append(words).append('\n');
    }

    private void blocks(List<BlockUse> rows) {
        if (!rows.isEmpty()) {
            line("%n%-32s %12s %9s %9s %12s %12s %8s", "BLOCKS", "runs", "thrown", "aborts", "useful", "lost", "lost");
        }
        for (int i = 0; i < Math.min(rows.size(), MAX_ROWS); i++) {
            BlockUse row = rows.get(i);
            double all = row.useful().plus(row.lost()).toNanos();
            line(
                    "   %-29s %,12d %,9d %,9d %12s %12s %6.1f %%",
                    cut(row.block(), 29),
                    row.runs(),
                    row.thrown(),
                    row.aborts(),
                    time(row.useful()),
                    time(row.lost()),
                    all == 0 ? 0 : 100 * row.lost().toNanos() / all);
        }
        more(rows.size());
    }

    private void serial(List<SerialUse> rows) {
        if (!rows.isEmpty()) {
            line("%n%-32s %9s %12s %13s  %s", "RAN ALONE", "times", "held", "others waited", "why");
        }
        for (int i = 0; i < Math.min(rows.size(), MAX_ROWS); i++) {
            SerialUse row = rows.get(i);
            line(
                    "   %-29s %,9d %12s %13s  %s",
                    cut(row.block(), 29), row.phases(), time(row.held()), time(row.waited()), row.reason());
            if (!row.stack().isEmpty()) {
                StackTraceElement at = row.stack().get(0);
                line("     at     %s:%d", at.getFileName(), at.getLineNumber());
            }
            if (!row.waiters().isEmpty()) {
                line("     for    %s", String.join(", ", row.waiters()));
            }
            Suggestion suggestion = row.suggestion();
            if (suggestion != null) {
                suggestion(suggestion);
            }
        }
        more(rows.size());
    }

    private void waits(List<WaitUse> rows) {
        if (!rows.isEmpty()) {
            line("%n%-32s %9s %9s %12s %7s  %s", "WAITED IN RETRY", "times", "timed out", "time", "now", "for");
        }
        for (int i = 0; i < Math.min(rows.size(), MAX_ROWS); i++) {
            WaitUse row = rows.get(i);
            line(
                    "   %-29s %,9d %,9d %12s %7d  %s",
                    cut(row.block(), 29),
                    row.waits(),
                    row.timeouts(),
                    time(row.waited()),
                    row.waitingNow(),
                    String.join(", ", row.targets()));
        }
        more(rows.size());
    }

    private void loops(List<LoopUse> rows) {
        if (!rows.isEmpty()) {
            line("%n%-32s %15s %15s  %s", "LOOPS", "one worker", "all workers", "decision");
        }
        for (LoopUse row : rows) {
            line(
                    "   %-29s %,13.0f/s %,13.0f/s  %s: %s",
                    cut(row.body(), 29),
                    row.speedAlone(),
                    row.speedTogether(),
                    row.alone() ? "one worker" : "all workers",
                    row.why());
        }
    }

    private void threads(ConflictReport report) {
        List<ThreadUse> rows = report.threads();
        if (rows.isEmpty()) {
            line("%nNo thread has run a block");
            return;
        }
        line(
                "%n%-32s %9s %9s %9s | %9s %9s %9s | %9s",
                "THREADS", "useful", "lost", "(alone)", "serial", "turn", "retry", "outside");
        for (int i = 0; i < Math.min(rows.size(), MAX_ROWS); i++) {
            ThreadUse row = rows.get(i);
            double all = row.useful()
                    .plus(row.lost())
                    .plus(ReportBuilder.waited(row))
                    .plus(row.outside())
                    .toNanos();
            line(
                    "   %-29s %7.1f %% %7.1f %% %7.1f %% | %7.1f %% %7.1f %% %7.1f %% | %7.1f %%",
                    cut(row.thread(), 29),
                    percent(row.useful(), all),
                    percent(row.lost(), all),
                    percent(row.alone(), all),
                    percent(row.waitedForSerial(), all),
                    percent(row.waitedForTurn(), all),
                    percent(row.waitedInRetry(), all),
                    percent(row.outside(), all));
        }
        more(rows.size());
        line("   in blocks: useful, lost, and of the useful time: running alone | waiting for a block that runs alone,"
                + " for others");
        line("   that use the same, in retry | outside of blocks, or not running at all");
    }

    private static double percent(Duration time, double all) {
        return all == 0 ? 0 : 100 * time.toNanos() / all;
    }

    private void more(int rows) {
        if (rows > MAX_ROWS) {
            line("   and %d more", rows - MAX_ROWS);
        }
    }

    private void line(String format, Object... values) {
        for (String line : String.format(Locale.ROOT, format, values).split("\n", -1)) {
            text.append(cut(line, WIDTH)).append('\n');
        }
    }

    static String cut(String line, int width) {
        String trimmed = line.stripTrailing();
        return trimmed.length() <= width ? trimmed : trimmed.substring(0, width - 3) + "...";
    }

    static String time(Duration time) {
        long nanos = time.toNanos();
        if (nanos >= 10_000_000_000L) {
            return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
        } else if (nanos >= 1_000_000) {
            return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
        } else {
            return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
