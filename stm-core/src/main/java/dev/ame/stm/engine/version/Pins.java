package dev.ame.stm.engine.version;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All pins: as many as readers have ever been pinned at one time. */
public final class Pins {
    private static final VarHandle PINS;

    static {
        try {
            PINS = MethodHandles.lookup().findStaticVarHandle(Pins.class, "pins", Pin[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Grows by copying; a pin, once in the array, keeps its place. */
    private static volatile Pin[] pins = {};

    private Pins() {}

    /** Claims a free pin, {@code preferred} if it is free. */
    public static Pin claim(@Nullable Pin preferred) {
        if (preferred != null && preferred.tryClaim()) {
            return preferred;
        }
        while (true) {
            Pin[] current = pins;
            for (Pin pin : current) {
                if (pin.tryClaim()) {
                    return pin;
                }
            }
            Pin added = new Pin();
            added.tryClaim();
            Pin[] grown = Arrays.copyOf(current, current.length + 1);
            grown[current.length] = added;
            if (PINS.compareAndSet(current, grown)) {
                return added;
            }
        }
    }

    /** Publishes a claimed pin and answers its snapshot. */
    public static long fix(Pin pin) {
        return pin.fix();
    }

    public static void release(Pin pin) {
        if (!pin.lost || pin.reclaim()) {
            pin.release();
        }
    }

    /** The oldest snapshot that is pinned, 0 while one is being taken; {@link Stamps#LATEST} if there is none. */
    public static long oldest() {
        long oldest = Stamps.LATEST;
        for (Pin pin : pins) {
            oldest = Math.min(oldest, pin.oldest());
        }
        return oldest;
    }

    /** Tells those who watch that a version that was current from {@code from} is replaced by one from {@code to} on. */
    static void touch(Location location, long from, long to) {
        for (Pin pin : pins) {
            pin.touch(location, from, to);
        }
    }

    /**
     * A pin that may want the version that was current from {@code from} until just before {@code to}. One that was lost
     * wants nothing. It is not released here: that waits for heads, and the caller may be the one who has them.
     */
    static @Nullable Pin needing(long from, long to) {
        for (Pin pin : pins) {
            if (pin.needs(from, to) && !pin.lost) {
                return pin;
            }
        }
        return null;
    }

    /** Releases the pins whose owners could not. To be called by one who has no tentative heads. */
    public static void releaseLost() {
        for (Pin pin : pins) {
            if (pin.reclaim()) {
                try {
                    pin.release();
                } catch (VirtualMachineError e) {
                    pin.lost = true;
                    throw e;
                }
            }
        }
    }
}
