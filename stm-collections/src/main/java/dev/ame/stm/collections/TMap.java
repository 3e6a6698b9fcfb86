package dev.ame.stm.collections;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.map.EntryView;
import dev.ame.stm.collections.map.FrozenMap;
import dev.ame.stm.collections.map.HashTable;
import dev.ame.stm.collections.map.KeyView;
import dev.ame.stm.collections.map.MappedKeys;
import dev.ame.stm.collections.map.ValueView;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A hash map that atomic blocks share; the counterpart of {@link ConcurrentHashMap}. Inside a block an operation is part of
 * the block. Outside, each is atomic by itself, also those that touch many keys: {@code putAll}, {@code clear},
 * {@code replaceAll}, the bulk operations of the views. Any thread may use it.
 *
 * <p>Neither keys nor values may be null. Keys must not change their {@code equals} and {@code hashCode}; values must be
 * immutable or never changed afterwards. What is serialized is the entries of one moment, without the name.
 *
 * <h2>What conflicts</h2>
 * Two blocks conflict only if their results depend on their order:
 *
 * <ul>
 *   <li>Operations on different keys never do, at any size, while the map grows, and whether the keys are present or not.
 *   <li>On one key, a change conflicts with reads of the value and with other changes. {@code containsKey} conflicts
 *       only with insertion and removal of the key.
 *   <li>{@link #size} conflicts with insertions and removals that do not cancel out, {@link #isEmpty} with those that make
 *       the map empty or non-empty; neither with new values of present keys.
 *   <li>Going through the keys conflicts with every insertion and removal. Going through values or entries, and what does
 *       so ({@code containsValue}, {@code equals}, {@code hashCode}, {@code toString}, {@code forEach}), conflicts with
 *       every change.
 * </ul>
 *
 * <h2>Iteration</h2>
 * Outside a block an iterator, spliterator or stream shows the moment at which it was made, and holds up nobody; what it
 * shows is copied then. Inside a block they show what the block sees, and follow the changes that the block makes as those
 * of {@code ConcurrentHashMap} would; a parallel stream stays on the thread of the block. {@code remove} and {@code
 * setValue} change the map. Nothing throws {@link java.util.ConcurrentModificationException}.
 *
 * <h2>Functions</h2>
 * Functions given to {@code compute}, {@code merge}, {@code replaceAll}, {@code removeIf} and the like are part of the
 * operation, which is a block, nested inside another one. They may use any box and collection, this map included; for the
 * key itself their result counts. If one throws, nothing is left of what it has done. Like all of a block they may be called
 * again. {@code forEach}, iterators and streams outside a block call their functions outside of any block, once for each
 * element.
 *
 * <h2>Bulk operations</h2>
 * {@code search}, {@code reduce} and their forms are one atomic operation with what their functions do: part of the block, or
 * outside one a block of their own. So the functions see one moment, may use any box and collection, and may be called again.
 * {@code forEach} and its forms show one moment, too, but outside a block their functions are not part of any, as the body of
 * a loop over the map is not: they are called once for each element. All functions run on the calling thread, one after
 * another: a parallelism threshold has no meaning here.
 *
 * <h2>Cost</h2>
 * An entry takes 60 to 64 bytes, key and value not counted. Keys whose {@code hashCode} is the same are looked through one by
 * one, in time that grows with their number even if they are comparable; others are not affected. {@code equals} of keys is
 * called with no lock held. A key that is looked up and is absent costs no
 * memory once the block is over; a removed key is let go at once, or when the last reader has ended that may still see it. See
 * Bronson, Casper, Chafi, Olukotun: <i>Transactional predication</i>, PODC 2010.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@SuppressWarnings("NullAway") // it does not infer that a function's result may be null
public final class TMap<K, V> extends MapFactories<K, V> implements ConcurrentMap<K, V>, Serializable {
    private static final long serialVersionUID = 1;

    /** The elements. Not final only because a map that is read from a stream has to set it. Set once. */
    private transient HashTable<K, V> table;

    /** An empty map. */
    public TMap() {
        this(new HashTable<>(null));
    }

    /**
     * An empty map with room for some entries, so that it need not grow until it has so many. The capacity is a matter of
     * speed only.
     *
     * @param initialCapacity the number of entries
     * @throws IllegalArgumentException if it is negative
     */
    public TMap(int initialCapacity) {
        this(initialCapacity, 1, 1);
    }

    /**
     * An empty map with room for some entries, as {@link ConcurrentHashMap#ConcurrentHashMap(int, float)}.
     *
     * @param initialCapacity the number of entries
     * @param loadFactor how full the table is with that number; it has no other meaning
     * @throws IllegalArgumentException if the capacity is negative, or the load factor is not positive
     */
    public TMap(int initialCapacity, float loadFactor) {
        this(initialCapacity, loadFactor, 1);
    }

    /**
     * An empty map with room for some entries, as {@link ConcurrentHashMap#ConcurrentHashMap(int, float, int)}.
     *
     * @param initialCapacity the number of entries
     * @param loadFactor how full the table is with that number; it has no other meaning
     * @param concurrencyLevel how many threads are expected to change the map at a time; a hint
     * @throws IllegalArgumentException if the capacity is negative, or if the load factor or the concurrency level is not
     *     positive
     */
    public TMap(int initialCapacity, float loadFactor, int concurrencyLevel) {
        this(new HashTable<>(initialCapacity, loadFactor, concurrencyLevel));
    }

    /**
     * A map with the entries of another.
     *
     * @param source the other map
     */
    public TMap(Map<? extends K, ? extends V> source) {
        this();
        source.forEach(table::put); // one by one: nobody else knows the map yet
    }

    private TMap(HashTable<K, V> table) {
        this.table = table;
    }

    /**
     * An empty map with a name, for reports of conflicts.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param name the name
     * @return the map
     */
    public static <K, V> TMap<K, V> named(String name) {
        return new TMap<>(new HashTable<>(Objects.requireNonNull(name, "name")));
    }

    /**
     * The map as it is now, in one moment; inside a block, as the block sees it.
     *
     * @return an immutable map, which takes the time and the memory of a copy of two arrays
     */
    public Map<K, V> snapshot() {
        return FrozenMap.of(table);
    }

    // ---------------------------------------------------------------- one key

    @Override
    public @Nullable V get(Object key) {
        return table.get(key);
    }

    @Override
    public V getOrDefault(Object key, V defaultValue) {
        V present = table.get(key);
        return present == null ? defaultValue : present;
    }

    @Override
    public boolean containsKey(Object key) {
        return table.contains(key);
    }

    @Override
    public @Nullable V put(K key, V value) {
        return table.put(key, value);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return table.putIfAbsent(key, value);
    }

    @Override
    public @Nullable V remove(Object key) {
        return table.remove(key);
    }

    @Override
    public boolean remove(Object key, @Nullable Object value) {
        return table.remove(key, value);
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        Objects.requireNonNull(oldValue, "oldValue");
        return table.replace(key, oldValue, Objects.requireNonNull(newValue, "newValue")) != null;
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return table.replace(key, null, value);
    }

    @Override
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(function, "function");
        return table.update(key, old -> old == null ? value : function.apply(old, value));
    }

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        return table.update(key, old -> function.apply(key, old));
    }

    @Override
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        return table.computeIfAbsent(key, function);
    }

    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        return table.updateIfPresent(key, old -> function.apply(key, old));
    }

    // ---------------------------------------------------------------- all keys

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, table.size());
    }

    /**
     * The number of keys, which {@link #size} tells up to {@link Integer#MAX_VALUE} only. Conflicts as that does.
     *
     * @return the number
     */
    public long mappingCount() {
        return table.size();
    }

    @Override
    public boolean isEmpty() {
        return table.isEmpty();
    }

    @Override
    public boolean containsValue(Object value) {
        return values().contains(value);
    }

    /**
     * The same as {@link #containsValue}, for those who know {@link ConcurrentHashMap#contains}.
     *
     * @param value the value
     * @return whether some key has it
     */
    public boolean contains(Object value) {
        return containsValue(value);
    }

    /**
     * Goes through the keys as the iterator of {@link #keySet()} does, for those who know {@link ConcurrentHashMap#keys}.
     *
     * @return the keys
     */
    public Enumeration<K> keys() {
        return Collections.enumeration(keySet());
    }

    /**
     * Goes through the values as the iterator of {@link #values} does, for those who know {@link ConcurrentHashMap#elements}.
     *
     * @return the values
     */
    public Enumeration<V> elements() {
        return Collections.enumeration(values());
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> source) {
        Objects.requireNonNull(source, "source");
        Stm.atomic(() -> source.forEach(table::put));
    }

    @Override
    public void clear() {
        table.clear();
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        table.forEach(action);
    }

    @Override
    public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
        table.replaceAll(function);
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new EntryView<>(table);
    }

    @Override
    public Set<K> keySet() {
        return new KeyView<>(table);
    }

    /**
     * The keys, as a set to which can be added: what is added gets one value, unless it is a key already.
     *
     * @param mappedValue the value
     * @return a view of the map
     */
    public Set<K> keySet(V mappedValue) {
        return new MappedKeys<>(table, mappedValue);
    }

    @Override
    public Collection<V> values() {
        return new ValueView<>(table);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof Map && HashTable.reading(() -> super.equals(other)));
    }

    @Override
    public int hashCode() {
        return HashTable.reading(super::hashCode);
    }

    @Override
    public String toString() {
        return HashTable.reading(super::toString);
    }

    /**
     * Writes the entries of one moment.
     *
     * @param out where to
     * @throws IOException if the stream throws it
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        table.write(out);
    }

    /**
     * Reads what was written.
     *
     * @param in where from
     * @throws IOException if the content cannot be that of a map, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        table = HashTable.readEmpty(in); // which keys and values can refer to, and use, while they are read
        table.readContent(in);
    }
}
