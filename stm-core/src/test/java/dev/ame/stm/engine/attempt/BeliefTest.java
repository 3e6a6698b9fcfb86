package dev.ame.stm.engine.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeliefTest {

    private static final int FIRST = 2;
    private static final int RUNS = 100_000;

    private long belief = Belief.after(FIRST);

    private void right(int times) {
        for (int i = 0; i < times; i++) {
            belief = Belief.right(belief);
        }
    }

    private int rightRunsUntilHeld() {
        int runs = 0;
        for (; !Belief.isHeld(belief); runs++) {
            right(1);
        }
        return runs;
    }

    private void wrong() {
        belief = Belief.wrong(belief, FIRST);
    }

    @Test
    void itIsGainedByAFewRunsAndLostByOne() {
        assertEquals(FIRST, rightRunsUntilHeld());
        wrong();
        assertFalse(Belief.isHeld(belief));
    }

    /** The worst there can be: wrong as soon as it has been held for so long. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 30, 33, 1023, 1024})
    void mistakesAreFewWhateverHappens(int heldFor) {
        int mistakes = 0;
        for (int run = 0; run < RUNS; ) {
            run += rightRunsUntilHeld() + heldFor + 1;
            right(heldFor);
            wrong();
            mistakes++;
        }
        assertTrue(mistakes <= RUNS / Belief.SHORT_ORDER + 10, mistakes + " mistakes");
    }

    /** As long as it takes to forget, then as many mistakes as there can be. */
    @Test
    void forgettingDoesNotAddUp() {
        int mistakes = 0;
        for (int run = 0; run < RUNS; ) {
            run += rightRunsUntilHeld() + Belief.LONG;
            right(Belief.LONG);
            for (int i = 0; i < 10; i++) {
                wrong();
                mistakes++;
                run += rightRunsUntilHeld() + 1;
            }
        }
        assertTrue(mistakes <= RUNS / Belief.SHORT_ORDER, mistakes + " mistakes");
    }

    @Test
    void rareMistakesDoNotMakeItHarder() {
        for (int i = 0; i < 100; i++) {
            right(Belief.SHORT_ORDER + i);
            wrong();
        }
        assertEquals(FIRST, rightRunsUntilHeld());
    }

    @Test
    void beingRightForLongMakesItEasyAgain() {
        for (int i = 0; i < 5; i++) {
            rightRunsUntilHeld();
            wrong();
        }
        assertEquals(Belief.SHORT_ORDER, rightRunsUntilHeld());
        right(Belief.LONG);
        wrong();
        assertEquals(FIRST, rightRunsUntilHeld());
    }

    @Test
    void whatWasNotBelievedIsNoMistake() {
        for (int i = 0; i < 100; i++) {
            right(1);
            wrong();
        }
        assertEquals(FIRST, rightRunsUntilHeld());
    }
}
