package dev.ame.stm.boxes;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.fetchElsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Place;
import dev.ame.stm.support.Running;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A counter that is asked whether it is within a limit: it answers right, and conflicts with a change of the answer
 * only.
 */
@Bounded
class HotCounterTest {

    private final Counter counter = new Counter();
    private final LongBox box = LongBox.of(0);

    /** Attempts of a block that acts, then has somebody else act, then writes. */
    private int attempts(Runnable action, Runnable meanwhile) {
        int[] attempts = new int[1];
        atomic(() -> {
            attempts[0] = attempt();
            action.run();
            if (attempt() == 1) {
                elsewhere(meanwhile::run);
            }
            box.increment();
        });
        return attempts[0];
    }

    @ParameterizedTest
    @EnumSource
    void itAddsUpToTheLimitAndDownToIt(Place place) {
        assertTrue(place.call(() -> counter.tryAdd(3, 5)));
        assertFalse(place.call(() -> counter.tryAdd(3, 5)));
        assertTrue(place.call(() -> counter.tryAdd(2, 5)));
        assertFalse(place.call(() -> counter.tryAdd(1, 5)));
        assertTrue(place.call(() -> counter.tryAdd(-5, 0)));
        assertFalse(place.call(() -> counter.tryAdd(-1, 0)));
        assertTrue(place.call(() -> counter.tryAdd(-1, -1)));
        place.run(counter::decrement);
        assertEquals(-2, place.call(counter::sum));
        assertTrue(place.call(() -> counter.isAtLeast(-2)));
        assertFalse(place.call(() -> counter.isAtLeast(-1)));
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheNewSumIsComparedWithTheLimit(Place place) {
        counter.add(10);
        assertFalse(place.call(() -> counter.tryAdd(1, 5)));
        assertTrue(place.call(() -> counter.tryAdd(-1, 5)));
        assertFalse(place.call(() -> counter.tryAdd(-1, 20)));
        assertTrue(place.call(() -> counter.tryAdd(1, 20)));
        assertTrue(place.call(() -> counter.tryAdd(0, 5)));
        assertTrue(place.call(() -> counter.tryAdd(0, 20)));
        assertEquals(10, counter.sum());
    }

    @ParameterizedTest
    @EnumSource
    void aSumBeyondAllNumbersIsBeyondEveryLimit(Place place) {
        assertFalse(place.call(() -> counter.tryAdd(Long.MIN_VALUE, 0)));
        assertTrue(place.call(() -> counter.tryAdd(Long.MIN_VALUE, Long.MIN_VALUE)));
        assertFalse(place.call(() -> counter.tryAdd(-1, Long.MIN_VALUE)));
        assertFalse(place.call(() -> counter.tryAdd(-1, Long.MAX_VALUE)));
        assertTrue(place.call(() -> counter.tryAdd(Long.MAX_VALUE, Long.MAX_VALUE)));
        assertTrue(place.call(() -> counter.tryAdd(Long.MAX_VALUE, Long.MAX_VALUE)));
        assertFalse(place.call(() -> counter.tryAdd(Long.MAX_VALUE, Long.MAX_VALUE)));
        assertTrue(place.call(() -> counter.tryAdd(1, Long.MAX_VALUE)));
        assertFalse(place.call(() -> counter.tryAdd(1, Long.MAX_VALUE)));
        assertFalse(place.call(() -> counter.tryAdd(1, Long.MIN_VALUE)));
        assertTrue(place.call(() -> counter.isAtLeast(Long.MAX_VALUE)));
        assertEquals(Long.MAX_VALUE, counter.sum());
    }

    @ParameterizedTest
    @EnumSource
    void aBlockSeesItsOwnAdditions(Place place) {
        counter.add(5);
        assertEquals("true false true false 2", place.call(() -> {
            boolean first = counter.tryAdd(-4, 0);
            boolean second = counter.tryAdd(-2, 0);
            counter.increment();
            boolean third = counter.isAtLeast(2);
            boolean fourth = counter.isAtLeast(3);
            return first + " " + second + " " + third + " " + fourth + " " + counter.sum();
        }));
        assertEquals(2, counter.sum());
    }

    @Test
    void whatANestedBlockTookIsGivenBackIfItIsUndone() {
        counter.add(2);
        atomic(() -> {
            assertTrue(counter.tryAdd(-1, 0));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        assertTrue(counter.tryAdd(-1, 0));
                        assertFalse(counter.isAtLeast(1));
                        throw new IllegalArgumentException();
                    }));
            assertTrue(counter.isAtLeast(1));
            orElse(
                    () -> {
                        assertTrue(counter.tryAdd(-1, 0));
                        check(counter.tryAdd(-1, 0));
                    },
                    () -> assertTrue(counter.tryAdd(-1, 0)));
            assertFalse(counter.tryAdd(-1, 0));
        });
        assertEquals(0, counter.sum());
    }

    @Test
    void blocksThatTakeOneOfManyDoNotConflict() {
        counter.add(1_000);
        assertEquals(1, attempts(() -> assertTrue(counter.tryAdd(-1, 0)), () -> {
            assertTrue(counter.tryAdd(-500, 0));
            atomic(() -> assertTrue(counter.tryAdd(-498, 0)));
        }));
        assertEquals(1, counter.sum());
        assertEquals(1, attempts(() -> assertTrue(counter.tryAdd(1, 500)), () -> assertTrue(counter.tryAdd(498, 500))));
        assertEquals(500, counter.sum());
    }

    @Test
    void blocksThatBothWantTheLastOneConflict() {
        counter.add(1);
        int attempts = attempts(
                () -> assertEquals(attempt() == 1, counter.tryAdd(-1, 0)), () -> assertTrue(counter.tryAdd(-1, 0)));
        assertEquals(2, attempts);
        assertEquals(0, counter.sum());
        attempts = attempts(
                () -> assertEquals(attempt() == 1, counter.tryAdd(2, 2)), () -> assertTrue(counter.tryAdd(1, 2)));
        assertEquals(2, attempts);
        assertEquals(1, counter.sum());
    }

    @Test
    void whoIsRefusedConflictsOnlyIfThereIsEnoughMeanwhile() {
        assertEquals(1, attempts(() -> assertFalse(counter.tryAdd(-5, 0)), () -> counter.add(4)));
        assertEquals(2, attempts(() -> assertEquals(attempt() > 1, counter.tryAdd(-5, 0)), counter::increment));
        assertEquals(0, counter.sum());
    }

    @Test
    void theAnswerConflictsWithAChangeOfItOnly() {
        Runnable question = () -> assertEquals(counter.sum() >= 10, counter.isAtLeast(10));
        assertEquals(2, attempts(question, counter::increment)); // the sum itself was asked for
        assertEquals(1, attempts(() -> assertFalse(counter.isAtLeast(10)), () -> counter.add(8)));
        assertEquals(2, attempts(() -> counter.isAtLeast(10), counter::increment));
        assertEquals(1, attempts(() -> assertTrue(counter.isAtLeast(10)), () -> counter.add(8)));
        assertEquals(1, attempts(() -> assertTrue(counter.isAtLeast(10)), () -> {
            counter.add(-8);
            counter.add(8);
        }));
        assertEquals(2, attempts(() -> counter.isAtLeast(10), () -> counter.add(-9)));
    }

    @Test
    void severalAnswersHoldTogether() {
        counter.add(10);
        Runnable questions = () -> {
            assertTrue(counter.tryAdd(-3, 0));
            assertTrue(counter.tryAdd(-3, 0));
            assertFalse(counter.isAtLeast(14));
        };
        assertEquals(1, attempts(questions, () -> counter.add(-4)));
        assertEquals(0, counter.sum());
        counter.add(10);
        assertEquals(1, attempts(questions, () -> counter.add(9)));
        assertEquals(13, counter.sum());
        assertEquals(
                2,
                attempts(
                        () -> {
                            if (counter.tryAdd(-10, 0)) {
                                counter.tryAdd(-3, 0);
                            }
                        },
                        counter::decrement));
        assertEquals(2, counter.sum());
    }

    @Test
    void anAnswerBelongsToTheMomentThatTheBlockSees() {
        counter.add(1);
        atomic(() -> {
            long seen = box.get();
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    box.set(1);
                    counter.decrement();
                }));
            }
            assertEquals(seen == 0, counter.isAtLeast(1), "half of a commit was seen");
        });
        assertFalse(counter.isAtLeast(1));
    }

    @Test
    void moreQuestionsAreAnsweredAfterOthersHaveCommitted() {
        counter.add(5);
        int attempts = attempts(
                () -> {
                    assertTrue(counter.tryAdd(-1, 0));
                    if (attempt() == 1) {
                        elsewhere(() -> counter.add(-2));
                    }
                    assertTrue(counter.tryAdd(-2, 0));
                    assertFalse(counter.tryAdd(-1, 0));
                },
                () -> {});
        assertEquals(1, attempts);
        assertEquals(0, counter.sum());
    }

    @Test
    void manyAskAndTakeAtOnceWithoutConflicts() {
        counter.add(1_000_000);
        AtomicInteger runs = new AtomicInteger();
        together(4, index -> {
            for (int i = 0; i < 500; i++) {
                atomic(() -> {
                    runs.incrementAndGet();
                    assertTrue(counter.tryAdd(-1, 0));
                });
            }
        });
        assertEquals(998_000, counter.sum());
        assertEquals(2_000, runs.get());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void exactlyAsManySucceedAsThereAre(long amount) {
        int there = 700;
        counter.add(amount < 0 ? there : 0);
        AtomicInteger got = new AtomicInteger();
        together(4, index -> {
            for (int i = 0; i < 500; i++) {
                boolean success = index == 0
                        ? counter.tryAdd(amount, amount < 0 ? 0 : there)
                        : atomic(() -> counter.tryAdd(amount, amount < 0 ? 0 : there));
                got.addAndGet(success ? 1 : 0);
            }
        });
        assertEquals(there, got.get());
        assertEquals(amount < 0 ? 0 : there, counter.sum());
    }

    @Test
    void takersAndGiversNeverPassTheLimit() {
        counter.add(2);
        together(4, index -> {
            for (int i = 0; i < 500; i++) {
                if (index == 0) {
                    assertTrue(counter.isAtLeast(0) && !atomic(() -> counter.isAtLeast(3)));
                } else if (counter.tryAdd(-1, 0)) {
                    counter.increment();
                }
            }
        });
        assertEquals(2, counter.sum());
    }

    @Test
    void aWaiterIsWokenWhenTheAnswerChanges() {
        Running waiter = start(() -> atomic(() -> check(counter.isAtLeast(3))));
        waiter.awaitParked();
        counter.increment();
        waiter.awaitParked();
        counter.tryAdd(2, 10);
        waiter.join();
        Running other = start(() -> atomic(() -> check(!counter.isAtLeast(1))));
        other.awaitParked();
        atomic(() -> assertTrue(counter.tryAdd(-3, 0)));
        other.join();
    }

    @Test
    void aTakerWaitsForOneAndTakesIt() {
        Running taker = start(() -> atomic(() -> check(counter.tryAdd(-1, 0))));
        taker.awaitParked();
        atomic(() -> {
            counter.increment();
            counter.add(0);
        });
        taker.join();
        assertEquals(0, counter.sum());
    }

    @Test
    void aReadOnlyBlockMayAskButNotTake() {
        AtomicBlock reader = AtomicBlock.named("reader").readOnly();
        counter.add(1);
        assertTrue(reader.call(() -> {
            elsewhere(counter::decrement);
            return counter.isAtLeast(1);
        }));
        assertThrows(IllegalStateException.class, () -> reader.run(() -> counter.tryAdd(1, 100)));
        assertThrows(IllegalStateException.class, () -> reader.run(() -> counter.tryAdd(1, -100)));
        assertThrows(IllegalStateException.class, () -> reader.run(counter::decrement));
        assertEquals(0, counter.sum());
    }

    @Test
    void aBlockThatIsBelievedToOnlyReadIsToldTheTruth() {
        for (int i = 0; i < 200; i++) {
            boolean take = i > 100 && i % 10 == 0;
            counter.add(take ? 1 : 0);
            atomic(() -> {
                assertEquals(take, counter.isAtLeast(1));
                if (take) {
                    assertTrue(counter.tryAdd(-1, 0));
                    assertFalse(counter.tryAdd(-1, 0));
                }
            });
        }
        assertEquals(0, counter.sum());
    }

    @Test
    void aBlockThatBecomesIrrevocableKeepsItsAnswer() {
        counter.add(1);
        atomic(() -> {
            assertTrue(counter.tryAdd(-1, 0));
            irrevocable("in the middle");
            assertFalse(counter.tryAdd(-1, 0));
            assertTrue(counter.tryAdd(1, 1));
            assertTrue(counter.isAtLeast(1));
        });
        assertEquals(1, counter.sum());
    }

    @Test
    void anAnswerHoldsBesideLimitsOfOtherCounters() {
        Counter[] many = new Counter[20];
        for (int i = 0; i < many.length; i++) {
            many[i] = Counter.named("c" + i);
            many[i].add(i);
        }
        int attempts = attempts(
                () -> {
                    for (int round = 0; round < 2; round++) {
                        for (int i = 0; i < many.length; i++) {
                            assertEquals(round < i, many[i].tryAdd(-1, 0));
                        }
                    }
                },
                () -> many[19].add(-17));
        assertEquals(1, attempts);
        assertEquals(0, many[19].sum());
    }

    @Test
    void theSumMayWrapAroundBetweenTwoAnswers() {
        counter.add(Long.MAX_VALUE);
        assertEquals(2, attempts(() -> assertEquals(attempt() == 1, counter.isAtLeast(0)), counter::increment));
        assertEquals(Long.MIN_VALUE, counter.sum());
        assertEquals(2, attempts(() -> assertEquals(attempt() > 1, counter.isAtLeast(0)), counter::decrement));
        assertEquals(Long.MAX_VALUE, fetchElsewhere(counter::sum));
    }
}
