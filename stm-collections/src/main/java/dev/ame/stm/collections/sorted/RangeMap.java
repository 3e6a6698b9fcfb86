package dev.ame.stm.collections.sorted;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.AtomicCall;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.serial.Streams;
import dev.ame.stm.collections.tree.Order;
import dev.ame.stm.collections.tree.Range;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a sorted map over the elements in a range has in common with any map.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
abstract class RangeMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V>, Serializable {
    private static final long serialVersionUID = 1;

    /** Runs what takes more than one change, so that it is one. */
    static final AtomicBlock BULK = AtomicBlock.named("sorted bulk operation");

    // Not final only because a map that is read from a stream has to set them.
    transient Entries<K, V> entries;
    transient Range<K> range;
    transient boolean descending;

    RangeMap(Entries<K, V> entries, Range<K> range, boolean descending) {
        this.entries = entries;
        this.range = range;
        this.descending = descending;
    }

    /** This map, or if others can change it meanwhile, a copy of this moment. */
    abstract RangeMap<K, V> atOneMoment();

    @SuppressWarnings("unchecked") // an object of another type fails at its comparison, as the interface says
    static <K> K key(Object key) {
        return (K) Objects.requireNonNull(key, "key");
    }

    final Order<K> order() {
        return entries.order();
    }

    final boolean isInRange(K key) {
        return range.isAll() || range.contains(order(), key);
    }

    final K checked(K key) {
        if (!isInRange(key(key))) {
            throw outOfRange();
        }
        return key;
    }

    // ---------------------------------------------------------------- one key

    @Override
    public @Nullable V get(Object key) {
        K wanted = key(key);
        return isInRange(wanted) ? entries.get(wanted) : null;
    }

    @Override
    @SuppressWarnings("NullAway") // the default value may be null, if the caller likes
    public V getOrDefault(Object key, V defaultValue) {
        V value = get(key);
        return value == null ? defaultValue : value;
    }

    @Override
    public boolean containsKey(Object key) {
        K wanted = key(key);
        return isInRange(wanted) && entries.contains(wanted);
    }

    @Override
    public @Nullable V put(K key, V value) {
        Objects.requireNonNull(value, "value");
        return Edits.put(entries.site(), checked(key), value);
    }

    @Override
    public @Nullable V remove(Object key) {
        K wanted = key(key);
        return isInRange(wanted) ? Edits.remove(entries.site(), wanted) : null;
    }

    /** As {@link #remove}, for callers that make no use of the value. */
    final boolean removeKey(Object key) {
        K wanted = key(key);
        return isInRange(wanted) && Edits.delete(entries.site(), wanted);
    }

    @Override
    public boolean remove(Object key, @Nullable Object value) {
        K wanted = key(key);
        if (!isInRange(wanted) || value == null) {
            return false;
        }
        boolean[] removed = new boolean[1];
        update(wanted, old -> {
            removed[0] = old != null && value.equals(old);
            return removed[0] ? null : old;
        });
        return removed[0];
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        Objects.requireNonNull(value, "value");
        return update(checked(key), old -> old == null ? value : old);
    }

    @Override
    public @Nullable V replace(K key, V value) {
        Objects.requireNonNull(value, "value");
        return update(checked(key), old -> old == null ? null : value);
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        Objects.requireNonNull(oldValue, "oldValue");
        Objects.requireNonNull(newValue, "newValue");
        boolean[] replaced = new boolean[1];
        update(checked(key), old -> {
            replaced[0] = old != null && oldValue.equals(old);
            return replaced[0] ? newValue : old;
        });
        return replaced[0];
    }

