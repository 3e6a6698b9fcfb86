package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.block.BlockStreams;
import dev.ame.stm.collections.serial.Streams;
import dev.ame.stm.collections.tree.SortedTree;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a sorted map as a set.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public class SortedKeys<K, V> extends AbstractSet<K> implements NavigableSet<K>, Serializable {
    private static final long serialVersionUID = 1;

    static final int CHARACTERISTICS = Spliterator.DISTINCT
            | Spliterator.SORTED
            | Spliterator.ORDERED
            | Spliterator.CONCURRENT
            | Spliterator.NONNULL;

    // Not final only because a set that is read from a stream has to set them.
    transient SortedMapView<K, V> map;
    private transient @Nullable V present;

    /**
     * The keys of a map.
     *
     * @param map the map
     * @param present the value of a key that is added to the set; null if none can be added
     */
    protected SortedKeys(SortedMapView<K, V> map, @Nullable V present) {
        this.map = map;
        this.present = present;
    }

    private SortedKeys<K, V> part(SortedMapView<K, V> part) {
        return new SortedKeys<>(part, present);
    }

    /** What an element is called, in messages. */
    private String kind() {
        return present == null ? "key" : "element";
    }

    private <E> E checked(E element) {
        return Objects.requireNonNull(element, kind());
    }

    // ---------------------------------------------------------------- one element

    @Override
    public boolean contains(Object element) {
        return map.containsKey(checked(element));
    }

    @Override
    public boolean add(K element) {
        if (present == null) {
            throw new UnsupportedOperationException("a key without a value");
        }
        if (!map.isInRange(checked(element))) {
            throw new IllegalArgumentException(kind() + " out of range");
        }
        return map.putIfAbsent(element, present) == null;
    }

    @Override
    public boolean remove(Object element) {
        return map.removeKey(checked(element));
    }

    // ---------------------------------------------------------------- all

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
    public Iterator<K> iterator() {
        return new WalkIterator<>(map, true, Part.key());
    }

    @Override
    public Iterator<K> descendingIterator() {
        return descendingSet().iterator();
    }

    @Override
    public Spliterator<K> spliterator() {
        return map.spliterator(this::iterator, Part.key(), CHARACTERISTICS, comparator());
    }

    @Override
    public Stream<K> stream() {
        return BlockStreams.of(spliterator(), false);
    }

    @Override
    public Stream<K> parallelStream() {
        return BlockStreams.of(spliterator(), true);
    }

    @Override
    public boolean containsAll(Collection<?> others) {
        SortedMapView<K, V> now = map.atOneMoment();
        return now == map ? super.containsAll(others) : part(now).containsAll(others);
    }

    @Override
    public boolean addAll(Collection<? extends K> others) {
        Objects.requireNonNull(others, "others");
        return RangeMap.BULK.call(() -> super.addAll(others));
    }

    @Override
    public boolean removeIf(Predicate<? super K> filter) {
        Objects.requireNonNull(filter, "filter");
        return RangeMap.BULK.call(() -> super.removeIf(filter));
    }

    @Override
    public boolean removeAll(Collection<?> others) {
        Objects.requireNonNull(others, "others");
        return RangeMap.BULK.call(() -> {
            boolean changed = false;
            for (Object other : others) {
                changed |= remove(other);
            }
            return changed;
        });
    }

    @Override
    public boolean retainAll(Collection<?> others) {
        Objects.requireNonNull(others, "others");
        return removeIf(key -> !others.contains(key));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Set<?> && isEqual(other));
    }

    private boolean isEqual(Object other) {
        SortedMapView<K, V> now = map.atOneMoment();
        return now == map ? super.equals(other) : part(now).equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    // ---------------------------------------------------------------- serialization

    /**
     * All elements as they are now.
     *
     * @return the elements
     */
    protected final SortedTree<K, V> elements() {
        return map.elements();
    }

    /**
     * This view of the elements as they are now.
     *
     * @return a set that never changes
     */
    protected final SortedKeys<K, V> frozen() {
        return part(map.frozen());
    }

    /**
     * To be called when this has been read from a stream as a whole set.
     *
     * @throws InvalidObjectException if it is a part of one, or one that cannot be changed
     */
    protected final void requireWhole() throws InvalidObjectException {
        if (!map.isWhole() || present == null) {
            throw new InvalidObjectException("a part of a set as a whole one");
        }
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(present);
        map.write(out);
    }

    @SuppressWarnings("unchecked") // on trust: nobody ever sees it as more than an object
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        present = (V) Streams.readOrNull(in, Object.class, "value");
        map = SubMap.empty();
        map.read(in);
    }

    private void readObjectNoData() throws InvalidObjectException {
        throw new InvalidObjectException("a set of nothing");
    }

    // ---------------------------------------------------------------- order

    @Override
    public @Nullable Comparator<? super K> comparator() {
        return map.comparator();
    }

    @Override
    public K first() {
        return map.firstKey();
    }

    @Override
    public K last() {
        return map.lastKey();
    }

    @Override
    public @Nullable K lower(K element) {
        return map.lowerKey(checked(element));
    }

    @Override
    public @Nullable K floor(K element) {
        return map.floorKey(checked(element));
    }

    @Override
    public @Nullable K ceiling(K element) {
        return map.ceilingKey(checked(element));
    }

    @Override
    public @Nullable K higher(K element) {
        return map.higherKey(checked(element));
    }

    @Override
    public @Nullable K pollFirst() {
        return map.pollKey(false);
    }

    @Override
    public @Nullable K pollLast() {
        return map.pollKey(true);
    }

    /**
     * Takes out the first element, in one step. From Java 21 on a method of {@link NavigableSet}, which does it in two.
     *
     * @return the element
     * @throws NoSuchElementException if there is none
     */
    public K removeFirst() {
        return present(pollFirst());
    }

    /**
     * Takes out the last element; otherwise as {@link #removeFirst}.
     *
     * @return the element
     * @throws NoSuchElementException if there is none
     */
    public K removeLast() {
        return present(pollLast());
    }

    private static <K> K present(@Nullable K polled) {
        if (polled == null) {
            throw new NoSuchElementException();
        }
        return polled;
    }

    @Override
    public NavigableSet<K> descendingSet() {
        return part(map.descendingMap());
    }

    @Override
    public NavigableSet<K> subSet(K fromElement, boolean fromInclusive, K toElement, boolean toInclusive) {
        return part(map.subMap(checked(fromElement), fromInclusive, checked(toElement), toInclusive));
    }

    @Override
    public NavigableSet<K> headSet(K toElement, boolean inclusive) {
        return part(map.headMap(checked(toElement), inclusive));
    }

    @Override
    public NavigableSet<K> tailSet(K fromElement, boolean inclusive) {
        return part(map.tailMap(checked(fromElement), inclusive));
    }

    @Override
    public NavigableSet<K> subSet(K fromElement, K toElement) {
        return part(map.subMap(checked(fromElement), checked(toElement)));
    }

    @Override
    public NavigableSet<K> headSet(K toElement) {
        return part(map.headMap(checked(toElement)));
    }

    @Override
    public NavigableSet<K> tailSet(K fromElement) {
        return part(map.tailMap(checked(fromElement)));
    }
}
