package dev.ame.stm.observe;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a report: what one block has lost to another one over one thing.
 *
 * @param target what was fought over
 * @param cause what kind of conflict it is
 * @param loser the block that has lost, and where it has read or written the target
 * @param winner the block that has won, and where it has written it
 * @param aborts attempts that were lost, among others because of this
 * @param lost the time they took; that of an attempt that was lost because of several things is spread over them
 * @param share of the time that all threads have spent in blocks, between 0 and 1
 * @param compared of how many aborts it is known whether the value had changed
 * @param same how many of those were false conflicts: the value was written, but it was the same
 * @param iterations of a loop: pairs of an iteration that has lost and the one it has lost to, as "8 after 7"; not more than a few
 * @param suggestion what may help; null if there is no suggestion
 */
public record Conflict(
        Target target,
        Cause cause,
        Side loser,
        Side winner,
        long aborts,
        Duration lost,
        double share,
        long compared,
        long same,
        List<String> iterations,
        @Nullable Suggestion suggestion) {
    /** Whether two rows, of two reports, are of the same conflict; their numbers, lines and keys may differ. */
    boolean isLike(Conflict other) {
        return cause == other.cause
                && target.kind().equals(other.target.kind())
                && java.util.Objects.equals(target.name(), other.target.name())
                && target.part().equals(other.target.part())
                && (!target.part().isEmpty()
                        || target.name() != null
                        || target.keys().equals(other.target.keys()))
                && loser.block().equals(other.loser.block())
                && winner.block().equals(other.winner.block());
    }

    Conflict with(long newAborts, Duration newLost, double newShare, long newCompared, long newSame) {
        Suggestion scaled = suggestion == null || lost.isZero()
                ? suggestion
                : new Suggestion(suggestion.text(), Duration.ofNanos((long)
                        (suggestion.gain().toNanos() * ((double) newLost.toNanos() / lost.toNanos()))));
        return new Conflict(
                target, cause, loser, winner, newAborts, newLost, newShare, newCompared, newSame, iterations, scaled);
    }
}
