package dev.ame.stm.collections.map;

import java.util.Objects;

/**
 * The keys of a table.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class KeyView<K, V> extends SetView<K, V, K> {
    private static final long serialVersionUID = 1;

    /**
     * The keys of a table.
     *
     * @param table the table
     */
    public KeyView(HashTable<K, V> table) {
        super(table);
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
        return table().contains(key);
    }

    @Override
    public boolean remove(Object key) {
        return table().remove(Objects.requireNonNull(key, "key")) != null;
    }
}
