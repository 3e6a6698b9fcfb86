package dev.ame.stm.engine.observe;

import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import org.jspecify.annotations.Nullable;

/**
 * Which block has written a location last, as far as is known. A table without locks, in which everybody writes what may overwrite what
 * somebody else has noted of another location: an entry says which location it is of, so what is found is right or nothing.
 *
 * <pre>
 *   | id of the location (32) | label (12) | iteration (20)
 * </pre>
 *
 * The iteration is kept modulo {@value #ITERATIONS}, plus one; 0 says that there is none.
 */
public final class LastWriters {
    private static final int SIZE = 1 << 14;
    private static final int LABEL_BITS = 12;
    private static final int ITERATION_BITS = 20;
    static final int MAX_LABELS = 1 << LABEL_BITS;
    private static final long ITERATIONS = (1L << ITERATION_BITS) - 1;
    private static final long ITERATION_MASK = (1L << ITERATION_BITS) - 1;

    /** One element while nobody listens. Plain accesses: an entry is 64 bits, and those are not torn on a 64-bit machine. */
    private static long[] table = new long[1];

    private LastWriters() {}

    static void open() {
        table = new long[SIZE];
    }

    static void close() {
        table = new long[1];
    }

    static void note(Location location, BlockLabel block, long iteration) {
        long[] all = table;
        long noted = iteration < 0 ? 0 : iteration % ITERATIONS + 1;
        long entry = ((long) Locations.id(location) << 32) | ((long) block.id << ITERATION_BITS) | noted;
        int place = place(location, all);
        if (all[place] != entry) {
            all[place] = entry; // otherwise the cache line stays shared
        }
    }

    /** Locations that were made one after the other are often used together. */
    private static int place(Location location, long[] all) {
        return Locations.id(location) & (all.length - 1);
    }

    private static long find(Location location) {
        long[] all = table;
        long entry = all[place(location, all)];
        return (int) (entry >>> 32) == Locations.id(location) ? entry & 0xFFFF_FFFFL : 0;
    }

    /** Who has written it last; null if that is not known. */
    public static @Nullable BlockLabel writer(Location location) {
        return Labels.byId((int) (find(location) >>> ITERATION_BITS));
    }

    /** The loop iteration that has written it last, -1 if none is known; of those that may be meant, the one next to another. */
    public static long iteration(Location location, long nearTo) {
        long noted = find(location) & ITERATION_MASK;
        if (noted == 0) {
            return -1;
        }
        long rest = noted - 1;
        if (nearTo < 0) {
            return rest;
        }
        long found = nearTo - Math.floorMod(nearTo - rest, ITERATIONS); // the greatest one up to it
        long above = found + ITERATIONS;
        return found >= 0 && nearTo - found <= above - nearTo ? found : above;
    }
}
