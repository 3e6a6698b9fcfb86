package dev.ame.stm.collections.map;

import dev.ame.stm.collections.serial.Streams;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What is written of a table besides the table itself: its keys and values of one moment. Always the same object for a
 * table, so it is written once to a stream, however many views of the table are.
 *
 * <p>A map, or a view, first writes the table, which is read as an empty one at once, and then this. So all references
 * between maps, views, keys and values are read as they were written, wherever one begins, and a map that is being read can
 * be used. The name, which is for reports of conflicts, is not written.
 */
final class TableContent<K, V> implements Serializable {
    private static final long serialVersionUID = 1;

    /** Null before it is read. */
    private transient @Nullable HashTable<K, V> table;

    TableContent(HashTable<K, V> table) {
        this.table = table;
    }

    @Nullable
    HashTable<K, V> table() {
        return table;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(table);
        if (table == null) {
            return;
        }
        Listing<K, V> listing = Listing.of(table.index(), true);
        out.writeInt(listing.size());
        Walk<K, V> walk = listing.walk();
        while (walk.advance()) {
            out.writeObject(walk.key());
            out.writeObject(walk.value());
        }
    }

    @SuppressWarnings("unchecked") // the types of keys and values are taken on trust
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        HashTable<K, V> empty = Streams.read(in, HashTable.class, "table");
        table = empty;
        int size = Streams.readCount(in);
        for (int i = 0; i < size; i++) {
            K key = (K) Streams.read(in, Object.class, "key");
            V value = (V) Streams.read(in, Object.class, "value");
            Streams.fill(() -> empty.put(key, value));
        }
    }
}
