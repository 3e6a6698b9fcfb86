package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.log.ReadLog;
import dev.ame.stm.engine.log.WriteLog;
import dev.ame.stm.engine.observe.BlockLabel;
import dev.ame.stm.engine.observe.Change;
import dev.ame.stm.engine.observe.LastWriters;
import dev.ame.stm.engine.observe.Ledger;
import dev.ame.stm.engine.observe.LossCause;
import dev.ame.stm.engine.observe.LostAttempt;
import dev.ame.stm.engine.observe.Observation;
import dev.ame.stm.engine.observe.Watch;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
import dev.ame.stm.engine.version.ObjectLocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what had changed when an attempt was lost, while its logs are still there. */
final class LostAttemptReport {
    private final Transaction transaction;
    private final List<Change> changes = new ArrayList<>(4);
    private int more;

    private LostAttemptReport(Transaction transaction) {
        this.transaction = transaction;
    }

    /** @param measured what it has cost, -1 if that is not known */
    static void tell(Transaction transaction, BlockLabel block, LossCause cause, long measured) {
        LostAttemptReport report = new LostAttemptReport(transaction);
        boolean conflict =
                cause == LossCause.CONFLICT || cause == LossCause.STALE_SPECULATION || cause == LossCause.SNAPSHOT;
        if (conflict) {
            report.findChanges();
        }
        LossCause told = cause == LossCause.CONFLICT && report.changes.isEmpty() ? LossCause.GAVE_WAY : cause;
        if (told == LossCause.GAVE_WAY) {
            report.findBusy();
        }
        Ledger ledger = transaction.ledger;
        LostAttempt lost = new LostAttempt(
                block,
                transaction.attempt,
                told,
                measured >= 0 ? measured : ledger.mean(),
                measured >= 0,
                List.copyOf(report.changes),
                report.more,
                ledger.iteration,
                ledger.iterations,
                transaction.reads().size(),
                !transaction.writes().isEmpty());
        Observation.lost(lost);
    }

    private void findChanges() {
        ReadLog reads = transaction.reads();
        transaction.writes().returnBases(reads);
        reads.validateFor(transaction.snapshot);
        for (int i = 0; i < reads.size(); i++) {
            if (reads.isReplaced(i)) {
                add(reads.location(i), null);
            }
        }
        for (Inquiry inquiry : reads.changedInquiries()) {
            add(Inquiry.changedPlaceOf(inquiry), inquiry);
        }
    }

    /** The location that another commit had locked. */
    private void findBusy() {
        int hash = transaction.reads().lost != 0 ? transaction.reads().lost : transaction.publication.lost;
        WriteLog writes = transaction.writes();
        for (int i = 0; hash != 0 && i < writes.size(); i++) {
            if ((Locations.hash(writes.locationAt(i)) | Integer.MIN_VALUE) == hash) {
                add(writes.locationAt(i), null);
                return;
            }
        }
        ReadLog reads = transaction.reads();
        for (int i = 0; hash != 0 && i < reads.size(); i++) {
            if ((Locations.hash(reads.location(i)) | Integer.MIN_VALUE) == hash) {
                add(reads.location(i), null);
                return;
            }
        }
    }

    private void add(@Nullable Location place, @Nullable Inquiry inquiry) {
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).place() == place && changes.get(i).inquiry() == inquiry) {
                return; // read twice
            }
        }
        if (changes.size() == LostAttempt.MAX_CHANGES) {
            more++;
            return;
        }
        boolean written = place != null && transaction.writes().find(place) >= 0;
        BlockLabel winner = place == null ? null : LastWriters.writer(place);
        long iteration =
                place == null || winner == null ? -1 : LastWriters.iteration(place, transaction.ledger.iteration);
        Boolean same = (place == null || inquiry != null) ? null : sameValue(place);
        changes.add(new Change(place, inquiry, subject(place, inquiry), written, winner, iteration, same));
    }

    /** Code of collections, which must not get in the way. */
    private static @Nullable Object subject(@Nullable Location place, @Nullable Inquiry inquiry) {
        try {
            Object asked = inquiry == null ? null : Inquiry.subjectOf(inquiry);
            return asked != null || place == null ? asked : Locations.subject(place);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private @Nullable Boolean sameValue(Location place) {
        Watch watch = transaction.watch;
        if (watch == null) {
            return null;
        }
        Object now = place instanceof LongLocation number
                ? (Object) Locations.number(number)
                : Locations.object((ObjectLocation) place);
        return watch.hasRead(place, now);
    }
}
