package dev.ame.stm.collections.map;

import dev.ame.stm.Stm;
import java.util.AbstractMap.SimpleEntry;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/**
 * The entries of a table. Setting the value of one puts it into the table.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class EntryView<K, V> extends SetView<K, V, Map.Entry<K, V>> {
    private static final long serialVersionUID = 1;

    /**
     * The entries of a table.
     *
     * @param table the table
     */
    public EntryView(HashTable<K, V> table) {
        super(table);
    }

    /** A key with the value it had at some moment. */
    private static final class Pair<K, V> extends SimpleEntry<K, V> {
        private static final long serialVersionUID = 1;

        private final transient HashTable<K, V> table;

        Pair(HashTable<K, V> table, K key, V value) {
            super(key, value);
            this.table = table;
        }

        @Override
        public V setValue(V value) {
            table.put(getKey(), Objects.requireNonNull(value, "value"));
            return super.setValue(value);
        }
    }

    @Override
    boolean valuesToo() {
        return true;
    }

    @Override
    Map.Entry<K, V> element(Walk<K, V> walk) {
        return new Pair<>(table(), walk.key(), walk.value());
    }

    @Override
    public boolean contains(Object candidate) {
        if (candidate instanceof Map.Entry<?, ?> entry && entry.getKey() != null && entry.getValue() != null) {
            V present = table().get(entry.getKey());
            return present != null && entry.getValue().equals(present);
        }
        return false;
    }

    /** Puts it, as that of {@link java.util.concurrent.ConcurrentHashMap} does. */
    @Override
    public boolean add(Map.Entry<K, V> entry) {
        return table().put(entry.getKey(), entry.getValue()) == null;
    }

    @Override
    public boolean addAll(Collection<? extends Map.Entry<K, V>> entries) {
        Objects.requireNonNull(entries, "entries");
        return Stm.atomic(() -> {
            boolean changed = false;
            for (Map.Entry<K, V> entry : entries) {
                changed |= add(entry);
            }
            return changed;
        });
    }

    @Override
    public boolean remove(Object candidate) {
        return candidate instanceof Map.Entry<?, ?> entry
                && entry.getKey() != null
                && table().remove(entry.getKey(), entry.getValue());
    }
}
