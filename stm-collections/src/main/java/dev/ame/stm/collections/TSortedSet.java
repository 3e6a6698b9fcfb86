package dev.ame.stm.collections;

import dev.ame.stm.collections.sorted.SortedKeys;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sorted set that atomic blocks share, as {@link java.util.concurrent.ConcurrentSkipListSet} is one that threads share.
 * Inside a block an operation is part of the block; outside it is atomic by itself, also one on many elements, as {@code
 * addAll}. Elements may not be null, and must not change their order. Any thread may use it.
 *
 * <p>Conflicts, iteration and cost are as with the keys of a {@link TSortedMap}: {@code add}, {@code remove} and {@code
 * contains} of different elements never conflict; to look for an element tells what was found and that there is nothing
 * in between; an iterator tells what it has passed; {@code size} and {@code isEmpty} tell no more than they say. Outside a
 * block an iterator, spliterator or stream shows the elements at the moment it was made; inside it follows the block's
 * own changes.
 *
 * @param <E> the type of the elements
 */
public final class TSortedSet<E> extends SortedKeys<E, Boolean> implements Cloneable {
    private static final long serialVersionUID = 1;

    /** An empty set whose elements are ordered by themselves. */
    public TSortedSet() {
        this(new TSortedMap<>());
    }

    /**
     * An empty set.
     *
     * @param comparator orders the elements; null if they do that by themselves
     */
    public TSortedSet(@Nullable Comparator<? super E> comparator) {
        this(new TSortedMap<>(comparator));
    }

    /**
     * A set with the elements of a collection, which are ordered by themselves.
     *
     * @param source the collection
     */
    public TSortedSet(Collection<? extends E> source) {
        this(new TSortedMap<>(sorted(source, null)));
    }

    /**
     * A set with the elements and the order of another.
     *
     * @param source the other set
     */
    public TSortedSet(SortedSet<E> source) {
        this(new TSortedMap<>(sorted(source, source.comparator())));
    }

    private TSortedSet(TSortedMap<E, Boolean> elements) {
        super(elements, true);
    }

    private static <E> NavigableMap<E, Boolean> sorted(
            Collection<? extends E> source, @Nullable Comparator<? super E> comparator) {
        NavigableMap<E, Boolean> sorted = new TreeMap<>(comparator);
        source.forEach(element -> sorted.put(Objects.requireNonNull(element, "element"), true));
        return sorted;
    }

    /**
     * An empty set with a name, for reports of conflicts, whose elements are ordered by themselves.
     *
     * @param <E> the type of the elements
     * @param name the name
     * @return the set
     */
    public static <E> TSortedSet<E> named(String name) {
        return new TSortedSet<>(TSortedMap.<E, Boolean>named(name));
    }

    /**
     * An empty set with a name, for reports of conflicts.
     *
     * @param <E> the type of the elements
     * @param name the name
     * @param comparator orders the elements; null if they do that by themselves
     * @return the set
     */
    public static <E> TSortedSet<E> named(String name, @Nullable Comparator<? super E> comparator) {
        return new TSortedSet<>(TSortedMap.<E, Boolean>named(name, comparator));
    }

    /**
     * The elements of this moment, in constant time: a set that never changes, and refuses to be changed with {@link
     * UnsupportedOperationException}.
     *
     * @return the elements
     */
    public NavigableSet<E> snapshot() {
        return frozen();
    }

    /**
     * A new set with the elements and the order of this one, in constant time. It has no name.
     *
     * @return the set
     */
    @Override
    public TSortedSet<E> clone() {
        return new TSortedSet<>(new TSortedMap<>(elements()));
    }

    /**
     * Looks whether what was read is a whole set.
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
