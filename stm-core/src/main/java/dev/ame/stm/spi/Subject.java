package dev.ame.stm.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a cell, a structure or an answer is to users, for reports of conflicts: of which collection, and which part of it. It is made when a
 * conflict is reported, and rendered later; so it may hold a key.
 *
 * @param kind what users call the collection, as "TMap"
 * @param name the name that they gave it; null for the name of the cell or structure itself
 * @param part what of it: "key", "range", "size", "emptiness", "first", "last", "head", "tail", "element"; empty for all of it
 * @param key the key, the index or the range; null if the part has none
 */
public record Subject(
        String kind,
        @Nullable String name,
        String part,
        @Nullable Object key) {
    /**
     * A part without a key.
     *
     * @param kind as above
     * @param name as above
     * @param part as above
     */
    public Subject(String kind, @Nullable String name, String part) {
        this(kind, name, part, null);
    }
}
