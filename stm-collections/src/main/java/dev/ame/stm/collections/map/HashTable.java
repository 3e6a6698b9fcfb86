package dev.ame.stm.collections.map;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.AtomicCall;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.serial.Streams;
import dev.ame.stm.spi.Blocks;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations on single keys, and on all of them. Transactional predication (Bronson, Casper, Chafi, Olukotun, PODC
 * 2010): an {@link Index} outside of the transactional memory maps each key to one cell, whose value says whether the key
 * is in the table; blocks see nothing but cells, so they conflict only over keys.
 *
 * <table>
 * <caption>What an operation depends on, and what it writes</caption>
 * <tr><th>operation</th><th>depends on</th><th>writes</th></tr>
 * <tr><td>get, of a key with a value</td><td>the cell</td><td></td></tr>
 * <tr><td>get, of an absent key</td><td>its absence: {@link KeyQuestion}</td><td></td></tr>
 * <tr><td>contains</td><td>the presence or absence of the key</td><td></td></tr>
 * <tr><td>put over a value</td><td>the cell</td><td>the cell</td></tr>
 * <tr><td>put, remove, otherwise</td><td>the cell</td><td>the cell, an addition to the size</td></tr>
 * <tr><td>size, isEmpty</td><td>the sum, or its sign</td><td></td></tr>
 * <tr><td>iteration</td><td>all additions to the size; of values, also each cell met</td><td></td></tr>
 * </table>
 *
 * <p>Outside a block, an operation that changes is one commit, without a block.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class HashTable<K, V> implements Serializable {
    private static final long serialVersionUID = 1;

    private static final AtomicBlock READ =
            AtomicBlock.named("read a whole table").readOnly();

    // Not final only because a table that is read from a stream has to set them. Set once.
    private transient Index<K, V> index;
    private transient Inside<K, V> inside;
    private transient Outside<K, V> outside;
    private transient TableContent<K, V> content;

    /**
     * An empty table.
     *
     * @param name for reports of conflicts; null for none
     */
    public HashTable(@Nullable String name) {
        this(new Index<>(name));
    }

    /**
     * An empty table with room for some keys.
     *
     * @param initialCapacity as for {@link java.util.concurrent.ConcurrentHashMap}
     * @param loadFactor as there
     * @param concurrencyLevel as there
     * @throws IllegalArgumentException as there
     */
    public HashTable(int initialCapacity, float loadFactor, int concurrencyLevel) {
        this(new Index<>(null, entries(initialCapacity, loadFactor, concurrencyLevel)));
    }

    private static long entries(int capacity, float loadFactor, int concurrencyLevel) {
        if (capacity < 0 || !(loadFactor > 0) || concurrencyLevel <= 0) {
            throw new IllegalArgumentException("not a capacity, a load factor and a number of threads: " + capacity
                    + ", " + loadFactor + ", " + concurrencyLevel);
        }
        return (long) (capacity / loadFactor);
    }

    private HashTable(Index<K, V> empty) {
        index = empty;
        inside = new Inside<>(index);
        outside = new Outside<>(index);
        content = new TableContent<>(this);
    }

    Index<K, V> index() {
        return index;
    }

    // ---------------------------------------------------------------- one key

    /**
     * The value of a key.
     *
     * @param key the key
     * @return the value, or null
     */
    public @Nullable V get(Object key) {
        Objects.requireNonNull(key, "key");
        int hash = Buckets.hash(key);
        Entry<K, V> entry = index.find(key, hash);
        Object content = entry == null ? null : entry.seeUnlessNull();
        if (content != null && content != Entry.DEAD) {
            return Entry.value(content);
        }
        // Outside a block: there was no entry, or it was empty or DEAD, at a moment since we began.
        return Stm.inAtomic() ? inside.get(key, hash) : null;
    }

    /**
     * Whether there is a value. A block that asks does not conflict with writes that change only the value.
     *
     * @param key the key
     * @return whether it is in the table
     */
    public boolean contains(Object key) {
        Objects.requireNonNull(key, "key");
        return Blocks.mustAsk() ? inside.contains(key, Buckets.hash(key)) : get(key) != null;
    }

    /**
     * Sets the value of a key.
     *
     * @param key the key
     * @param value the value
     * @return the value before, or null
     */
    public @Nullable V put(K key, V value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        int hash = Buckets.hash(key);
        return Stm.inAtomic() ? inside.put(key, hash, value) : outside.put(key, hash, value, false);
    }

    /**
     * Sets the value of a key that has none.
     *
     * @param key the key
     * @param value the value
     * @return the value that is there, or null
     */
    public @Nullable V putIfAbsent(K key, V value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        int hash = Buckets.hash(key);
        return Stm.inAtomic() ? inside.putIfAbsent(key, hash, value) : outside.put(key, hash, value, true);
    }

    /**
     * Removes a key.
     *
     * @param key the key
     * @return its value, or null
     */
    public @Nullable V remove(Object key) {
        Objects.requireNonNull(key, "key");
        return removeIf(key, null);
    }

    /**
     * Removes a key that has a certain value.
     *
     * @param key the key
     * @param value the value
     * @return whether it had
     */
    public boolean remove(Object key, @Nullable Object value) {
        Objects.requireNonNull(key, "key");
        return value != null && removeIf(key, value) != null;
    }

    private @Nullable V removeIf(Object key, @Nullable Object wanted) {
        int hash = Buckets.hash(key);
        return Stm.inAtomic() ? inside.remove(key, hash, wanted) : outside.remove(key, hash, wanted);
    }

    /**
     * Replaces one value of a key by another.
     *
     * @param key the key
     * @param wanted the value to be replaced; null for any
     * @param value the new value
     * @return the value that was replaced, or null
     */
    public @Nullable V replace(K key, @Nullable V wanted, V value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        int hash = Buckets.hash(key);
        if (!Stm.inAtomic()) {
            return outside.replace(key, hash, wanted, value);
        }
        V present = inside.get(key, hash);
        return present != null && (wanted == null || wanted.equals(present)) ? inside.put(key, hash, value) : null;
    }

    /**
     * Replaces the value of a key by what a function makes of it, null being no value: in a block of its own, nested or not,
     * so that if the function throws nothing is left of what it has done.
     *
     * @param key the key
     * @param function from the old value to the new one
     * @return the new value
     */
    @SuppressWarnings("NullAway") // it does not infer that a result may be null
    public @Nullable V update(K key, Function<@Nullable V, @Nullable V> function) {
        Objects.requireNonNull(key, "key");
        int hash = Buckets.hash(key);
        AtomicCall<@Nullable V, RuntimeException> block = () -> inside.update(key, hash, function);
        return Stm.atomic(block);
    }

    /**
     * As {@link #update}, if the key has a value; if not, no entry is made.
     *
     * @param key the key
     * @param function from the old value to the new one
     * @return the new value, or null
     */
    @SuppressWarnings("NullAway") // it does not infer that a result may be null
    public @Nullable V updateIfPresent(K key, Function<? super V, ? extends @Nullable V> function) {
        if (get(key) == null) {
            return null;
        }
        int hash = Buckets.hash(key);
        AtomicCall<@Nullable V, RuntimeException> block = () -> inside.get(key, hash) == null
                ? null
                : inside.update(key, hash, old -> old == null ? null : function.apply(old));
        return Stm.atomic(block);
    }

    /**
     * Puts what a function makes of a key, if the key has no value.
     *
     * @param key the key
     * @param function from the key to the value
     * @return the value that is there afterwards, or null
     */
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        Objects.requireNonNull(key, "key");
        V present = inside.getIfCertain(key, Buckets.hash(key));
        return present != null ? present : update(key, old -> old == null ? function.apply(key) : old);
    }

    // ---------------------------------------------------------------- all keys

    /**
     * The number of keys.
     *
     * @return the number
     */
    public long size() {
        return index.size.sum();
    }

    /**
     * Whether there is no key.
     *
     * @return whether it is empty
     */
    public boolean isEmpty() {
        return !index.size.isPositive();
    }

    /** Removes all keys. */
    public void clear() {
        Stm.atomic(() -> {
            Cursor<K, V> all = new Cursor<>(index, true);
            while (all.advance()) {
                Blocks.beforeWrite(index.size);
                inside.set(all.entry(), all.value(), null);
            }
        });
    }

    /**
     * Runs something that reads a whole table: as part of the running block, or outside one as a reader that sees one
     * moment and never conflicts.
     *
     * @param <T> the type of the result
     * @param all what reads
     * @return its result
     */
    public static <T extends @Nullable Object> T reading(AtomicCall<T, RuntimeException> all) {
        return Stm.inAtomic() ? all.call() : READ.call(all);
    }

    /**
     * Calls a function with each key and value: outside a block, of one moment, and then not as part of a block.
     *
     * @param action the function
     */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action, "action");
        Walk<K, V> walk = walk(true);
        while (walk.advance()) {
            action.accept(walk.key(), walk.value());
        }
    }

    /**
     * Replaces each value by what a function makes of it, in one block.
     *
     * @param function from the key and the old value to the new one
     */
    public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        Stm.atomic(() -> {
            Walk<K, V> walk = walk(true);
            while (walk.advance()) {
                V value = Objects.requireNonNull(function.apply(walk.key(), walk.value()), "new value");
                if (value != walk.value()) {
                    put(walk.key(), value);
                }
            }
        });
    }

    /** In a block, a walk that follows the block; outside, over what is there now. */
    Walk<K, V> walk(boolean valuesToo) {
        return Stm.inAtomic()
                ? new Cursor<>(index, valuesToo)
                : Listing.of(index, valuesToo).walk();
    }

    // ---------------------------------------------------------------- serialization

    /**
     * Writes the table and what is in it.
     *
     * @param out where to
     * @throws IOException if the stream throws it
     */
    public void write(ObjectOutputStream out) throws IOException {
        out.writeObject(this);
        out.writeObject(content);
    }

    /**
     * Reads a table, without what is in it.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param in where from
     * @return the table, to be kept before {@link #readContent} is called
     * @throws IOException if there is no table, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    @SuppressWarnings("unchecked") // the types of keys and values are taken on trust
    public static <K, V> HashTable<K, V> readEmpty(ObjectInputStream in) throws IOException, ClassNotFoundException {
        return Streams.read(in, HashTable.class, "table");
    }

    /**
     * Reads what is in the table; nothing if that is being read already, or has been.
     *
     * @param in where from
     * @throws IOException if it cannot be in this table, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    public void readContent(ObjectInputStream in) throws IOException, ClassNotFoundException {
        if (Streams.read(in, TableContent.class, "content").table() != this) {
            throw new InvalidObjectException("the content of another table");
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        index = new Index<>(null);
        inside = new Inside<>(index);
        outside = new Outside<>(index);
        content = new TableContent<>(this);
    }
}
