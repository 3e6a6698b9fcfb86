package dev.ame.stm.collections.map;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The keys of one moment, with their values or without, in arrays of their own. */
final class Listing<K, V> {
    private static final int INITIAL_CAPACITY = 8;

    private @Nullable Object[] keys;
    private @Nullable Object[] values;
    private int size;

    private Listing(int capacity, boolean valuesToo) {
        keys = new Object[capacity];
        values = new Object[valuesToo ? capacity : 0];
    }

    /** What is in the table now; in a block, what the block sees. */
    static <K, V> Listing<K, V> of(Index<K, V> index, boolean valuesToo) {
        return HashTable.reading(() -> {
            int expected = (int) Math.min(index.entryCount(), Integer.MAX_VALUE - INITIAL_CAPACITY);
            Listing<K, V> listing = new Listing<>(expected + INITIAL_CAPACITY, valuesToo);
            Walk<K, V> walk = new Cursor<>(index, valuesToo);
            while (walk.advance()) {
                listing.add(walk.key(), valuesToo ? walk.value() : null);
            }
            return listing;
        });
    }

    private void add(K key, @Nullable V value) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size + size / 2 + INITIAL_CAPACITY);
            values = values.length == 0 ? values : Arrays.copyOf(values, keys.length);
        }
        keys[size] = key;
        if (value != null) {
            values[size] = value;
        }
        size++;
    }

    int size() {
        return size;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // what was put there
    K key(int i) {
        return (K) keys[i];
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // what was put there
    V value(int i) {
        return (V) values[i];
    }

    Walk<K, V> walk() {
        return new Walk<>() {
            private int at = -1;

            @Override
            boolean advance() {
                return ++at < size;
            }

            @Override
            K key() {
                return Listing.this.key(at);
            }

            @Override
            V value() {
                return Listing.this.value(at);
            }
        };
    }
}
