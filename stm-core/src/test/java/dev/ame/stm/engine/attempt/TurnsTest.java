package dev.ame.stm.engine.attempt;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ame.stm.AtomicAction;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A block that has lost a location twice runs with the turn of that location, and nothing else does: no hook, no wait, no later block. */
@Bounded
class TurnsTest {

    private static final long NO_WAIT = 0;
    private static final long LONG_WAIT = Duration.ofMinutes(10).toNanos();

    private final LongBox hot = LongBox.of(0);
    private final LongBox other = LongBox.of(0);

    /** The turn of each attempt of the block. */
    private final List<Integer> turns = new ArrayList<>();

    @BeforeEach
    void assumeThatAttemptsAreOrdinary() {
        assumeFalse(Attempts.NEVER_PLAIN);
    }

    private static int turn() {
        return Transaction.current().turn;
    }

    /** To be called in a block: loses the hot box in its first attempts. */
    private void lose(int times) {
        turns.add(turn());
        long seen = hot.get();
        if (attempt() <= times) {
            elsewhere(() -> hot.add(1));
        }
        hot.set(seen + 1);
    }

    private int lastTurn() {
        return turns.get(turns.size() - 1);
    }

    private void assertGivenBack() {
        assertNotEquals(Turns.NONE, lastTurn(), () -> "no turn was taken: " + turns);
        assertFalse(Turns.isHeld(lastTurn()));
        assertEquals(Turns.NONE, turn());
    }

    // ---------------------------------------------------------------- a turn

    @Test
    void aTurnIsOnesOwnUntilItIsGivenBack() {
        int turn = Turns.ofHash(17);
        assertTrue(Turns.take(turn, 1, LONG_WAIT));
        Running waiting = start(() -> Turns.take(turn, 2, LONG_WAIT));
        assertTrue(Turns.isHeld(turn));
        Turns.giveBack(turn, 1);
        waiting.join();
        assertTrue(Turns.isHeld(turn));
        Turns.giveBack(turn, 2);
        assertFalse(Turns.isHeld(turn));
    }

    @Test
    void whoHasWaitedLongEnoughTakesItOverForGood() {
        int turn = Turns.ofHash(18);
        Turns.take(turn, 1, NO_WAIT);
        assertFalse(Turns.take(turn, 2, NO_WAIT));
        Turns.giveBack(turn, 1);
        assertTrue(Turns.isHeld(turn), "the first holder has given back what is another's");
        Turns.giveBack(turn, 2);
    }

    @Test
    void whatOneHasLostWithItsStackIsFreeForIt() {
        int turn = Turns.ofHash(19);
        Turns.take(turn, 1, NO_WAIT);
        assertTrue(Turns.take(turn, 1, NO_WAIT));
        Turns.giveBack(turn, 1);
        assertFalse(Turns.isHeld(turn));
    }

    @Test
    void anInterruptNeitherEndsTheWaitNorIsForgotten() {
        int turn = Turns.ofHash(20);
        Turns.take(turn, 1, NO_WAIT);
        Thread.currentThread().interrupt();
        assertFalse(Turns.take(turn, 2, Duration.ofMillis(1).toNanos()));
        assertTrue(Thread.interrupted());
        Turns.giveBack(turn, 2);
    }

    // ---------------------------------------------------------------- blocks

    @Test
    void theTurnOfWhatWasLostTwiceIsTaken() {
        elsewhere(() -> {
            atomic(() -> lose(2));
            assertEquals(List.of(Turns.NONE, Turns.NONE), turns.subList(0, 2));
            assertGivenBack();
        });
        assertEquals(3, turns.size());
    }

    @Test
    void whatWasReadAndLostHasATurnAsWell() {
        elsewhere(() -> {
            atomic(() -> {
                turns.add(turn());
                hot.get();
                if (attempt() <= 2) {
                    elsewhere(() -> hot.add(1));
                }
                other.set(1);
            });
            assertGivenBack();
        });
    }

    @Test
    void theNextBlockBeginsWithItAndAnotherKindLeavesIt() {
        AtomicAction<RuntimeException> block = () -> {
            if (turns.size() < 4) {
                lose(turns.size() < 3 ? 2 : 0);
            } else {
                turns.add(turn());
                other.set(1);
            }
        };
        elsewhere(() -> {
            for (int i = 0; i < 4; i++) {
                atomic(block);
            }
        });
        // The first takes three attempts. The second touches the box, so the third begins with it; that one does not,
        // so the fourth does not.
        assertEquals(6, turns.size());
        assertEquals(Turns.NONE, turns.get(5), turns::toString);
        assertTrue(turns.subList(2, 5).stream().allMatch(turns.get(2)::equals), turns::toString);
    }

    @Test
    void aTurnThatNobodyElseWantsIsLeft() {
        AtomicAction<RuntimeException> block = () -> lose(turns.size() < 3 ? 2 : 0);
        elsewhere(() -> {
            for (int i = 0; i < 100; i++) {
                atomic(block);
            }
        });
        assertEquals(Turns.NONE, lastTurn());
    }

    @Test
    void aHookRunsWithoutTheTurn() {
        elsewhere(() -> atomic(() -> {
            lose(2);
            afterCommit(this::assertGivenBack);
        }));
        assertEquals(3, turns.size());
        assertEquals(3, hot.get());
    }

    @Test
    void aBlockThatThrowsGivesItBack() {
        elsewhere(() -> {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        lose(2);
                        if (attempt() == 3) {
                            afterRollback(this::assertGivenBack);
                            throw new IllegalArgumentException();
                        }
                    }));
            assertGivenBack();
        });
    }

    @Test
    void aBlockThatRunsOutOfStackGivesItBack() {
        elsewhere(() -> {
            assertThrows(
                    StackOverflowError.class,
                    () -> atomic(() -> {
                        lose(2);
                        if (attempt() == 3) {
                            deeper();
                        }
                    }));
            Transaction.current().isIdle(); // what the next use of the library does
            assertGivenBack();
        });
    }

    private long deeper() {
        return hot.get() < 0 ? 0 : 1 + deeper();
    }

    @Test
    void nobodyWaitsWithATurn() {
        Running waiter = start(() -> atomic(() -> {
            lose(2);
            check(other.get() == 1);
        }));
        waiter.awaitParked();
        assertFalse(Turns.isHeld(lastTurn()));
        other.set(1);
        waiter.join();
        assertFalse(Turns.isHeld(lastTurn()));
    }

    /** The holder waits in its block for the one that waits for its turn. */
    @Test
    void aHolderThatWaitsForAnotherThreadDoesNotHang() {
        elsewhere(() -> atomic(() -> {
            lose(2);
            if (attempt() == 3) {
                elsewhere(() -> {
                    int turn = lastTurn();
                    Transaction mine = Transaction.current();
                    assertFalse(Turns.take(turn, mine.id, 1));
                    Turns.giveBack(turn, mine.id);
                });
            }
        }));
        assertFalse(Turns.isHeld(lastTurn()));
    }
}
