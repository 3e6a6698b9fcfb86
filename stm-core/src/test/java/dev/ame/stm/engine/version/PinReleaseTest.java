package dev.ame.stm.engine.version;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The release of a pin at the end of the stack. */
@Bounded
class PinReleaseTest {

    private static final int MANY = 1_000;

    private final LongBox used = LongBox.of(0); // the engine has started
    private final List<Pin> pins = new ArrayList<>();
    private @Nullable Pin next;
    private boolean freedAndFailed;

    /** Tries to release a pin wherever there is a little more stack than at the end of it. */
    @SuppressWarnings("InfiniteRecursion") // it is what the test is about
    private boolean descend() {
        boolean deeper;
        try {
            deeper = descend();
        } catch (StackOverflowError e) {
            deeper = true;
        }
        if (deeper && next != null) {
            Pin pin = next;
            boolean released = false;
            try {
                Pins.release(pin);
                released = true;
                next = null;
                return false;
            } catch (StackOverflowError e) {
                freedAndFailed |= !released && (pin.isFree() || pin.isRetired());
            }
        }
        return deeper;
    }

    /** Its owner would release it again, when it is somebody else's. */
    @Test
    void aPinWhoseReleaseFailsIsNotFree() throws InterruptedException {
        used.get();
        for (int i = 0; i < MANY; i++) {
            Pin pin = Pins.claim(null);
            Pins.fix(pin);
            pins.add(pin);
        }
        for (int i = MANY - 1; i >= MANY * 2 / 5; i--) {
            Pins.release(pins.remove(i));
        }
        for (int i = 0; i < 50; i++) {
            next = pins.remove(pins.size() - 1);
            Thread thread = new Thread(null, this::descend, "deep", 256 << 10);
            thread.start();
            thread.join();
            if (next != null) {
                pins.add(next);
            }
        }
        pins.stream().filter(pin -> !pin.isFree() && !pin.isRetired()).forEach(Pins::release);
        assertFalse(freedAndFailed);
    }
}
