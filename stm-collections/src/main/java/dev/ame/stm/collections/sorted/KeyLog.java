package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Order;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys a block has asked for. Adding one calls no code of users; a key that is asked for again and again is kept
 * several times until {@link #tidy}, so that the size stays within twice the number of different keys.
 */
final class KeyLog<K> {
    private static final int TIDY_FROM = 64;

    private K @Nullable [] keys;
    private int size;
    private int tidyAt = TIDY_FROM;

    @SuppressWarnings("unchecked") // a generic array
    void add(K key) {
        K[] room = keys;
        if (room == null) {
            room = (K[]) new Object[4];
            keys = room;
        } else if (room[Math.max(0, size - 1)] == key) {
            return;
        } else if (size == room.length) {
            room = Arrays.copyOf(room, 2 * size);
            keys = room;
        }
        room[size++] = key;
    }

    int size() {
        return size;
    }

    K get(int index) {
        if (keys == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return keys[index];
    }

    boolean isUntidy() {
        return size >= tidyAt;
    }

    /** Drops what is there twice. Calls the comparator, whatever that does; if it throws, the keys stay as they are. */
    void tidy(Order<K> order) {
        int count = size;
        tidyAt = 2 * count;
        if (keys == null) {
            return;
        }
        K[] sorted = Arrays.copyOf(keys, count);
        Arrays.sort(sorted, order);
        int kept = 1;
        for (int i = 1; i < count; i++) {
            if (sorted[i] != sorted[kept - 1] && order.compare(sorted[i], sorted[kept - 1]) != 0) {
                sorted[kept++] = sorted[i];
            }
        }
        int added = size - count; // by the comparator
        K[] room = Arrays.copyOf(sorted, Math.max(kept + added + 1, 2 * kept));
        Arrays.fill(room, kept, room.length, null);
        System.arraycopy(keys, count, room, kept, added);
        keys = room;
        size = kept + added;
        tidyAt = Math.max(TIDY_FROM, 2 * size);
    }
}
