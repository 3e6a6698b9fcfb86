package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.block.BlockStreams;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The elements of a sorted map. Each is immutable, and of the moment it was looked at. */
final class SortedEntrySet<K, V> extends AbstractSet<Map.Entry<K, V>> {
    private final SortedMapView<K, V> map;

    SortedEntrySet(SortedMapView<K, V> map) {
        this.map = map;
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public void clear() {
        map.clear();
    }

    @Override
    public boolean contains(@Nullable Object candidate) {
        if (!(candidate instanceof Map.Entry<?, ?> entry)) {
            return false;
        }
        V value = map.get(RangeMap.key(entry.getKey()));
        return value != null && value.equals(entry.getValue());
    }

    @Override
    public boolean containsAll(Collection<?> others) {
        SortedMapView<K, V> now = map.atOneMoment();
        return now == map ? super.containsAll(others) : now.entrySet().containsAll(others);
    }

    @Override
    public boolean remove(@Nullable Object candidate) {
        return candidate instanceof Map.Entry<?, ?> entry
                && map.remove(RangeMap.key(entry.getKey()), (Object) entry.getValue());
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new WalkIterator<>(map, false, Part.entry());
    }

    @Override
    public Spliterator<Map.Entry<K, V>> spliterator() {
        Comparator<? super K> comparator = map.comparator();
        Comparator<Map.Entry<K, V>> byKey = comparator != null
                ? Map.Entry.comparingByKey(comparator)
                : (a, b) -> map.order().compare(a.getKey(), b.getKey());
        return map.spliterator(this::iterator, Part.entry(), SortedKeys.CHARACTERISTICS, byKey);
    }

    @Override
    public Stream<Map.Entry<K, V>> stream() {
        return BlockStreams.of(spliterator(), false);
    }

    @Override
    public Stream<Map.Entry<K, V>> parallelStream() {
        return BlockStreams.of(spliterator(), true);
    }

    @Override
    public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
        Objects.requireNonNull(filter, "filter");
        return RangeMap.BULK.call(() -> super.removeIf(filter));
    }

    @Override
    public boolean removeAll(Collection<?> others) {
        Objects.requireNonNull(others, "others");
        return RangeMap.BULK.call(() -> super.removeAll(others));
    }

    @Override
    public boolean retainAll(Collection<?> others) {
        Objects.requireNonNull(others, "others");
        return removeIf(entry -> !others.contains(entry));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Collection<?> && isEqual(other));
    }

    private boolean isEqual(Object other) {
        SortedMapView<K, V> now = map.atOneMoment();
        return now == map ? super.equals(other) : now.entrySet().equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
