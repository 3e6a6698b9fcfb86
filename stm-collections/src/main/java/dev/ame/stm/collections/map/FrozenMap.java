package dev.ame.stm.collections.map;

import dev.ame.stm.collections.block.BlockSpliterator;
import dev.ame.stm.collections.block.BlockStreams;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.stream.Stream;
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
        return new Elements<>() {
            @Override
            Entry<K, V> at(int index) {
                return Map.entry(listing.key(index), listing.value(index));
            }

            @Override
            public boolean contains(Object candidate) {
                return candidate instanceof Entry<?, ?> entry
                        && entry.getKey() != null
                        && Objects.equals(get(entry.getKey()), entry.getValue())
                        && entry.getValue() != null;
            }
        };
    }

    @Override
    public Set<K> keySet() {
        return new Elements<>() {
            @Override
            K at(int index) {
                return listing.key(index);
            }

            @Override
            public boolean contains(Object candidate) {
                return containsKey(candidate);
            }
        };
    }

    @Override
    public Collection<V> values() {
        return new AbstractCollection<>() {
            private final Elements<V> elements = new Elements<>() {
                @Override
                V at(int index) {
                    return listing.value(index);
                }
            };

            @Override
            public int size() {
                return elements.size();
            }

            @Override
            public Iterator<V> iterator() {
                return elements.iterator();
            }

            @Override
            public Spliterator<V> spliterator() {
                return BlockSpliterator.of(toArray(), Spliterator.IMMUTABLE | Spliterator.NONNULL);
            }

            @Override
            public Stream<V> stream() {
                return BlockStreams.of(spliterator(), false);
            }

            @Override
            public Stream<V> parallelStream() {
                return BlockStreams.of(spliterator(), true);
            }
        };
    }

    /** What is made of each key and value. */
    private abstract class Elements<E> extends AbstractSet<E> {
        abstract E at(int index);

        @Override
        public int size() {
            return listing.size();
        }

        @Override
        public Iterator<E> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < listing.size();
                }

                @Override
                public E next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    return at(next++);
                }
            };
        }

        @Override
        public Spliterator<E> spliterator() {
            return BlockSpliterator.of(toArray(), Spliterator.IMMUTABLE | Spliterator.DISTINCT | Spliterator.NONNULL);
        }

        @Override
        public Stream<E> stream() {
            return BlockStreams.of(spliterator(), false);
        }

        @Override
        public Stream<E> parallelStream() {
            return BlockStreams.of(spliterator(), true);
        }
    }
}
