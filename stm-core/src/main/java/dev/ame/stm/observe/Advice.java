package dev.ame.stm.observe;

import dev.ame.stm.engine.observe.SerialPhase;
import dev.ame.stm.engine.version.LongLocation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What may help against a conflict: rules for the causes that come up again and again. */
final class Advice {
    private Advice() {}

    static @Nullable Suggestion of(ConflictRow.Snapshot row) {
        String text = text(row);
        return text == null ? null : new Suggestion(text, Duration.ofNanos(row.nanos()));
    }

    private static @Nullable String text(ConflictRow.Snapshot row) {
        String kind = row.of().kind();
        return switch (row.of().cause()) {
            case LOOP_ORDER ->
                "the iterations are a chain: each uses what the one before it writes. Have each add its part with LongBox.add, a Counter"
                        + " or commute, or return it, and put the parts together after the loop (a reduce)";
            case SIZE ->
                row.of().part().equals("size")
                        ? "ask isEmpty(), or for a bound, in place of size(): that conflicts only when the answer changes"
                        : row.of().part().equals("sum")
                                ? "ask tryAdd with a limit in place of sum(): that conflicts only where the answer is at stake"
                                : null;
            case RANGE -> "walk over snapshot() of the " + kind + ": a view of one moment, which no writer disturbs";
            case END ->
                row.of().part().equals("head") || row.of().part().equals("first")
                        ? "if the order does not matter, a TBag: its takers never collide"
                        : null;
            case WRITE_WRITE, READ_THEN_OVERWRITTEN -> ofBox(row);
            default -> null;
        };
    }

    private static @Nullable String ofBox(ConflictRow.Snapshot row) {
        String better = better(row.content());
        if (better != null) {
            return better;
        }
        boolean isNumber = row.place() instanceof LongLocation;
        if (row.written() && isNumber) {
            return "the number is read to be written: LongBox.add, or a Counter, does not conflict with itself";
        }
        if (row.written() && row.content() == ConflictRow.Content.NUMBER) {
            return "the number is read to be written: a LongBox and its add, or a Counter, does not conflict with itself";
        }
        if (row.reads() >= Recording.LONG_SCAN) {
            return "a long scan beside writers: read it from a snapshot, in a block that only reads (AtomicBlock.readOnly, or"
                    + " snapshot() of a collection), and write the result in another block";
        }
        return null;
    }

    private static @Nullable String better(ConflictRow.Content content) {
        return switch (content) {
            case MAP -> "the box holds a map: a TMap or TSortedMap conflicts only where two blocks use the same key";
            case LIST -> "the box holds a list: a TList conflicts only where two blocks use the same position";
            case SET ->
                "the box holds a set: a TSet or TSortedSet conflicts only where two blocks use the same element";
            case QUEUE -> "the box holds a queue: of a TQueue, those who add and those who take do not conflict";
            default -> null;
        };
    }

    static @Nullable Suggestion of(SerialPhase.Kind kind, long held, long waited) {
        if (kind != SerialPhase.Kind.IRREVOCABLE) {
            return null;
        }
        return new Suggestion(
                "for output, a DeferredOutput, or afterCommit: then the block need not run alone",
                Duration.ofNanos(Math.max(waited, held)));
    }
}
