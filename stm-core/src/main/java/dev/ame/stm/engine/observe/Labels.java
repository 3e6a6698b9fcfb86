package dev.ame.stm.engine.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The labels of all blocks that were run while somebody listened; a bounded number. */
final class Labels {
    private record Key(@Nullable String name, String className) {}

    private static final Map<Key, BlockLabel> ALL = new ConcurrentHashMap<>();
    private static final AtomicReferenceArray<@Nullable BlockLabel> BY_ID =
            new AtomicReferenceArray<>(LastWriters.MAX_LABELS);

    /** Whoever writes outside any block. */
    static final BlockLabel OUTSIDE = new BlockLabel(1, "(outside any block)", "");

    /** All blocks that there is no label left for. */
    private static final BlockLabel OTHERS = new BlockLabel(2, "(other blocks)", "");

    /** Guarded by the class. */
    private static int next = 3;

    static {
        BY_ID.set(1, OUTSIDE);
        BY_ID.set(2, OTHERS);
    }

    private Labels() {}

    static BlockLabel get(@Nullable String name, String className) {
        Key key = new Key(name, className);
        BlockLabel found = ALL.get(key);
        return found != null ? found : make(key);
    }

    private static synchronized BlockLabel make(Key key) {
        BlockLabel found = ALL.get(key);
        if (found == null && next < LastWriters.MAX_LABELS) {
            found = new BlockLabel(next, key.name, key.className);
            BY_ID.set(next++, found);
            ALL.put(key, found);
        }
        return found == null ? OTHERS : found;
    }

    static @Nullable BlockLabel byId(int id) {
        return BY_ID.get(id);
    }

    /** Forgets all. */
    static synchronized void clear() {
        ALL.clear();
        for (int i = 3; i < next; i++) {
            BY_ID.set(i, null);
        }
        next = 3;
    }
}
