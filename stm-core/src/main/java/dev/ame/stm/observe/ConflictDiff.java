package dev.ame.stm.observe;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is different in two reports. Times of two runs are compared as shares of the time in blocks, since the runs may differ in length.
 *
 * @param abortsBefore attempts lost in conflicts in the report compared with
 * @param abortsAfter the same in the other one
 * @param commitsBefore blocks that have committed in the report compared with
 * @param commitsAfter the same in the other one
 * @param rows the conflicts that are in either, the greatest change first
 */
public record ConflictDiff(long abortsBefore, long abortsAfter, long commitsBefore, long commitsAfter, List<Row> rows) {
    /**
     * A conflict in both reports.
     *
     * @param before as it was; null if it is new
     * @param after as it is; null if it has gone
     */
    public record Row(@Nullable Conflict before, @Nullable Conflict after) {
        /**
         * The share of the time in blocks that it had cost.
         *
         * @return 0 if it is new
         */
        public double shareBefore() {
            return before == null ? 0 : before.share();
        }

        /**
         * The share of the time in blocks that it costs.
         *
         * @return 0 if it has gone
         */
        public double shareAfter() {
            return after == null ? 0 : after.share();
        }

        private Conflict any() {
            return Objects.requireNonNull(after == null ? before : after);
        }

        @Override
        public String toString() {
            String what = before == null ? "new " : after == null ? "gone" : "    ";
            Conflict row = any();
            return String.format(
                    Locale.ROOT,
                    "  %s %5.1f %% -> %5.1f %%  %8d -> %8d aborts  %s, %s after %s",
                    what,
                    100 * shareBefore(),
                    100 * shareAfter(),
                    before == null ? 0 : before.aborts(),
                    after == null ? 0 : after.aborts(),
                    row.target(),
                    row.loser().block(),
                    row.winner().block());
        }
    }

    /**
     * A table for people.
     *
     * @return lines of at most 120 columns
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("aborts ")
                .append(abortsBefore)
                .append(" -> ")
                .append(abortsAfter)
                .append(", commits ")
                .append(commitsBefore)
                .append(" -> ")
                .append(commitsAfter)
                .append('\n');
        rows.forEach(row ->
                text.append(ReportText.cut(row.toString(), ReportText.WIDTH)).append('\n'));
        return text.toString();
    }
}
