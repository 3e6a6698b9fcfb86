package dev.ame.stm.collections;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.block.BlockStreams;
import dev.ame.stm.collections.map.HashTable;
import dev.ame.stm.collections.map.KeyView;
import dev.ame.stm.collections.serial.Streams;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A hash set that atomic blocks share; the counterpart of {@link java.util.concurrent.ConcurrentHashMap#newKeySet()}. It
 * is to {@link TMap} what that is to its map: what conflicts, how iterators behave, and what it costs, is said there, of
 * the keys. Inside a block an operation is part of the block. Outside, each is atomic by itself, also the bulk operations.
 * Any thread may use it.
 *
 * <p>Elements may not be null, and must not change their {@code equals} and {@code hashCode}.
 *
 * @param <E> the type of the elements
 */
public final class TSet<E> extends AbstractSet<E> implements Serializable {
    private static final long serialVersionUID = 1;

    // Not final only because a set that is read from a stream has to set them. Set once.
    private transient HashTable<E, Boolean> table;
    private transient KeyView<E, Boolean> elements;

    /** An empty set. */
    public TSet() {
        this(new HashTable<>(null));
    }

    /**
     * An empty set with room for some elements, so that it need not grow until it has so many. The capacity is a matter of
     * speed only.
     *
     * @param initialCapacity the number of elements
     * @throws IllegalArgumentException if it is negative
     */
    public TSet(int initialCapacity) {
        this(new HashTable<>(initialCapacity, 1, 1));
    }

    /**
     * A set with the elements of a collection.
     *
     * @param source the collection
     */
    public TSet(Collection<? extends E> source) {
        this();
        source.forEach(this::put); // one by one: nobody else knows the set yet
    }

    private TSet(HashTable<E, Boolean> table) {
        this.table = table;
        this.elements = new KeyView<>(table, "element");
    }

    /**
     * A set of elements, as {@link Set#of}; this one can be changed.
     *
     * @param <E> the type of the elements
     * @param elements the elements
     * @return a new set
     * @throws IllegalArgumentException if two elements are equal
     */
    @SafeVarargs
    public static <E> TSet<E> of(E... elements) {
        TSet<E> set = new TSet<>();
        for (E element : elements) {
            if (!set.add(Objects.requireNonNull(element, "element"))) {
                throw new IllegalArgumentException("duplicate element: " + element);
            }
        }
        return set;
    }

    /**
     * An empty set with a name, for reports of conflicts.
     *
     * @param <E> the type of the elements
     * @param name the name
     * @return the set
     */
    public static <E> TSet<E> named(String name) {
        return new TSet<>(new HashTable<>(Objects.requireNonNull(name, "name")));
    }

    @Override
    public boolean add(E element) {
        return put(element);
    }

    private boolean put(E element) {
        return table.putIfAbsent(Objects.requireNonNull(element, "element"), Boolean.TRUE) == null;
    }

    @Override
    public boolean contains(Object element) {
        return elements.contains(element);
    }

    @Override
    public boolean remove(Object element) {
        return elements.remove(element);
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public boolean isEmpty() {
        return elements.isEmpty();
    }

    @Override
    public void clear() {
        elements.clear();
    }

    @Override
    public Iterator<E> iterator() {
        return elements.iterator();
    }

    @Override
    public Spliterator<E> spliterator() {
        return elements.spliterator();
    }

    @Override
    public Stream<E> stream() {
        return BlockStreams.of(spliterator(), false);
    }

    @Override
    public Stream<E> parallelStream() {
        return BlockStreams.of(spliterator(), true);
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        elements.forEach(action);
    }

    @Override
    public Object[] toArray() {
        return elements.toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return elements.toArray(array);
    }

    @Override
    public boolean addAll(Collection<? extends E> source) {
        Objects.requireNonNull(source, "source");
        return Stm.atomic(() -> super.addAll(source));
    }

    @Override
    public boolean containsAll(Collection<?> candidates) {
        return elements.containsAll(candidates);
    }

    @Override
    public boolean removeAll(Collection<?> candidates) {
        return elements.removeAll(candidates);
    }

    @Override
    public boolean retainAll(Collection<?> candidates) {
        return elements.retainAll(candidates);
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        return elements.removeIf(filter);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || elements.equals(other);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }

    @Override
    public String toString() {
        return elements.toString();
    }

    /**
     * Writes the elements of one moment.
     *
     * @param out where to
     * @throws IOException if the stream throws it
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        Streams.writeAll(out, toArray());
    }

    /**
     * Reads what was written.
     *
     * @param in where from
     * @throws IOException if the content cannot be that of a set, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        // From here on it is an empty set, which elements can refer to, and use, while they are read.
        table = new HashTable<>(null);
        elements = new KeyView<>(table, "element");
        List<E> read = Streams.readAll(in, Streams.readCount(in), false);
        Streams.fill(() -> read.forEach(this::put));
    }
}
