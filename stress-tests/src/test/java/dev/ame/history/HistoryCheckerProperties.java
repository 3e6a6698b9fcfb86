package dev.ame.history;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The checker's verdict on small random histories is that of trying every order. */
class HistoryCheckerProperties {
    private static final int BOXES = 2;
    private static final int THREADS = 3;

    @Property(tries = 3000)
    void aCycleIsFoundExactlyWhenNoOrderExplainsTheHistory(@ForAll long seed) {
        List<Attempt> attempts = randomHistory(new Random(seed), false);
        boolean explained = existsOrder(attempts);
        boolean accepted = HistoryChecker.check(new History(BOXES, attempts)).isEmpty();
        assertTrue(explained == accepted, () -> (explained ? "wrongly rejected: " : "wrongly accepted: ") + attempts);
    }

    @Property(tries = 3000)
    void aHistoryOfBlindWritesIsNotRejectedWhenAnOrderExplainsIt(@ForAll long seed) {
        List<Attempt> attempts = randomHistory(new Random(seed), true);
        assertTrue(
                HistoryChecker.check(new History(BOXES, attempts)).isEmpty() || !existsOrder(attempts),
                () -> "wrongly rejected: " + attempts);
    }

    /** Reads see any committed value or the initial one; about one history in three has an order. */
    private static List<Attempt> randomHistory(Random random, boolean blind) {
        int count = 2 + random.nextInt(4);
        boolean[] committed = new boolean[count];
        int[] threads = new int[count];
        List<List<Long>> values = new ArrayList<>();
        for (int box = 0; box < BOXES; box++) {
            values.add(new ArrayList<>(List.of(WriteId.initial(box))));
        }
        long[][] ids = new long[count][BOXES];
        for (int i = 0; i < count; i++) {
            threads[i] = 1 + random.nextInt(THREADS);
            committed[i] = random.nextInt(4) > 0;
            for (int box = 0; box < BOXES; box++) {
                if (committed[i] && random.nextInt(3) == 0) {
                    ids[i][box] = WriteId.of(threads[i], firstId(i) + box);
                    values.get(box).add(ids[i][box]);
                }
            }
        }
        List<Attempt> attempts = new ArrayList<>();
        long[] clocks = new long[THREADS + 1];
        for (int i = 0; i < count; i++) {
            Longs reads = new Longs();
            Longs writes = new Longs();
            for (int box = 0; box < BOXES; box++) {
                boolean writing = ids[i][box] != 0;
                long seen = WriteId.UNKNOWN;
                boolean looks = writing ? !blind || random.nextBoolean() : random.nextInt(3) == 0;
                if (looks) {
                    List<Long> others = new ArrayList<>(values.get(box));
                    others.remove(ids[i][box]);
                    seen = others.get(random.nextInt(others.size()));
                    reads.add(box);
                    reads.add(seen);
                }
                if (writing) {
                    writes.add(box);
                    writes.add(ids[i][box]);
                    writes.add(seen);
                }
            }
            long begin = clocks[threads[i]] + random.nextInt(4);
            clocks[threads[i]] = begin + random.nextInt(8);
            attempts.add(new Attempt(
                    new Attempt.Identity(threads[i], i, 1, "random"),
                    begin,
                    clocks[threads[i]],
                    committed[i],
                    reads.toArray(),
                    writes.toArray(),
                    firstId(i),
                    firstId(i + 1),
                    null));
        }
        return attempts;
    }

    private static long firstId(int attempt) {
        return 1L + (long) attempt * BOXES;
    }

    private static boolean existsOrder(List<Attempt> attempts) {
        long[] state = new long[BOXES];
        Arrays.setAll(state, WriteId::initial);
        return existsOrder(attempts, new boolean[attempts.size()], 0, state);
    }

    private static boolean existsOrder(List<Attempt> attempts, boolean[] done, int count, long[] state) {
        if (count == attempts.size()) {
            return true;
        }
        for (int i = 0; i < attempts.size(); i++) {
            if (!done[i] && mayBeNext(attempts, done, i) && explains(attempts.get(i), state)) {
                long[] after = state.clone();
                for (int w = 0; w < attempts.get(i).writes(); w++) {
                    after[attempts.get(i).writtenBox(w)] = attempts.get(i).writtenId(w);
                }
                done[i] = true;
                boolean found = existsOrder(attempts, done, count + 1, after);
                done[i] = false;
                if (found) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mayBeNext(List<Attempt> attempts, boolean[] done, int candidate) {
        for (int i = 0; i < attempts.size(); i++) {
            Attempt other = attempts.get(i);
            boolean before = other.end < attempts.get(candidate).begin
                    || (other.thread == attempts.get(candidate).thread && i < candidate);
            if (!done[i] && before) {
                return false;
            }
        }
        return true;
    }

    private static boolean explains(Attempt attempt, long[] state) {
        for (int i = 0; i < attempt.reads(); i++) {
            if (state[attempt.readBox(i)] != attempt.readId(i)) {
                return false;
            }
        }
        return true;
    }
}
