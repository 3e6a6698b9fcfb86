package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import java.io.InvalidObjectException;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map over the elements in a range, upwards or downwards: the whole map, its sub-maps and descending views, and
 * snapshots are all one of these.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public abstract class SortedMapView<K, V> extends RangeMap<K, V> implements ConcurrentNavigableMap<K, V> {
    private static final long serialVersionUID = 1;

    /**
     * A view.
     *
     * @param entries the elements
     * @param range which of them
     * @param descending whether the greatest key comes first
     */
    protected SortedMapView(Entries<K, V> entries, Range<K> range, boolean descending) {
        super(entries, range, descending);
    }

    /** What comes behind a key in this view. */
    private Range<K> behind(K key, boolean included) {
        return descending ? range.to(order(), key(key), included) : range.from(order(), key(key), included);
    }

    /** What comes before a key in this view. */
    private Range<K> before(K key, boolean included) {
        return descending ? range.from(order(), key(key), included) : range.to(order(), key(key), included);
    }

    private Map.@Nullable Entry<K, V> first(Range<K> part) {
        return entries.end(part, descending, true);
    }

    private Map.@Nullable Entry<K, V> last(Range<K> part) {
        return entries.end(part, !descending, true);
    }

    private @Nullable K firstKey(Range<K> part) {
        Map.Entry<K, V> first = entries.end(part, descending, false);
        return first == null ? null : first.getKey();
    }

    private @Nullable K lastKey(Range<K> part) {
        Map.Entry<K, V> last = entries.end(part, !descending, false);
        return last == null ? null : last.getKey();
    }

    /**
     * This view of the elements as they are now.
     *
     * @return a map that never changes
     */
    protected final SortedMapView<K, V> frozen() {
        return new SubMap<>(new FixedEntries<>(entries.all()), range, descending);
    }

    /**
     * All elements as they are now.
     *
     * @return the elements
     */
    protected final SortedTree<K, V> elements() {
        return entries.all();
    }

    /**
     * To be called when this has been read from a stream as a whole map.
     *
     * @throws InvalidObjectException if it is a part of one, or one that cannot be changed
     */
    protected final void requireWhole() throws InvalidObjectException {
        if (!isWhole()) {
            throw new InvalidObjectException("a part of a map as a whole one");
        }
    }

    /** A block sees one moment anyway, and is told only what it looks at. */
    @Override
    final SortedMapView<K, V> atOneMoment() {
        return entries.isLive() || entries instanceof FixedEntries ? this : frozen();
    }

    // ---------------------------------------------------------------- order

    @Override
    public @Nullable Comparator<? super K> comparator() {
        Comparator<? super K> comparator = order().comparator();
        return descending ? Collections.reverseOrder(comparator) : comparator;
    }

    @Override
    public K firstKey() {
        return orThrow(firstKey(range));
    }

    @Override
    public K lastKey() {
        return orThrow(lastKey(range));
    }

    static <K> K orThrow(@Nullable K key) {
        if (key == null) {
            throw new NoSuchElementException();
        }
        return key;
    }

    @Override
    public Map.@Nullable Entry<K, V> firstEntry() {
        return first(range);
    }

    @Override
    public Map.@Nullable Entry<K, V> lastEntry() {
        return last(range);
    }

    @Override
    public Map.@Nullable Entry<K, V> pollFirstEntry() {
        return Edits.poll(entries.site(), range, descending, true);
    }

    @Override
    public Map.@Nullable Entry<K, V> pollLastEntry() {
        return Edits.poll(entries.site(), range, !descending, true);
    }

    /** Removes the first key, or the last one, and does not ask for its value. */
    final @Nullable K pollKey(boolean last) {
        Map.Entry<K, V> polled = Edits.poll(entries.site(), range, last != descending, false);
        return polled == null ? null : polled.getKey();
    }

    @Override
    public Map.@Nullable Entry<K, V> lowerEntry(K key) {
        return last(before(key, false));
    }

    @Override
    public @Nullable K lowerKey(K key) {
        return lastKey(before(key, false));
    }

    @Override
    public Map.@Nullable Entry<K, V> floorEntry(K key) {
        return last(before(key, true));
    }

    @Override
    public @Nullable K floorKey(K key) {
        return lastKey(before(key, true));
    }

    @Override
    public Map.@Nullable Entry<K, V> ceilingEntry(K key) {
        return first(behind(key, true));
    }

    @Override
    public @Nullable K ceilingKey(K key) {
        return firstKey(behind(key, true));
    }

    @Override
    public Map.@Nullable Entry<K, V> higherEntry(K key) {
        return first(behind(key, false));
    }

    @Override
    public @Nullable K higherKey(K key) {
        return firstKey(behind(key, false));
    }

    // ---------------------------------------------------------------- views

    /** A spliterator over a part of each element. */
    final <E> Spliterator<E> spliterator(
            Supplier<Iterator<E>> iterator,
            Part<K, V, E> part,
            int characteristics,
            @Nullable Comparator<? super E> comparator) {
        return entries.isLive()
                ? new LiveSpliterator<>(iterator, characteristics, comparator)
                : new SliceSpliterator<>(entries.all().slice(range, descending), part, characteristics, comparator);
    }

    @Override
    public NavigableSet<K> keySet() {
        return navigableKeySet();
    }

    @Override
    public NavigableSet<K> navigableKeySet() {
        return new SortedKeys<>(this, null);
    }

    @Override
    public NavigableSet<K> descendingKeySet() {
        return descendingMap().navigableKeySet();
    }

    @Override
    public Collection<V> values() {
        return new SortedValues<>(this);
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new SortedEntrySet<>(this);
    }

    @Override
    public SortedMapView<K, V> descendingMap() {
        return new SubMap<>(entries, range, !descending);
    }

    @Override
    public SortedMapView<K, V> subMap(K fromKey, K toKey) {
        return subMap(fromKey, true, toKey, false);
    }

    @Override
    public SortedMapView<K, V> headMap(K toKey) {
        return headMap(toKey, false);
    }

    @Override
    public SortedMapView<K, V> tailMap(K fromKey) {
        return tailMap(fromKey, true);
    }

    @Override
    public SortedMapView<K, V> subMap(K fromKey, boolean fromInclusive, K toKey, boolean toInclusive) {
        key(fromKey);
        key(toKey);
        return descending
                ? part(toKey, toInclusive, fromKey, fromInclusive)
                : part(fromKey, fromInclusive, toKey, toInclusive);
    }

    @Override
    public SortedMapView<K, V> headMap(K toKey, boolean inclusive) {
        key(toKey);
        return descending ? part(toKey, inclusive, null, false) : part(null, false, toKey, inclusive);
    }

    @Override
    public SortedMapView<K, V> tailMap(K fromKey, boolean inclusive) {
        key(fromKey);
        return descending ? part(null, false, fromKey, inclusive) : part(fromKey, inclusive, null, false);
    }

    private SortedMapView<K, V> part(@Nullable K low, boolean withLow, @Nullable K high, boolean withHigh) {
        Range<K> part = range.part(order(), low, withLow, high, withHigh);
        return new SubMap<>(entries, part, descending);
    }
}
