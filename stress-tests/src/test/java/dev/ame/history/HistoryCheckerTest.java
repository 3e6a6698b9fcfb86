package dev.ame.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The checker names each planted anomaly, and accepts histories that look like one but are none. */
class HistoryCheckerTest {
    private static final int X = 0;
    private static final int Y = 1;

    private final PlantedHistory planted = PlantedHistory.of(2);

    private void assertFound(Anomaly expected) {
        Violation violation =
                HistoryChecker.check(planted.history()).orElseThrow(() -> new AssertionError("not found"));
        assertEquals(expected, violation.anomaly(), violation::toString);
    }

    private void assertAccepted() {
        Optional<Violation> violation = HistoryChecker.check(planted.history());
        assertTrue(violation.isEmpty(), () -> violation.orElseThrow().toString());
    }

    @Test
    void nothingAtAllIsAccepted() {
        assertAccepted();
    }

    @Test
    void lostUpdate() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(2, 0, 10).replaces(X, "0", "x2");
        assertFound(Anomaly.LOST_UPDATE);
    }

    @Test
    void updatesOneAfterTheOther() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(2, 0, 10).replaces(X, "x1", "x2");
        assertAccepted();
    }

    @Test
    void updateThatAbortedBeforeItWasRepeated() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(2, 0, 5).replaces(X, "0", "x2").aborts();
        planted.attempt(2, 5, 10).replaces(X, "x1", "x3");
        assertAccepted();
    }

    @Test
    void writeSkew() {
        planted.attempt(1, 0, 10).reads(Y, "0").replaces(X, "0", "x1");
        planted.attempt(2, 0, 10).reads(X, "0").replaces(Y, "0", "y1");
        assertFound(Anomaly.WRITE_SKEW);
    }

    @Test
    void writeSkewOfThree() {
        PlantedHistory three = PlantedHistory.of(3);
        three.attempt(1, 0, 10).reads(1, "0").replaces(0, "0", "a");
        three.attempt(2, 0, 10).reads(2, "0").replaces(1, "0", "b");
        three.attempt(3, 0, 10).reads(0, "0").replaces(2, "0", "c");
        Violation violation = HistoryChecker.check(three.history()).orElseThrow();
        assertEquals(Anomaly.WRITE_SKEW, violation.anomaly());
    }

    @Test
    void overlookingOnlyOneWayIsNoSkew() {
        planted.attempt(1, 0, 10).reads(Y, "0").replaces(X, "0", "x1");
        planted.attempt(2, 0, 10).reads(X, "x1").replaces(Y, "0", "y1");
        assertAccepted();
    }

    @Test
    void readSkew() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1").replaces(Y, "0", "y1");
        planted.attempt(2, 0, 10).reads(X, "x1").reads(Y, "0");
        assertFound(Anomaly.READ_SKEW);
    }

    @Test
    void readSkewWithinOneBox() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(2, 0, 10).reads(X, "0").reads(X, "x1");
        assertFound(Anomaly.READ_SKEW);
    }

    @Test
    void readSkewOverAnIntermediary() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(2, 0, 10).reads(X, "x1").replaces(Y, "0", "y1");
        planted.attempt(3, 0, 10).reads(X, "0").reads(Y, "y1");
        assertFound(Anomaly.READ_SKEW);
    }

    @Test
    void readersBeforeAndAfter() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1").replaces(Y, "0", "y1");
        planted.attempt(2, 0, 10).reads(X, "x1").reads(Y, "y1");
        planted.attempt(3, 0, 10).reads(X, "0").reads(Y, "0");
        assertAccepted();
    }

    @Test
    void longFork() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(2, 0, 10).replaces(Y, "0", "y1");
        planted.attempt(3, 0, 10).reads(X, "x1").reads(Y, "0");
        planted.attempt(4, 0, 10).reads(X, "0").reads(Y, "y1");
        assertFound(Anomaly.LONG_FORK);
    }

    @Test
    void staleRead() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(2, 11, 20).reads(X, "0");
        assertFound(Anomaly.STALE_READ);
    }

    @Test
    void oldValueDuringTheWriteIsNotStale() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(2, 10, 20).reads(X, "0");
        assertAccepted();
    }

    @Test
    void staleReadOfTheSameThread() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(1, 10, 20).reads(X, "0");
        assertFound(Anomaly.STALE_READ);
    }

    @Test
    void staleReadProvedByAnotherReader() {
        planted.attempt(1, 0, 100).replaces(X, "0", "x1");
        planted.attempt(2, 5, 10).reads(X, "x1");
        planted.attempt(3, 11, 20).reads(X, "0");
        assertFound(Anomaly.STALE_READ);
    }

    @Test
    void staleReadOfABlindWrite() {
        planted.attempt(1, 0, 10).overwrites(X, "x1");
        planted.attempt(2, 11, 20).overwrites(X, "x2");
        planted.attempt(3, 21, 30).reads(X, "x1");
        assertFound(Anomaly.STALE_READ);
    }

    @Test
    void readSkewOfBlindWrites() {
        planted.attempt(1, 0, 10).overwrites(X, "x1").overwrites(Y, "y1");
        planted.attempt(2, 11, 20).overwrites(X, "x2").overwrites(Y, "y2");
        planted.attempt(3, 0, 30).reads(X, "x2").reads(Y, "y1");
        assertFound(Anomaly.READ_SKEW);
    }

    @Test
    void blindWritesAtOneTimeHaveAnyOrder() {
        planted.attempt(1, 0, 10).overwrites(X, "x1");
        planted.attempt(2, 5, 20).overwrites(X, "x2");
        planted.attempt(3, 21, 30).reads(X, "x1");
        planted.attempt(3, 31, 40).replaces(X, "x1", "x3");
        planted.attempt(4, 41, 50).reads(X, "x3");
        assertAccepted();
    }

    @Test
    void updateAmongBlindWrites() {
        planted.attempt(1, 0, 10).overwrites(X, "x1");
        planted.attempt(2, 11, 14).overwrites(X, "x2");
        planted.attempt(3, 11, 20).replaces(X, "x1", "x3");
        planted.attempt(4, 12, 20).overwrites(X, "x4");
        planted.attempt(5, 21, 30).reads(X, "x2");
        assertAccepted();
    }

    @Test
    void staleUpdateAmongBlindWrites() {
        planted.attempt(1, 0, 10).overwrites(X, "x1");
        planted.attempt(2, 11, 14).overwrites(X, "x2");
        planted.attempt(3, 15, 20).replaces(X, "x1", "x3");
        assertFound(Anomaly.STALE_READ);
    }

    @Test
    void futureRead() {
        planted.attempt(1, 0, 10).reads(X, "x1");
        planted.attempt(2, 11, 20).replaces(X, "0", "x1");
        assertFound(Anomaly.FUTURE_READ);
    }

    @Test
    void circularFlow() {
        planted.attempt(1, 0, 10).reads(Y, "y1").replaces(X, "0", "x1");
        planted.attempt(2, 0, 10).reads(X, "x1").replaces(Y, "0", "y1");
        assertFound(Anomaly.CIRCULAR_FLOW);
    }

    @Test
    void nonOpaqueRead() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1").replaces(Y, "0", "y1");
        planted.attempt(2, 0, 10).reads(X, "x1").reads(Y, "0").aborts();
        assertFound(Anomaly.NON_OPAQUE_READ);
    }

    @Test
    void nonOpaqueStaleRead() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(2, 11, 20).reads(X, "0").aborts();
        assertFound(Anomaly.NON_OPAQUE_READ);
    }

    @Test
    void attemptsThatAbortAfterConsistentReads() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1").replaces(Y, "0", "y1");
        planted.attempt(2, 0, 10).reads(X, "x1").reads(Y, "y1").aborts();
        planted.attempt(3, 0, 10).reads(X, "0").replaces(Y, "0", "y2").aborts();
        assertAccepted();
    }

    @Test
    void theSimplerNameIsGivenToACommittedAttempt() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1").replaces(Y, "0", "y1");
        planted.attempt(2, 0, 10).reads(X, "x1").reads(Y, "0").aborts();
        planted.attempt(3, 0, 10).reads(X, "x1").reads(Y, "0");
        assertFound(Anomaly.READ_SKEW);
    }

    @Test
    void dirtyRead() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1").aborts();
        planted.attempt(2, 0, 10).reads(X, "x1");
        assertFound(Anomaly.DIRTY_READ);
    }

    @Test
    void dirtyReadOfAnUndoneWrite() {
        planted.attempt(1, 0, 10).draw("undone").replaces(Y, "0", "y1");
        planted.attempt(2, 0, 10).reads(X, "undone");
        assertFound(Anomaly.DIRTY_READ);
    }

    @Test
    void intermediateRead() {
        planted.attempt(1, 0, 10).draw("passing").replaces(X, "0", "x1");
        planted.attempt(2, 0, 10).reads(X, "passing");
        assertFound(Anomaly.INTERMEDIATE_READ);
    }

    @Test
    void valueOfAnotherBox() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1");
        planted.attempt(2, 0, 10).reads(Y, "x1");
        assertFound(Anomaly.THIN_AIR_READ);
    }

    @Test
    void valueOfNobody() {
        Attempt reader = new Attempt(
                new Attempt.Identity(1, 1, 1, "planted"), 0, 10, true, new long[] {X, 4711}, new long[0], 1, 1, null);
        Violation violation =
                HistoryChecker.check(new History(2, List.of(reader))).orElseThrow();
        assertEquals(Anomaly.THIN_AIR_READ, violation.anomaly());
    }

    @Test
    void faultSeenByTheAttemptItself() {
        planted.attempt(1, 0, 10).reads(X, "0").fails("the sum is wrong");
        assertFound(Anomaly.BROKEN_PROMISE);
    }

    @Test
    void theEvidenceNamesTheEdges() {
        planted.attempt(1, 0, 10).replaces(X, "0", "x1").replaces(Y, "0", "y1");
        planted.attempt(2, 0, 10).reads(X, "x1").reads(Y, "0");
        String text = HistoryChecker.check(planted.history()).orElseThrow().toString();
        assertTrue(text.contains("read by in box 0"), text);
        assertTrue(text.contains("overlooked in box 1"), text);
        assertTrue(text.contains("thread 2"), text);
    }

    /** A serial execution is correct; one wrong read somewhere in it must not get lost among the rest. */
    @Test
    void oneWrongReadInALongSerialHistory() {
        assertTrue(
                HistoryChecker.check(new History(8, serialHistory(20_000, -1))).isEmpty());
        Violation violation = HistoryChecker.check(new History(8, serialHistory(20_000, 10_000)))
                .orElseThrow();
        assertEquals(Anomaly.STALE_READ, violation.anomaly(), violation::toString);
    }

    private static List<Attempt> serialHistory(int length, int wrong) {
        Random random = new Random(1);
        int boxes = 8;
        long[] current = new long[boxes];
        long[] previous = new long[boxes];
        for (int box = 0; box < boxes; box++) {
            current[box] = WriteId.initial(box);
            previous[box] = current[box];
        }
        List<Attempt> attempts = new ArrayList<>();
        long[] next = {0, 1, 1, 1, 1};
        for (int i = 0; i < length; i++) {
            int thread = 1 + random.nextInt(4);
            int box = random.nextInt(boxes);
            int written = (box + 1) % boxes;
            long id = WriteId.of(thread, next[thread]);
            boolean stale = i >= wrong && wrong >= 0 && previous[box] != current[box];
            if (stale) {
                wrong = -1;
            }
            attempts.add(new Attempt(
                    new Attempt.Identity(thread, i, 1, "serial"),
                    i * 10L,
                    i * 10L + 5,
                    true,
                    new long[] {box, stale ? previous[box] : current[box], written, current[written]},
                    new long[] {written, id, current[written]},
                    next[thread],
                    ++next[thread],
                    null));
            previous[written] = current[written];
            current[written] = id;
        }
        return attempts;
    }
}
