package dev.ame.stm.collections.map;

import dev.ame.stm.Stm;
import java.util.Objects;

/**
 * The values of a table.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class ValueView<K, V> extends MapView<K, V, V> {
    private static final long serialVersionUID = 1;

    /**
     * The values of a table.
     *
     * @param table the table
     */
    public ValueView(HashTable<K, V> table) {
        super(table);
    }

    @Override
    boolean valuesToo() {
        return true;
    }

    @Override
    V element(Walk<K, V> walk) {
        return walk.value();
    }

    @Override
    public boolean contains(Object value) {
        Objects.requireNonNull(value, "value");
        return HashTable.reading(() -> super.contains(value));
    }

    @Override
    public boolean remove(Object value) {
        return value != null && Stm.atomic(() -> super.remove(value));
    }
}
