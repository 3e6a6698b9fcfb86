package dev.ame.stm.engine.attempt;

import org.jspecify.annotations.Nullable;

/** The per-block values of an attempt: an immutable list, newest first, so that a savepoint is one reference. */
public final class Locals {
    private final Object key;
    private final @Nullable Locals older;
    private final @Nullable Object value;

    private Locals(Object key, @Nullable Object value, @Nullable Locals older) {
        this.key = key;
        this.value = value;
        this.older = older;
    }

    /** The entry of a key, or null. */
    static @Nullable Locals find(@Nullable Locals list, Object key) {
        for (Locals entry = list; entry != null; entry = entry.older) {
            if (entry.key == key) {
                return entry;
            }
        }
        return null;
    }

    /** The list with a key's value set. Entries newer than {@code floor}, which no savepoint wants, are dropped. */
    static Locals with(@Nullable Locals list, Object key, @Nullable Object value, @Nullable Locals floor) {
        return new Locals(key, value, without(list, key, floor));
    }

    private static @Nullable Locals without(@Nullable Locals list, Object key, @Nullable Locals floor) {
        if (list == floor || list == null) {
            return list;
        }
        if (list.key == key) {
            return list.older;
        }
        Locals rest = without(list.older, key, floor);
        return rest == list.older ? list : new Locals(list.key, list.value, rest);
    }

    public @Nullable Object value() {
        return value;
    }
}
