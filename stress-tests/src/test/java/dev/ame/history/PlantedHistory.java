package dev.ame.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes down a history by hand, for tests of the checker. Values are names; "0" is the initial value of a box. */
final class PlantedHistory {
    private final int boxes;
    private final List<PlantedAttempt> attempts = new ArrayList<>();
    private final Map<String, Long> ids = new HashMap<>();
    private final Map<Integer, Long> drawn = new HashMap<>();

    private PlantedHistory(int boxes) {
        this.boxes = boxes;
    }

    static PlantedHistory of(int boxes) {
        return new PlantedHistory(boxes);
    }

    /** The next attempt of {@code thread}, which lasts from {@code begin} to {@code end}; committed unless said otherwise. */
    PlantedAttempt attempt(int thread, long begin, long end) {
        PlantedAttempt attempt = new PlantedAttempt(thread, begin, end);
        attempts.add(attempt);
        return attempt;
    }

    History history() {
        List<Attempt> built = new ArrayList<>();
        for (PlantedAttempt attempt : attempts) {
            built.add(attempt.build(built.size()));
        }
        return new History(boxes, built);
    }

    private long id(int box, String name) {
        if (name.equals("0")) {
            return WriteId.initial(box);
        }
        Long id = ids.get(name);
        if (id == null) {
            throw new IllegalArgumentException("nobody drew " + name);
        }
        return id;
    }

    final class PlantedAttempt {
        private final int thread;
        private final long begin;
        private final long end;
        private final long firstDrawn;
        private boolean committed = true;
        private @Nullable String fault;
        private final List<Object[]> reads = new ArrayList<>();
        private final List<Object[]> writes = new ArrayList<>();

        private PlantedAttempt(int thread, long begin, long end) {
            this.thread = thread;
            this.begin = begin;
            this.end = end;
            this.firstDrawn = drawn.getOrDefault(thread, 1L);
        }

        PlantedAttempt reads(int box, String value) {
            reads.add(new Object[] {box, value});
            return this;
        }

        /** Reads {@code replaced} and writes {@code value}. */
        PlantedAttempt replaces(int box, String replaced, String value) {
            draw(value);
            reads(box, replaced);
            writes.add(new Object[] {box, value, replaced});
            return this;
        }

        PlantedAttempt overwrites(int box, String value) {
            draw(value);
            writes.add(new Object[] {box, value});
            return this;
        }

        /** A write that is not the attempt's last one to its box, or was undone. */
        PlantedAttempt draw(String value) {
            long sequence = drawn.merge(thread, 2L, (next, unused) -> next + 1) - 1;
            if (ids.put(value, WriteId.of(thread, sequence)) != null) {
                throw new IllegalArgumentException(value + " was drawn before");
            }
            return this;
        }

        PlantedAttempt aborts() {
            committed = false;
            return this;
        }

        PlantedAttempt fails(String what) {
            fault = what;
            return this;
        }

        private Attempt build(int block) {
            Longs readIds = new Longs();
            for (Object[] read : reads) {
                int box = (Integer) read[0];
                readIds.add(box);
                readIds.add(id(box, (String) read[1]));
            }
            Longs writeIds = new Longs();
            for (Object[] write : committed ? writes : List.<Object[]>of()) {
                int box = (Integer) write[0];
                writeIds.add(box);
                writeIds.add(id(box, (String) write[1]));
                writeIds.add(write.length == 2 ? WriteId.UNKNOWN : id(box, (String) write[2]));
            }
            return new Attempt(
                    new Attempt.Identity(thread, block, 1, "planted"),
                    begin,
                    end,
                    committed,
                    readIds.toArray(),
                    writeIds.toArray(),
                    firstDrawn,
                    firstDrawn + ownDraws(),
                    fault);
        }

        private long ownDraws() {
            long next = drawn.getOrDefault(thread, 1L);
            for (PlantedAttempt other : attempts) {
                if (other.thread == thread && other.firstDrawn > firstDrawn) {
                    next = Math.min(next, other.firstDrawn);
                }
            }
            return next - firstDrawn;
        }
    }
}
