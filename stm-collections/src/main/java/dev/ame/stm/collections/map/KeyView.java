package dev.ame.stm.collections.map;

import java.util.Objects;

/**
 * The keys of a table.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public class KeyView<K, V> extends SetView<K, V, K> {
    private static final long serialVersionUID = 1;

    /** What a key is called, in messages. */
    private final String kind;

    /**
     * The keys of a table.
     *
     * @param table the table
     */
    public KeyView(HashTable<K, V> table) {
        this(table, "key");
    }

    /**
     * The keys of a table, as something else.
     *
     * @param table the table
     * @param kind what they are called, in messages
     */
    public KeyView(HashTable<K, V> table, String kind) {
        super(table);
        this.kind = kind;
    }

    @Override
    boolean valuesToo() {
        return false;
    }

    @Override
    K element(Walk<K, V> walk) {
        return walk.key();
    }

    @Override
    public boolean contains(Object key) {
        return table().contains(Objects.requireNonNull(key, kind));
    }

    @Override
    public boolean remove(Object key) {
        return table().remove(Objects.requireNonNull(key, kind)) != null;
    }
}
