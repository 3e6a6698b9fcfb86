package dev.ame.stm.collections;

import dev.ame.stm.collections.sorted.SharedEntries;
import dev.ame.stm.collections.sorted.SortedMapView;
import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that atomic blocks share, as {@link java.util.concurrent.ConcurrentSkipListMap} is one that threads share.
 * Inside a block an operation is part of the block; outside it is atomic by itself, also one on many elements, as {@code
 * putAll}. Neither keys nor values may be null. Keys must not change their order; values must be immutable or never
 * changed afterwards. Any thread may use it. What is serialized is the elements of one moment, and the order.
 *
 * <h2>What conflicts</h2>
 * Two blocks conflict if one changes what the other was told, and not otherwise:
 *
 * <table class="striped">
 *   <caption>What an operation tells</caption>
 *   <thead><tr><th scope="col">operation</th><th scope="col">tells</th></tr></thead>
 *   <tbody>
 *     <tr><th scope="row">{@code get}, {@code put}, {@code remove}, {@code compute} and the like</th>
 *         <td>the value of that key, or that there is none</td></tr>
 *     <tr><th scope="row">{@code containsKey}, {@code keySet().remove}, {@code putAll}</th>
 *         <td>whether there is such a key</td></tr>
 *     <tr><th scope="row">{@code firstKey}, {@code ceilingKey}, {@code pollFirstEntry} and the like</th>
 *         <td>the key that was found, that there is none between it and where the search began, and its value if the
 *         result has one</td></tr>
 *     <tr><th scope="row">iterators, spliterators, streams</th>
 *         <td>the keys they have passed, with the values unless it is a set of keys</td></tr>
 *     <tr><th scope="row">{@code size}, of a sub-map too</th><td>the number</td></tr>
 *     <tr><th scope="row">{@code isEmpty}, of a sub-map too</th><td>whether there is any element</td></tr>
 *     <tr><th scope="row">{@code clear} of the whole map</th><td>nothing</td></tr>
 *   </tbody>
 * </table>
 *
 * So a block that reads a range conflicts with an insertion into that range (there are no phantoms) and with none just
 * beside it. Values are compared by identity.
 *
 * <h2>Iteration</h2>
 * Outside a block an iterator, spliterator or stream shows the elements at the moment it was made, and {@code remove}
 * removes from the map as it is then. Inside a block it follows the block's own later changes; it never throws {@link
 * java.util.ConcurrentModificationException}. Entries are immutable and do not support {@code setValue}. Sub-maps and
 * descending maps are views; a key outside a sub-map's range that is put into it is refused with {@link
 * IllegalArgumentException}.
 *
 * <h2>Functions</h2>
 * Functions given to {@code compute}, {@code merge}, {@code replaceAll}, {@code removeIf} and the like, of sub-maps and other
 * views too, are part of the operation, which is a block, nested inside another one. They may use any box and collection,
 * this map included; for the key itself their result counts. If one throws, nothing is left of what it has done. Like all of
 * a block they may be called again. {@code forEach}, iterators and streams outside a block call their functions outside of
 * any block, once for each element.
 *
 * <h2>Cost</h2>
 * The elements are an immutable B+ tree with sizes; a change copies the nodes on one path. All operations on one element
 * take logarithmic time, and so does the size of a sub-map; {@link #snapshot} and {@code size} take constant time.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class TSortedMap<K, V> extends SortedMapView<K, V> implements Cloneable {
    private static final long serialVersionUID = 1;

    /** An empty map whose keys are ordered by themselves. */
    public TSortedMap() {
        this(null, SortedTree.empty(null));
    }

    /**
     * An empty map.
     *
     * @param comparator orders the keys; null if they do that by themselves
     */
    public TSortedMap(@Nullable Comparator<? super K> comparator) {
        this(null, SortedTree.empty(comparator));
    }

    /**
     * A map with the elements of another, whose keys are ordered by themselves.
     *
     * @param source the other map
     */
    public TSortedMap(Map<? extends K, ? extends V> source) {
        this(null, SortedTree.of(TSortedMap.<K, V>sorted(source)));
    }

    /**
     * A map with the elements and the order of another. Takes linear time.
     *
     * @param source the other map
     */
    public TSortedMap(SortedMap<K, ? extends V> source) {
        this(null, SortedTree.of(source));
    }

    private TSortedMap(@Nullable String name, SortedTree<K, V> initial) {
        super(new SharedEntries<>(name, initial), Range.all(), false);
    }

    /** A map with some elements. */
    TSortedMap(SortedTree<K, V> initial) {
        this(null, initial);
    }

    /**
     * An empty map with a name, for reports of conflicts, whose keys are ordered by themselves.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param name the name
     * @return the map
     */
    public static <K, V> TSortedMap<K, V> named(String name) {
        return named(name, null);
    }

    /**
     * An empty map with a name, for reports of conflicts.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param name the name
     * @param comparator orders the keys; null if they do that by themselves
     * @return the map
     */
    public static <K, V> TSortedMap<K, V> named(String name, @Nullable Comparator<? super K> comparator) {
        return new TSortedMap<>(Objects.requireNonNull(name, "name"), SortedTree.empty(comparator));
    }

    private static <K, V> NavigableMap<K, V> sorted(Map<? extends K, ? extends V> source) {
        NavigableMap<K, V> sorted = new TreeMap<>();
        // Not putAll: that would take over the order of a sorted map.
        source.forEach((key, value) -> sorted.put(Objects.requireNonNull(key, "key"), value));
        return sorted;
    }

    /**
     * The elements of this moment, in constant time: a map that never changes, and refuses to be changed with {@link
     * UnsupportedOperationException}.
     *
     * @return the elements
     */
    public NavigableMap<K, V> snapshot() {
        return frozen();
    }

    /**
     * A new map with the elements and the order of this one, in constant time. It has no name.
     *
     * @return the map
     */
    @Override
    public TSortedMap<K, V> clone() {
        return new TSortedMap<>(elements());
    }

    /**
     * Looks whether what was read is a whole map.
     *
     * @param in where from
     * @throws IOException if it is not, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        requireWhole();
    }
}
