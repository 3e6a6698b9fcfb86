package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the entries of a large write log by their locations: open addressing, for arrays of locations that are handed in. */
final class EntryTable {
    private static final int[] NONE = {};

    /** An entry's index plus one; 0 where there is none. */
    private int[] slots = NONE;

    /** Enters the first so many locations, and no others; there is room for {@code capacity}. */
    void build(@Nullable Location[] locations, int size, int capacity) {
        if (slots.length < 4 * capacity) {
            slots = new int[4 * capacity];
        } else {
            clear();
        }
        for (int i = 0; i < size; i++) {
            add(Objects.requireNonNull(locations[i]), i);
        }
    }

    void add(Location location, int index) {
        int mask = slots.length - 1;
        int slot = Locations.hash(location) & mask;
        while (slots[slot] != 0 && slots[slot] != index + 1) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = index + 1;
    }

    /** The index of a location among the first so many, or -1. */
    int find(Location location, @Nullable Location[] locations, int size) {
        int mask = slots.length - 1;
        int slot = Locations.hash(location) & mask;
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            // An addition to the log that ran out of memory or stack after it was entered here left a slot that points
            // past the end.
            if (index < size && locations[index] == location) {
                return index;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    void clear() {
        Arrays.fill(slots, 0);
    }

    void discard() {
        slots = NONE;
    }
}
