package dev.ame.history;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote each id, and who replaced it, by index into the list of attempts. Only what committed counts.
 *
 * <p>Ids are dense in each thread, so plain arrays do.
 */
final class Writers {
    static final int NOBODY = -1;

    private final List<Attempt> attempts;
    private final int[][] writers;
    private final int[][] replacers;
    private @Nullable Violation lostUpdate;

    /** @param attempts the first is the initial state */
    Writers(List<Attempt> attempts) {
        this.attempts = attempts;
        int threads = 0;
        for (Attempt attempt : attempts) {
            threads = Math.max(threads, attempt.thread + 1);
        }
        int[] drawn = new int[threads];
        for (Attempt attempt : attempts) {
            drawn[attempt.thread] = Math.max(drawn[attempt.thread], Math.toIntExact(attempt.nextDrawn));
        }
        writers = new int[threads][];
        replacers = new int[threads][];
        for (int thread = 0; thread < threads; thread++) {
            writers[thread] = nobodies(drawn[thread]);
            replacers[thread] = nobodies(drawn[thread]);
        }
        for (int i = 0; i < attempts.size(); i++) {
            enter(i, attempts.get(i));
        }
    }

    private static int[] nobodies(int count) {
        int[] result = new int[count];
        Arrays.fill(result, NOBODY);
        return result;
    }

    private void enter(int index, Attempt attempt) {
        for (int i = 0; i < attempt.writes(); i++) {
            long id = attempt.writtenId(i);
            writers[WriteId.thread(id)][WriteId.sequence(id)] = index;
            long replaced = attempt.replacedId(i);
            if (replaced != WriteId.UNKNOWN && exists(replaced)) {
                int other = replacers[WriteId.thread(replaced)][WriteId.sequence(replaced)];
                if (other == NOBODY) {
                    replacers[WriteId.thread(replaced)][WriteId.sequence(replaced)] = index;
                } else if (lostUpdate == null) {
                    lostUpdate = new Violation(
                            Anomaly.LOST_UPDATE,
                            "box " + attempt.writtenBox(i) + ", value " + WriteId.show(replaced) + " was replaced by"
                                    + System.lineSeparator() + "  " + attempts.get(other) + System.lineSeparator()
                                    + "  " + attempt);
                }
            }
        }
    }

    private boolean exists(long id) {
        int thread = WriteId.thread(id);
        return id > 0
                && thread < writers.length
                && (id & WriteId.SEQUENCE_MASK) > 0
                && (id & WriteId.SEQUENCE_MASK) < writers[thread].length;
    }

    /** The first value found that was replaced twice. */
    @Nullable
    Violation lostUpdate() {
        return lostUpdate;
    }

    /** Which attempt's committed effect includes {@code id}, or {@link #NOBODY}. */
    int writer(long id) {
        return exists(id) ? writers[WriteId.thread(id)][WriteId.sequence(id)] : NOBODY;
    }

    /** Which committed attempt replaced {@code id}, or {@link #NOBODY} if none is known to have. */
    int replacer(long id) {
        return exists(id) ? replacers[WriteId.thread(id)][WriteId.sequence(id)] : NOBODY;
    }

    /** Judges one read by itself: the value must be somebody's committed write to that box. */
    @Nullable
    Violation checkRead(Attempt reader, int box, long id) {
        int writer = writer(id);
        if (writer != NOBODY && attempts.get(writer).wrote(box, id)) {
            return null;
        }
        for (Attempt source : attempts) {
            if (exists(id) && source.drew(id)) {
                boolean overwritten = false;
                for (int i = 0; i < source.writes(); i++) {
                    overwritten |= source.writtenBox(i) == box && source.writtenId(i) != id;
                }
                Anomaly anomaly = writer != NOBODY
                        ? Anomaly.THIN_AIR_READ
                        : overwritten ? Anomaly.INTERMEDIATE_READ : Anomaly.DIRTY_READ;
                return readViolation(anomaly, reader, box, id, "  drawn by " + source);
            }
        }
        return readViolation(Anomaly.THIN_AIR_READ, reader, box, id, "  which nobody drew: 0x" + Long.toHexString(id));
    }

    private static Violation readViolation(Anomaly anomaly, Attempt reader, int box, long id, String source) {
        return new Violation(
                anomaly,
                "  " + reader + System.lineSeparator() + "  read in box " + box + " the value " + WriteId.show(id)
                        + System.lineSeparator() + source);
    }
}
