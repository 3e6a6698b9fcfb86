package dev.ame.stm.observe;

import dev.ame.stm.engine.log.Sum;
import dev.ame.stm.engine.observe.BlockLabel;
import dev.ame.stm.engine.observe.BlockTally;
import dev.ame.stm.engine.observe.BlockWait;
import dev.ame.stm.engine.observe.Change;
import dev.ame.stm.engine.observe.Ledgers;
import dev.ame.stm.engine.observe.LoopDecision;
import dev.ame.stm.engine.observe.LossCause;
import dev.ame.stm.engine.observe.LostAttempt;
import dev.ame.stm.engine.observe.Observer;
import dev.ame.stm.engine.observe.SerialPhase;
import dev.ame.stm.engine.observe.ThreadTime;
import dev.ame.stm.engine.observe.Totals;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.spi.Subject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a recorder has been told, added up by row. The number of rows is bounded. No code of users is called here. */
final class Recording implements Observer {
    private static final int MAX_ROWS = 1024;
    private static final int MAX_OTHERS = 256;

    /** Of attempts that have read so many boxes, boxes without a name are not told apart. */
    static final int LONG_SCAN = 32;

    /** What a row of conflicts is of. */
    record RowKey(
            BlockLabel loser,
            @Nullable BlockLabel winner,
            Cause cause,
            String kind,
            @Nullable String name,
            String part,
            int location) {}

    /** What a row of serial phases is of. */
    record SerialKey(String block, SerialPhase.Kind kind, String reason) {}

    final Map<RowKey, ConflictRow> conflicts = new ConcurrentHashMap<>();
    final Map<SerialKey, SerialRow> serial = new ConcurrentHashMap<>();
    final Map<String, WaitRow> waits = new ConcurrentHashMap<>();
    final Map<String, LoopRow> loops = new ConcurrentHashMap<>();

    /** Attempts lost in conflicts. */
    final Map<BlockLabel, LongAdder> aborts = new ConcurrentHashMap<>();

    final LongAdder dropped = new LongAdder();

    volatile long began;
    volatile @Nullable Totals totalsBefore;
    final Map<BlockLabel, BlockUse> talliesBefore = new HashMap<>();
    final Map<String, ThreadTime> threadsBefore = new HashMap<>();

    /** Notes how things stand. */
    void begin() {
        for (BlockTally tally : Ledgers.tallies()) {
            talliesBefore.put(tally.block, ReportBuilder.use(tally, 0));
        }
        Ledgers.threadTimes().forEach(time -> threadsBefore.put(time.thread(), time));
        totalsBefore = Ledgers.totals();
        began = System.nanoTime();
    }

    void clear() {
        conflicts.clear();
        serial.clear();
        waits.clear();
        loops.clear();
        aborts.clear();
        talliesBefore.clear();
    }

    private <K, R> @Nullable R row(Map<K, R> all, K key, int most, Function<K, R> make) {
        R found = all.get(key);
        if (found == null) {
            if (all.size() >= most) {
                dropped.increment();
                return null;
            }
            found = all.computeIfAbsent(key, make);
        }
        return found;
    }

    // ---------------------------------------------------------------- conflicts

    @Override
    public void lost(LostAttempt attempt) {
        if (isConflict(attempt.cause())) {
            aborts.computeIfAbsent(attempt.block(), block -> new LongAdder()).increment();
        }
        int parts = attempt.changes().size();
        if (parts == 0) {
            RowKey key = new RowKey(attempt.block(), null, cause(attempt, null, ""), "", null, "", 0);
            ConflictRow row = row(conflicts, key, MAX_ROWS, ConflictRow::new);
            if (row != null) {
                row.add(attempt, null, null, attempt.nanos());
            }
        }
        for (Change change : attempt.changes()) {
            note(attempt, change, attempt.nanos() / parts);
        }
    }

