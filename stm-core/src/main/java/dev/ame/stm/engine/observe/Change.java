package dev.ame.stm.engine.observe;

import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.version.Location;
import org.jspecify.annotations.Nullable;

/**
 * One thing that had changed when an attempt was lost.
 *
 * @param place the location; of an inquiry, the one that was committed to when the answer changed, if that is known
 * @param inquiry what had been asked, and is answered otherwise now; null if the location itself was read
 * @param subject what it is a part of, a {@code Subject} of the package for collections; null if the location says all
 * @param written whether the lost attempt wrote the location too
 * @param winner who wrote it last, if that is known
 * @param winnerIteration the loop iteration that did, the first of its transaction; -1 if it was none, or is not known
 * @param sameValue whether the value is the one that the lost attempt had read; null if that is not known
 */
public record Change(
        @Nullable Location place,
        @Nullable Inquiry inquiry,
        @Nullable Object subject,
        boolean written,
        @Nullable BlockLabel winner,
        long winnerIteration,
        @Nullable Boolean sameValue) {}
