package dev.ame.stm.observe;

import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.observe.BlockLabel;
import dev.ame.stm.engine.observe.Change;
import dev.ame.stm.engine.observe.LostAttempt;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.ObjectLocation;
import dev.ame.stm.spi.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of conflicts while it is recorded. Its lock is never held while code of users runs. */
final class ConflictRow {
    private static final int MAX_KEYS = 16;
    private static final int MAX_ITERATIONS = 4;

    /** What is in a box, as far as it matters. */
    enum Content {
        UNKNOWN,
        NUMBER,
        MAP,
        LIST,
        SET,
        QUEUE,
        OTHER;

        static Content of(Object value) {
            return value instanceof Number
                    ? NUMBER
                    : value instanceof Map<?, ?>
                            ? MAP
                            : value instanceof Queue<?>
                                    ? QUEUE
                                    : value instanceof List<?> ? LIST : value instanceof Set<?> ? SET : OTHER;
        }
    }

    /** A key, and how often it was fought over. */
    static final class Fought {
        final Object key;
        long times;

        Fought(Object key) {
            this.key = key;
        }
    }

    final Recording.RowKey of;

    // Guarded by this.
    private long aborts;
    private long nanos;
    private long compared;
    private long same;
    private int reads;
    private boolean written;
    private boolean wrote;
    private boolean restarted;
    private Content content = Content.UNKNOWN;
    private @Nullable Class<?> contentType;
    private @Nullable Location place;
    private @Nullable Inquiry inquiry;

    /** By the id of their locations, so that no key is asked for its hash. */
    private final Map<Integer, Fought> keys = new LinkedHashMap<>();

    private long otherKeys;
    private final Set<String> iterations = new LinkedHashSet<>();
    private long chained;
    private long inLoop;

    ConflictRow(Recording.RowKey of) {
        this.of = of;
    }

    synchronized void add(LostAttempt attempt, @Nullable Change change, @Nullable Subject subject, long cost) {
        aborts++;
        nanos += cost;
        reads = Math.max(reads, attempt.reads());
        wrote |= attempt.wrote();
        restarted |= attempt.cause() == dev.ame.stm.engine.observe.LossCause.SNAPSHOT;
        if (attempt.iteration() >= 0) {
            inLoop++;
        }
        if (change == null) {
            return;
        }
        place = change.place();
        inquiry = change.inquiry();
        written |= change.written();
        if (change.sameValue() != null) {
            compared++;
            same += change.sameValue() ? 1 : 0;
        }
        if (change.place() instanceof ObjectLocation box) {
            look(box);
        }
        if (subject != null && subject.key() != null) {
            addKey(change.place() == null ? -1 : Locations.id(change.place()), subject.key());
        }
        if (attempt.iteration() >= 0 && change.winnerIteration() >= 0 && change.winner() == attempt.block()) {
            chained++;
            if (iterations.size() < MAX_ITERATIONS) {
                iterations.add(attempt.iteration() + " after " + change.winnerIteration());
            }
        }
    }

    private void addKey(int location, Object key) {
        Fought fought = keys.get(location);
        if (fought == null && keys.size() == MAX_KEYS) {
            otherKeys++;
            return;
        }
        if (fought == null) {
            fought = new Fought(key);
            keys.put(location, fought);
        }
        fought.times++;
    }

    private void look(ObjectLocation box) {
        Object value = Locations.object(box);
        if (value != null && value.getClass() != contentType) {
            contentType = value.getClass();
            content = Content.of(value);
        }
    }

    /** What is in it now, so that it can be looked at without the lock. */
    synchronized Snapshot snapshot() {
        List<Fought> worst = new ArrayList<>(keys.values());
        worst.sort(Comparator.comparingLong((Fought fought) -> fought.times).reversed());
        return new Snapshot(
                of,
                aborts,
                nanos,
                compared,
                same,
                reads,
                written,
                wrote,
                restarted,
                content,
                place,
                inquiry,
                worst.stream().map(fought -> fought.key).toList(),
                otherKeys > 0 ? 1 : 0,
                List.copyOf(iterations),
                chained,
                inLoop);
    }

    record Snapshot(
            Recording.RowKey of,
            long aborts,
            long nanos,
            long compared,
            long same,
            int reads,
            boolean written,
            boolean wrote,
            boolean restarted,
            Content content,
            @Nullable Location place,
            @Nullable Inquiry inquiry,
            List<Object> keys,
            int moreKeys,
            List<String> iterations,
            long chained,
            long inLoop) {
        Side loser() {
            BlockLabel block = of.loser();
            StackTraceElement read = inquiry != null ? block.site(inquiry) : null;
            if (read == null && place != null) {
                read = block.site(place, false);
            }
            StackTraceElement write = place != null && written ? block.site(place, true) : null;
            return new Side(block.display(), line(read), line(write));
        }

        Side winner() {
            BlockLabel block = of.winner();
            return block == null
                    ? Side.UNKNOWN
                    : new Side(block.display(), null, place == null ? null : line(block.site(place, true)));
        }

        private static @Nullable String line(@Nullable StackTraceElement frame) {
            if (frame == null) {
                return null;
            }
            String file = frame.getFileName();
            return (file == null ? frame.getClassName() : file) + ':' + frame.getLineNumber();
        }
    }
}