    private void note(LostAttempt attempt, Change change, long nanos) {
        Location place = change.place();
        Subject subject = change.subject() instanceof Subject of ? of : null;
        String part = part(change, subject);
        String kind = subject != null ? subject.kind() : place == null ? "" : kind(place);
        String name = subject != null && subject.name() != null
                ? subject.name()
                : place == null ? null : Locations.name(place);
        boolean oneOfMany = name == null && attempt.reads() >= LONG_SCAN;
        boolean hasKey = subject != null && subject.key() != null;
        int location = place == null || hasKey || name != null ? 0 : oneOfMany ? -1 : Locations.id(place);
        RowKey key =
                new RowKey(attempt.block(), change.winner(), cause(attempt, change, part), kind, name, part, location);
        ConflictRow row = row(conflicts, key, MAX_ROWS, ConflictRow::new);
        if (row != null) {
            row.add(attempt, change, subject, nanos);
        }
    }

    static boolean isConflict(LossCause cause) {
        return switch (cause) {
            case CONFLICT, SNAPSHOT, GAVE_WAY, STALE_SPECULATION -> true;
            default -> false;
        };
    }

    private static String part(Change change, @Nullable Subject subject) {
        if (change.inquiry() instanceof Sum sum) {
            return subject == null ? "sum" : sum.isExact() ? subject.part() : "emptiness";
        }
        if (subject == null && change.place() != null && kind(change.place()).equals("Counter")) {
            return "sum";
        }
        return subject == null ? "" : subject.part();
    }

    /** The name of the class that a user made it with. */
    static String kind(Location place) {
        Class<?> type = place.getClass();
        String noun = Locations.kind(place);
        return type.getEnclosingClass() == null || noun.equals("collection")
                ? type.getSimpleName()
                : Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    }

    private static Cause cause(LostAttempt attempt, @Nullable Change change, String part) {
        return switch (attempt.cause()) {
            case CONFLICT, SNAPSHOT -> change == null ? Cause.GAVE_WAY : cause(part, change.written());
            case STALE_SPECULATION ->
                change != null && change.winner() == attempt.block() ? Cause.LOOP_ORDER : Cause.STALE_SPECULATION;
            case GAVE_WAY -> Cause.GAVE_WAY;
            case WRONG_GUESS, IRREVOCABLE, SPLIT -> Cause.RESTART;
            case CHAOS -> Cause.CHAOS;
            case OTHER -> Cause.OTHER;
        };
    }

    private static Cause cause(String part, boolean written) {
        return switch (part) {
            case "key", "element" -> Cause.KEY;
            case "range" -> Cause.RANGE;
            case "size", "emptiness", "sum" -> Cause.SIZE;
            case "first", "last", "head", "tail" -> Cause.END;
            default -> written ? Cause.WRITE_WRITE : Cause.READ_THEN_OVERWRITTEN;
        };
    }

    // ---------------------------------------------------------------- running alone, waiting, loops

    private @Nullable SerialRow row(SerialPhase phase) {
        SerialKey key = new SerialKey(phase.block().display(), phase.kind(), phase.reason());
        return row(serial, key, MAX_OTHERS, k -> new SerialRow(phase));
    }

    @Override
    public void serialEnded(SerialPhase phase, long nanos) {
        SerialRow row = row(phase);
        if (row != null) {
            row.ended(phase, nanos);
        }
    }

    @Override
    public void waitedForSerial(BlockLabel waiting, @Nullable SerialPhase held, long nanos) {
        SerialRow row = held == null ? null : row(held);
        if (row != null) {
            row.waited(waiting, nanos);
        }
    }

    @Override
    public void waitBegan(BlockWait wait) {
        WaitRow row = row(waits, display(wait), MAX_OTHERS, name -> new WaitRow());
        if (row != null) {
            row.began(wait);
        }
    }

    @Override
    public void waitEnded(BlockWait wait, BlockWait.End end, long nanos) {
        WaitRow row = waits.get(display(wait));
        if (row != null) {
            row.ended(end, nanos);
        }
    }

    static String display(BlockWait wait) {
        return BlockLabel.display(wait.name(), wait.blockClass());
    }

    @Override
    public void decided(LoopDecision decision) {
        String body = BlockLabel.display(decision.name(), decision.body());
        LoopRow row = row(loops, body, MAX_OTHERS, name -> new LoopRow());
        if (row != null) {
            row.add(decision);
        }
    }
}
