package dev.ame.stm.engine.attempt;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many kinds of block that are run through one method share what is learned. In no mix of them does that cost more than a few attempts. */
@Bounded
class MixedKindsTest {

    private static final int BLOCKS = 2_000;
    private static final int LONG = 2 * BlockProfile.MANY_READS;

    private final List<LongBox> boxes =
            IntStream.range(0, LONG).mapToObj(i -> LongBox.of(0)).toList();
    private final LongBox target = LongBox.of(0);
    private int attempts;

    /** Reads so many boxes, and writes one or not. */
    private record Kind(int reads, boolean writes) {}

    private static final List<Kind> KINDS =
            List.of(new Kind(2, false), new Kind(2, true), new Kind(LONG, false), new Kind(LONG, true));

    @BeforeEach
    void assumeThatAttemptsAreOrdinary() {
        assumeFalse(Attempts.NEVER_PLAIN);
    }

    /** One lambda for all blocks. */
    private static void execute(Runnable operation) {
        atomic(operation::run);
    }

    private void execute(Kind kind) {
        execute(() -> run(kind));
    }

    private void run(Kind kind) {
        attempts++;
        long sum = 0;
        for (int i = 0; i < kind.reads; i++) {
            sum += boxes.get(i).get();
        }
        if (kind.writes) {
            target.set(sum);
        }
    }

    /** How many attempts more than blocks it takes. */
    private int extra(Kind many, Kind few, IntPredicate isFew) {
        elsewhere(() -> {
            for (int i = 0; i < BLOCKS; i++) {
                execute(isFew.test(i) ? few : many);
            }
        });
        return attempts - BLOCKS;
    }

    static Stream<Arguments> pairs() {
        return KINDS.stream()
                .flatMap(many -> KINDS.stream().filter(few -> !few.equals(many)).map(few -> Arguments.of(many, few)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void oneInSoManyIsOfAnotherKind(Kind many, Kind few) {
        for (int every : new int[] {2, 3, 4, 9, 10, 33, 34, 50, 100, 1000}) {
            attempts = 0;
            int extra = extra(many, few, i -> i % every == every - 1);
            assertTrue(extra <= BLOCKS * 4 / 100, () -> extra + " extra attempts with one in " + every);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aFewInAHundredAreOfAnotherKindAtRandom(Kind many, Kind few) {
        for (int percent : new int[] {1, 2, 5, 10, 30, 50}) {
            attempts = 0;
            Random random = new Random(percent);
            int extra = extra(many, few, i -> random.nextInt(100) < percent);
            assertTrue(extra <= BLOCKS * 4 / 100, () -> extra + " extra attempts with " + percent + " %");
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aChangeOfKindCostsOneAttempt(Kind one, Kind other) {
        for (int phase : new int[] {40, 200, 1_000}) {
            attempts = 0;
            int changes = BLOCKS / phase;
            int extra = extra(one, other, i -> i / phase % 2 == 1);
            assertTrue(extra <= changes, () -> extra + " extra attempts in phases of " + phase);
        }
    }

    @Test
    void whatWasWrongIsBelievedAgainAfterALongTime() {
        Kind reading = new Kind(2, false);
        Kind writing = new Kind(2, true);
        elsewhere(() -> {
            for (int i = 0; i < 200; i++) {
                execute(i % 9 == 8 ? writing : reading);
            }
            for (int i = 0; i < Belief.SHORT_ORDER; i++) {
                execute(reading);
            }
            execute(() -> assertEquals(Mode.LIGHT, Transaction.current().mode));
        });
    }

    @Test
    void aShortBlockTakesNoPinBecauseLongOnesWatch() {
        elsewhere(() -> {
            for (int i = 0; i < 20; i++) {
                execute(new Kind(LONG, true));
                execute(() -> {
                    run(new Kind(20, false));
                    assertNull(Transaction.current().pin);
                    target.set(1);
                    assertNull(Transaction.current().pin);
                });
            }
            execute(() -> {
                run(new Kind(LONG, false));
                assertTrue(Transaction.current().reads.isPinned());
                target.set(1);
            });
        });
    }

    /** An audit that somebody commits in the middle of, to a box it has read and to one that it has not. */
    private void auditBesideAWriter() {
        execute(() -> {
            attempts++;
            long sum = 0;
            for (int i = 0; i < LONG; i++) {
                if (i == LONG / 2) {
                    elsewhere(() -> atomic(() -> {
                        boxes.get(0).add(1);
                        boxes.get(LONG - 1).add(-1);
                    }));
                }
                sum += boxes.get(i).get();
            }
            assertEquals(0, sum);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9})
    void auditsThatNeedAPinTakeItOnTheWay(int transfersBetween) {
        int audits = 100;
        elsewhere(() -> {
            for (int i = 0; i < audits; i++) {
                auditBesideAWriter();
                for (int k = 0; k < transfersBetween; k++) {
                    execute(() -> {
                        run(new Kind(2, false));
                        assertEquals(Mode.UPDATE, Transaction.current().mode);
                        target.set(1);
                    });
                }
            }
        });
        int extra = attempts - audits - audits * transfersBetween;
        assertTrue(extra <= 10, () -> extra + " extra attempts");
    }

    /** What was written a moment ago is newer than the clock says. */
    @Test
    void anAuditOfWhatWasJustWrittenRunsOnce() {
        elsewhere(() -> {
            for (int i = 0; i < 100; i++) {
                int last = LONG - 1 - i;
                execute(new Kind(LONG, false));
                execute(() -> {
                    attempts++;
                    boxes.get(last).set(boxes.get(last).get() + 1);
                });
            }
        });
        assertEquals(200, attempts);
    }

    @Test
    void aLongReaderThatDroppedItsLogMayStillWrite() {
        elsewhere(() -> {
            execute(new Kind(LONG, false));
            execute(new Kind(2, true));
            execute(new Kind(LONG, false));
            execute(new Kind(2, true));
            attempts = 0;
            execute(() -> {
                run(new Kind(LONG, false));
                assertEquals(attempt() == 1 ? Mode.LIGHT : Mode.UPDATE, Transaction.current().mode);
                target.set(7);
            });
        });
        assertEquals(2, attempts);
        assertEquals(7, target.get());
    }

    @Test
    void aLongReaderThatDroppedItsLogMayWait() {
        LongBox flag = LongBox.of(0);
        Running waiter = start(() -> {
            execute(new Kind(LONG, false));
            execute(new Kind(LONG, false));
            execute(new Kind(2, true));
            attempts = 0;
            execute(() -> {
                run(new Kind(LONG, false));
                assertEquals(attempt() == 1 ? Mode.LIGHT : Mode.UPDATE, Transaction.current().mode);
                check(flag.get() == 1);
            });
        });
        waiter.awaitParked();
        flag.set(1);
        waiter.join();
        assertEquals(3, attempts);
    }
}
