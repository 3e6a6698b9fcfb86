package dev.ame.stm.support;

import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.List;

/** Finds out what the garbage collector can reclaim. */
public final class Garbage {

    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private Garbage() {}

    /** Fails if the object stays reachable. */
    public static void assertCollected(String what, WeakReference<?> reference) {
        assertCollected(what, List.of(reference), 0);
    }

    /** Fails if more than the given number of the objects stay reachable. */
    public static void assertCollected(String what, Collection<? extends WeakReference<?>> references, int mayStay) {
        long begin = System.nanoTime();
        long left;
        do {
            System.gc();
            left = references.stream()
                    .filter(reference -> reference.get() != null)
                    .count();
        } while (left > mayStay && System.nanoTime() - begin < PATIENCE_NANOS);
        if (left > mayStay) {
            throw new AssertionError(what + ": " + left + " of " + references.size() + " are still reachable");
        }
    }
}
