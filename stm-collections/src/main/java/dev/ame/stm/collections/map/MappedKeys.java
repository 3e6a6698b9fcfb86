package dev.ame.stm.collections.map;

import dev.ame.stm.Stm;
import java.util.Collection;
import java.util.Objects;

/**
 * The keys of a table, to which can be added: what is added gets a value that is the same for all.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class MappedKeys<K, V> extends KeyView<K, V> {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // serializable if the values are
    private final V mappedValue;

    /**
     * The keys of a table.
     *
     * @param table the table
     * @param mappedValue the value of what is added
     */
    public MappedKeys(HashTable<K, V> table, V mappedValue) {
        super(table);
        this.mappedValue = Objects.requireNonNull(mappedValue, "mappedValue");
    }

    @Override
    public boolean add(K key) {
        return table().putIfAbsent(key, mappedValue) == null;
    }

    @Override
    public boolean addAll(Collection<? extends K> keys) {
        Objects.requireNonNull(keys, "keys");
        return Stm.atomic(() -> {
            boolean changed = false;
            for (K key : keys) {
                changed |= add(key);
            }
            return changed;
        });
    }
}
