package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.block.BlockStreams;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The values of a sorted map, in the order of their keys. */
final class SortedValues<K, V> extends AbstractCollection<V> {
    private final SortedMapView<K, V> map;

    SortedValues(SortedMapView<K, V> map) {
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
    public Iterator<V> iterator() {
        return new WalkIterator<>(map, false, Part.value());
    }

    @Override
    public Spliterator<V> spliterator() {
        int characteristics = Spliterator.CONCURRENT | Spliterator.ORDERED | Spliterator.NONNULL;
        return map.spliterator(this::iterator, Part.value(), characteristics, null);
    }

    @Override
    public Stream<V> stream() {
        return BlockStreams.of(spliterator(), false);
    }

    @Override
    public Stream<V> parallelStream() {
        return BlockStreams.of(spliterator(), true);
    }

    @Override
    public boolean contains(Object value) {
        return super.contains(Objects.requireNonNull(value, "value"));
    }

    @Override
    public boolean containsAll(Collection<?> others) {
        SortedMapView<K, V> now = map.atOneMoment();
        return now == map ? super.containsAll(others) : now.values().containsAll(others);
    }

    @Override
    public boolean remove(Object value) {
        return value != null && RangeMap.BULK.call(() -> super.remove(value));
    }

    @Override
    public boolean removeIf(Predicate<? super V> filter) {
        Objects.requireNonNull(filter, "filter");
        return RangeMap.BULK.call(() -> super.removeIf(filter));
    }

    @Override
    public boolean removeAll(Collection<?> others) {
        Objects.requireNonNull(others, "others");
        return removeIf(others::contains);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
        Objects.requireNonNull(others, "others");
        return removeIf(value -> !others.contains(value));
    }
}
