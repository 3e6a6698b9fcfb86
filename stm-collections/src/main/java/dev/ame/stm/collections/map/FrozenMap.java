package dev.ame.stm.collections.map;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table as it was at one moment: its keys and values in two arrays, and places of keys by hash, which are computed when a
 * key is looked up for the first time.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class FrozenMap<K, V> extends AbstractMap<K, V> {
    private final Listing<K, V> listing;

    /** Open addressing; 0 is free, or else an index plus 1. Computed by each thread that finds none, all alike. */
    private volatile int @Nullable [] places;

    private FrozenMap(Listing<K, V> listing) {
        this.listing = listing;
    }

    /**
     * What is in a table now; in a block, what the block sees.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param table the table
     * @return an immutable map
     */
    public static <K, V> Map<K, V> of(HashTable<K, V> table) {
        return Collections.unmodifiableMap(new FrozenMap<>(Listing.of(table.index(), true)));
    }

    @Override
    public int size() {
        return listing.size();
    }

    @Override
    public boolean containsKey(Object key) {
        return find(key) >= 0;
    }

    @Override
    public @Nullable V get(Object key) {
        int found = find(key);
        return found < 0 ? null : listing.value(found);
    }

    private int find(Object key) {
        int[] slots = places;
        if (slots == null) {
            slots = computePlaces();
            places = slots;
        }
        int mask = slots.length - 1;
        int slot = spread(Objects.requireNonNull(key, "key").hashCode()) & mask;
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (listing.key(index).equals(key)) {
                return index;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    private int[] computePlaces() {
        int[] slots = new int[Integer.highestOneBit(Math.max(2, size())) << 2];
        int mask = slots.length - 1;
        for (int i = 0; i < size(); i++) {
            int slot = spread(listing.key(i).hashCode()) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = i + 1;
        }
        return slots;
    }

    private static int spread(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 15);
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return listing.size();
            }

            @Override
            public boolean contains(Object candidate) {
                return candidate instanceof Entry<?, ?> entry
                        && entry.getKey() != null
                        && Objects.equals(get(entry.getKey()), entry.getValue())
                        && entry.getValue() != null;
            }

            @Override
            public Iterator<Entry<K, V>> iterator() {
                return entries();
            }
        };
    }

    private Iterator<Entry<K, V>> entries() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < listing.size();
            }

            @Override
            public Entry<K, V> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int at = next++;
                return Map.entry(listing.key(at), listing.value(at));
            }
        };
    }
}
