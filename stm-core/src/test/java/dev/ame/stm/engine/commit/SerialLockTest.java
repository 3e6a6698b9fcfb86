package dev.ame.stm.engine.commit;

import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.engine.version.Clock;
import dev.ame.stm.support.Bounded;
import org.junit.jupiter.api.Test;

/** A lock whose holder has run out of stack is taken over, by its own thread too, and never by two. */
@Bounded
class SerialLockTest {

    private static SerialLock.Hold acquired() {
        SerialLock.Hold hold = new SerialLock.Hold();
        assertTrue(SerialLock.acquire(hold, false, 0));
        return hold;
    }

    private static void assertFree() {
        assertFalse(SerialLock.isMine());
        assertFalse(Clock.hasGate(Clock.signals()));
        elsewhere(() -> SerialLock.release(acquired()));
    }

    @Test
    void theThreadThatLostItGetsItAgain() {
        SerialLock.Hold lost = acquired();
        lost.lost = true;
        assertFalse(SerialLock.isMine());
        SerialLock.Hold again = acquired();
        assertTrue(SerialLock.isHeldBy(again));
        SerialLock.release(lost);
        assertTrue(SerialLock.isHeldBy(again), "a late release of what was taken over");
        SerialLock.release(again);
        assertFree();
    }

    @Test
    void anotherThreadTakesItOver() {
        SerialLock.Hold lost = acquired();
        lost.lost = true;
        elsewhere(() -> {
            SerialLock.Hold other = acquired();
            assertTrue(SerialLock.isMine());
            SerialLock.release(lost);
            assertTrue(SerialLock.isHeldBy(other));
            SerialLock.release(other);
        });
        assertFree();
    }

    @Test
    void whatWasLostCanStillBeReleased() {
        SerialLock.Hold lost = acquired();
        lost.lost = true;
        SerialLock.release(lost);
        assertFree();
    }

    @Test
    void releasingWhatWasNeverGotDoesNothing() {
        SerialLock.Hold held = acquired();
        SerialLock.release(new SerialLock.Hold());
        assertTrue(SerialLock.isHeldBy(held));
        SerialLock.release(held);
        assertFree();
    }
}
