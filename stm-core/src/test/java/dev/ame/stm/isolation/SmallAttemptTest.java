package dev.ame.stm.isolation;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first two boxes of an attempt are kept apart from the logs, until something needs these. Nothing may change with that: not what the
 * block sees, not what it commits, not what it conflicts with.
 */
@Bounded
class SmallAttemptTest {

    private final LongBox x = LongBox.of(1);
    private final LongBox y = LongBox.of(2);
    private final LongBox z = LongBox.of(3);
    private final Box<String> text = Box.of("t");

    /** Attempts of the last block. */
    private int attempts;

    /** Makes the words of all boxes newer than any snapshot that is taken before the next commit of another time. */
    @BeforeEach
    void touchAll() {
        for (LongBox box : List.of(x, y, z)) {
            elsewhere(() -> box.add(0));
        }
        elsewhere(() -> text.set("t"));
    }

    private void firstOnly(Runnable interference) {
        attempts = attempt();
        if (attempts == 1) {
            elsewhere(interference::run);
        }
    }

    @Test
    void itReadsWhatItHasWritten() {
        atomic(() -> {
            x.set(10);
            text.set("u");
            assertEquals(10, x.get());
            assertEquals("u", text.get());
            x.add(1);
            assertEquals(11, x.get());
            assertEquals("u", text.get());
        });
        assertEquals(11, x.get());
        assertEquals("u", text.get());
    }

    @Test
    void anAdditionIsOneHoweverItIsMixedWithTheRest() {
        atomic(() -> {
            x.add(5);
            x.add(5);
            y.get();
            y.add(5);
        });
        assertEquals(11, x.get());
        assertEquals(7, y.get());
        atomic(() -> {
            x.add(5);
            x.set(20);
            x.add(5);
            y.add(1);
            assertEquals(8, y.get());
            y.add(1);
        });
        assertEquals(25, x.get());
        assertEquals(9, y.get());
    }

    @Test
    void anAdditionThatIsReadShowsTheSum() {
        atomic(() -> {
            x.add(5);
            assertEquals(6, x.get());
        });
        atomic(() -> {
            y.get();
            x.add(5);
            assertEquals(11, x.get());
        });
        atomic(() -> {
            x.add(5);
            y.get();
            assertEquals(16, x.get());
        });
        assertEquals(16, x.get());
    }

    @Test
    void twoAdditionsDoNotConflict() {
        atomic(() -> {
            x.add(10);
            y.add(10);
            firstOnly(() -> atomic(() -> {
                x.add(100);
                y.add(100);
            }));
        });
        assertEquals(1, attempts);
        assertEquals(111, x.get());
        assertEquals(112, y.get());
    }

    @Test
    void aThirdBoxChangesNothing() {
        atomic(() -> {
            x.set(x.get() + 10);
            text.set(text.get() + "u");
            y.add(10);
            assertEquals(11, x.get());
            assertEquals("tu", text.get());
            z.set(y.get() + z.get());
        });
        assertEquals(List.of(11L, 12L, 15L), List.of(x.get(), y.get(), z.get()));
        assertEquals("tu", text.get());
    }

    @Test
    void aNestedBlockThatFailsLeavesTheOuterOne() {
        atomic(() -> {
            x.set(x.get() + 10);
            y.add(10);
            assertThrows(
                    IllegalStateException.class,
                    () -> atomic(() -> {
                        x.set(0);
                        y.add(1000);
                        throw new IllegalStateException();
                    }));
            assertEquals(11, x.get());
        });
        assertEquals(11, x.get());
        assertEquals(12, y.get());
    }

    @Test
    void anExceptionUndoesEverything() {
        IllegalStateException failure = new IllegalStateException();
        assertSame(
                failure,
                assertThrows(
                        IllegalStateException.class,
                        () -> atomic(() -> {
                            x.set(x.get() + 10);
                            text.set("u");
                            throw failure;
                        })));
        assertEquals(1, x.get());
        assertEquals("t", text.get());
        atomic(() -> y.set(5));
        assertEquals(1, x.get(), "left from the block before");
    }

    /** Both values are newer than the snapshot: the second may be taken only if the first is still there. */
    @Test
    void theSecondReadIsOfTheMomentOfTheFirst() {
        List<Long> differences = new ArrayList<>();
        atomic(() -> {
            long first = x.get();
            firstOnly(() -> atomic(() -> {
                x.add(100);
                y.add(100);
            }));
            differences.add(y.get() - first);
        });
        differences.forEach(difference -> assertEquals(1, difference, "two moments"));
    }

    @Test
    void twoNewValuesAreNoConflict() {
        atomic(() -> {
            attempts = attempt();
            assertEquals(1, x.get());
            assertEquals(2, y.get());
            assertEquals(1, x.get());
            assertEquals("t", text.get());
            z.set(x.get() + y.get());
        });
        assertEquals(1, attempts);
    }

    /** When there are logs, either of two values that are newer than the snapshot must be known exactly. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void eitherOfTwoNewValuesIsLookedAtAgain(int hit) {
        List<Long> sums = new ArrayList<>();
        atomic(() -> {
            long pair = x.get() + y.get();
            firstOnly(() -> atomic(() -> {
                (hit == 0 ? x : y).add(100);
                z.add(-100);
            }));
            sums.add(pair + z.get());
        });
        sums.forEach(sum -> assertEquals(6, sum, "two moments"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void noneOfTwoNewValuesIsLost(int hit) {
        atomic(() -> {
            long pair = x.get() + y.get();
            if (hit > 1) {
                x.set(x.get() + 1000);
            }
            firstOnly(() -> (hit % 2 == 0 ? x : y).add(100));
            text.set("sum " + pair);
            z.set(pair);
        });
        assertEquals(2, attempts);
        assertEquals(103, z.get());
        assertEquals("sum 103", text.get());
    }

    /** Write skew: what was only read counts in the commit. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsOnlyReadCounts(boolean readFirst) {
        atomic(() -> {
            if (readFirst) {
                x.get();
                y.set(y.get() + 10);
            } else {
                y.set(y.get() + 10);
                x.get();
            }
            firstOnly(() -> x.add(1));
            y.set(y.get() + x.get());
        });
        assertEquals(14, y.get());
    }

    @Test
    void whatIsOnlyReadCountsInTheCommitItself() {
        atomic(() -> {
            y.set(x.get());
            firstOnly(() -> x.add(1));
        });
        assertEquals(2, attempts);
        assertEquals(2, y.get());
    }

    @Test
    void aBlindWriteNeitherConflictsNorHidesAConflict() {
        atomic(() -> {
            x.set(50);
            long seen = y.get();
            firstOnly(() -> x.set(60));
            z.get();
            x.set(seen + 50);
        });
        assertEquals(1, attempts);
        assertEquals(52, x.get());
    }
}
