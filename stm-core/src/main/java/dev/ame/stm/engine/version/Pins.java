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

    /** A table of so many pins is not made smaller. */
    private static final int KEPT = 16;

    /** Changed by copying. */
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

    /** To be called by the owner, who must not use the pin any more. One that it has given up as lost is not its own any more. */
    public static void release(Pin pin) {
        pin.release();
        try {
            if (pins.length > KEPT) {
                shrink();
            }
        } catch (VirtualMachineError e) {
            // The pin is not the caller's any more, who must not hear of a failure, and so release it again.
        }
    }

    /** Takes free pins out if most of the table is free: committers look at all of it. */
    private static void shrink() {
        Pin[] before = pins;
        int left = before.length;
        int free = 0;
        for (Pin pin : before) {
            free += pin.isFree() ? 1 : 0;
        }
        if (2 * free <= left) {
            return;
        }
        for (Pin pin : before) {
            if (left > KEPT && 4 * free > left && pin.retire()) {
                free--;
                left--;
            }
        }
        Pin[] current;
        do {
            current = pins;
        } while (!PINS.compareAndSet(current, withoutRetired(current)));
    }

    private static Pin[] withoutRetired(Pin[] all) {
        Pin[] kept = new Pin[all.length];
        int n = 0;
        for (Pin pin : all) {
            if (!pin.isRetired()) {
                kept[n++] = pin;
            }
        }
        return Arrays.copyOf(kept, n);
    }

    /** How many pins committers look at. */
    static int tableSize() {
        return pins.length;
    }

    /** Writes down the pins that are open now, but for the caller's own; answers how many, or -1 if there is no room. To be called after the signals have been read. */
    static int open(Pin[] found, @Nullable Pin own) {
        int n = 0;
        for (Pin pin : pins) {
            if (pin != own && pin.isOpen() && !pin.lost) {
                if (n == found.length) {
                    return -1;
                }
                found[n++] = pin;
            }
        }
        return n;
    }

    /** The oldest snapshot that is pinned, 0 while one is being taken; {@link Long#MAX_VALUE} if there is none. */
    public static long oldest() {
        long oldest = Long.MAX_VALUE;
        for (Pin pin : pins) {
            oldest = Math.min(oldest, pin.oldest());
        }
        return oldest;
    }

    /**
     * A pin that may want the version that was current from {@code from} until just before {@code to}. One that was lost
     * wants nothing. It is not released here: that waits for locks, and the caller may be the one who has them.
     */
    static @Nullable Pin needing(long from, long to) {
        for (Pin pin : pins) {
            if (pin.needs(from, to) && !pin.lost) {
                return pin;
            }
        }
        return null;
    }

    /** Releases the pins whose owners could not. To be called by one who holds no lock. */
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