    @Override
    @SuppressWarnings("NullAway") // null if the function says so
    public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        entries.site();
        V present = get(key);
        return present != null ? present : compute(key(key), old -> old == null ? function.apply(key) : old);
    }

    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        entries.site();
        return get(key) == null ? null : compute(key, old -> old == null ? null : function.apply(key, old));
    }

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        return compute(key(key), old -> function.apply(key, old));
    }

    @Override
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(function, "function");
        return compute(key(key), old -> old == null ? value : function.apply(old, value));
    }

    /** In a block, nested or not: if the function throws, or is called again, nothing is left of what it has done. */
    @SuppressWarnings("NullAway") // it does not infer that a result may be null
    private @Nullable V compute(K key, Change<V> function) {
        AtomicCall<@Nullable V, RuntimeException> block = () -> {
            if (isInRange(key)) {
                return Edits.compute(entries.site(), key, function);
            }
            if (function.from(null) != null) {
                throw outOfRange();
            }
            return null;
        };
        return Stm.atomic(block);
    }

    private @Nullable V update(K key, Change<V> change) {
        return Edits.update(entries.site(), key, change);
    }

    private static IllegalArgumentException outOfRange() {
        return new IllegalArgumentException("key out of range");
    }

    // ---------------------------------------------------------------- all

    @Override
    public int size() {
        return entries.count(range);
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty(range);
    }

    @Override
    public boolean containsValue(Object value) {
        return values().contains(Objects.requireNonNull(value, "value"));
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> source) {
        BULK.run(() -> source.forEach(
                (key, value) -> Edits.set(entries.site(), checked(key), Objects.requireNonNull(value, "value"))));
    }

    @Override
    public void clear() {
        if (range.isAll()) {
            entries.site().clear();
        } else {
            BULK.run(() -> {
                Walk<K, V> walk = entries.walk(range, false, true);
                while (walk.hasNext()) {
                    walk.next();
                    Edits.delete(entries.site(), walk.key());
                }
            });
        }
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action, "action");
        Walk<K, V> walk = walk(false);
        while (walk.hasNext()) {
            walk.next();
            action.accept(walk.key(), walk.value());
        }
    }

    @Override
    public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        BULK.run(() -> {
            Walk<K, V> walk = walk(false);
            while (walk.hasNext()) {
                walk.next();
                V value = function.apply(walk.key(), walk.value());
                Edits.set(entries.site(), walk.key(), Objects.requireNonNull(value, "value"));
            }
        });
    }

    final Walk<K, V> walk(boolean keysOnly) {
        return entries.walk(range, descending, keysOnly);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Map<?, ?> map && atOneMoment().isAlike(map));
    }

    final boolean isAlike(Map<?, ?> other) {
        int size = 0;
        Walk<K, V> walk = walk(false);
        try {
            while (walk.hasNext()) {
                walk.next();
                size++;
                if (!walk.value().equals(other.get(walk.key()))) {
                    return false;
                }
            }
            return size == other.size();
        } catch (ClassCastException | NullPointerException e) {
            return false; // the other map cannot have such keys
        }
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    // ---------------------------------------------------------------- serialization

    /** Whether this is a view of all elements, upwards, that can change them. */
    final boolean isWhole() {
        return entries instanceof SharedEntries && range.isAll() && !descending;
    }

    /** Writes which elements these are, and then the elements. */
    final void write(ObjectOutputStream out) throws IOException {
        out.writeObject(entries.written());
        out.writeBoolean(descending);
        out.writeObject(range.low());
        out.writeBoolean(range.withLow());
        out.writeObject(range.high());
        out.writeBoolean(range.withHigh());
        out.writeObject(entries.written().content);
    }

    /** Reads what {@link #write} has written. Meanwhile this is a map that can be used, of what there is already. */
    @SuppressWarnings("unchecked") // the types of keys and values are taken on trust; keys are compared
    final void read(ObjectInputStream in) throws IOException, ClassNotFoundException {
        WrittenEntries<K, V> written = Streams.read(in, WrittenEntries.class, "map");
        entries = written.read();
        range = Range.all();
        descending = in.readBoolean();
        K low = (K) Streams.readOrNull(in, Object.class, "key");
        boolean withLow = in.readBoolean();
        K high = (K) Streams.readOrNull(in, Object.class, "key");
        boolean withHigh = in.readBoolean();
        Streams.fill(() -> range = Range.checked(order(), low, withLow, high, withHigh));
        if (Streams.read(in, WrittenEntries.Content.class, "content").owner() != written) {
            throw new InvalidObjectException("the content of another map");
        }
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        write(out);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        read(in);
    }

    private void readObjectNoData() throws InvalidObjectException {
        throw new InvalidObjectException("a map of nothing");
    }
}
