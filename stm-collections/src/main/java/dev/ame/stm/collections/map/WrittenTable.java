package dev.ame.stm.collections.map;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What is written in place of a table that is serialized: its keys and values at one moment. A map and its views share it, and
 * so do those that are read. The name, which is for reports of conflicts, is not written.
 *
 * @param keys the keys
 * @param values their values
 */
@SuppressWarnings("serial") // if the keys and the values are
record WrittenTable<K, V>(List<K> keys, List<V> values) implements Serializable {
    static <K, V> WrittenTable<K, V> of(Index<K, V> index) {
        Listing<K, V> listing = Listing.of(index, true);
        List<K> keys = new ArrayList<>(listing.size());
        List<V> values = new ArrayList<>(listing.size());
        Walk<K, V> walk = listing.walk();
        while (walk.advance()) {
            keys.add(walk.key());
            values.add(walk.value());
        }
        return new WrittenTable<>(keys, values);
    }

    private Object readResolve() {
        HashTable<K, V> table = new HashTable<>(null);
        for (int i = 0; i < keys.size(); i++) {
            table.put(keys.get(i), values.get(i));
        }
        return table;
    }
}
