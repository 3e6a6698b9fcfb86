package dev.ame.stm.engine.version;

import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import org.junit.jupiter.api.Test;

/** Writes outside blocks. */
@Bounded
class SingleTest {

    private final LongLocation x = LongBox.of(0);

    /** Whoever reads around a reservation, since its block waits for others, has a reserved word for a base. */
    @Test
    void itDoesNotLockWhatAnotherThreadHasReserved() {
        Reservations[] block = new Reservations[1];
        elsewhere(() -> {
            block[0] = new Reservations() {
                @Override
                protected void lookAtWait() {}
            };
            block[0].reserve(x);
        });
        try {
            long reserved = x.word;
            assertEquals(Single.GATE_CLOSED, Single.put(x, reserved, 1, false));
            assertEquals(reserved, x.word);
        } finally {
            block[0].release();
        }
        assertEquals(0, x.word);
    }

    @Test
    void commitsThatFailKeepOneOldValueInAll() {
        Pin pin = Pins.claim(null);
        Pins.fix(pin);
        Clock.closeGate();
        try {
            for (int i = 0; i < 10; i++) {
                assertEquals(Single.GATE_CLOSED, Single.put(x, 0, 1, true));
            }
        } finally {
            Clock.openGate();
        }
        int kept = 0;
        for (Past past = x.past; past != null; past = past.older) {
            kept++;
        }
        Pins.release(pin);
        assertEquals(1, kept);
        assertEquals(null, x.past);
    }
}
