package dev.ame.stm.collections.map;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.block.BlockSpliterator;
import dev.ame.stm.collections.block.BlockStreams;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The keys, values or entries of a table, as a collection that changes it. Outside a block every method sees, or changes,
 * one moment; iterators, spliterators and streams show the moment at which they were made. In a block they follow what the
 * block does.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @param <E> the type of the elements
 */
abstract class MapView<K, V, E> extends AbstractCollection<E> implements Serializable {
    private static final long serialVersionUID = 1;

    /** Not final only because a view that is read from a stream has to set it. Set once. */
    private transient HashTable<K, V> table;

    MapView(HashTable<K, V> table) {
        this.table = table;
    }

    /** Whether an element depends on the value. */
    abstract boolean valuesToo();

    final HashTable<K, V> table() {
        return table;
    }

    /** In a block, a walk that follows the block; outside, over what is there now. */
    final Walk<K, V> walk() {
        return table.walk(valuesToo());
    }

    /** The element where a walk is. */
    abstract E element(Walk<K, V> walk);

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, table.size());
    }

    @Override
    public boolean isEmpty() {
        return table.isEmpty();
    }

    @Override
    public void clear() {
        table.clear();
    }

    // ---------------------------------------------------------------- going through

    @Override
    public Iterator<E> iterator() {
        return new ViewIterator<>(this, walk());
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        Walk<K, V> walk = walk();
        while (walk.advance()) {
            action.accept(element(walk));
        }
    }

    @Override
    public Spliterator<E> spliterator() {
        int distinct = this instanceof SetView ? Spliterator.DISTINCT : 0;
        int characteristics = distinct | Spliterator.NONNULL | Spliterator.CONCURRENT;
        return Stm.inAtomic()
                ? new LiveSpliterator<>(this, characteristics)
                : BlockSpliterator.of(toArray(), characteristics);
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
    public Object[] toArray() {
        Listing<K, V> listing = Listing.of(table.index(), valuesToo());
        Object[] elements = new Object[listing.size()];
        Walk<K, V> walk = listing.walk();
        for (int i = 0; walk.advance(); i++) {
            elements[i] = element(walk);
        }
        return elements;
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return HashTable.reading(() -> super.toArray(array));
    }

    // ---------------------------------------------------------------- in bulk

    @Override
    public boolean containsAll(Collection<?> elements) {
        return HashTable.reading(() -> {
            for (Object element : elements) {
                if (element == null || !contains(element)) {
                    return false;
                }
            }
            return true;
        });
    }

    @Override
    public boolean add(E element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter, "filter");
        return Stm.atomic(() -> super.removeIf(filter));
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        Objects.requireNonNull(elements, "elements");
        return Stm.atomic(() -> super.removeAll(elements));
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        Objects.requireNonNull(elements, "elements");
        return Stm.atomic(() -> super.retainAll(elements));
    }

    @Override
    public String toString() {
        return HashTable.reading(super::toString);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        table.write(out);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        table = HashTable.readEmpty(in);
        table.readContent(in);
    }

    private void readObjectNoData() throws InvalidObjectException {
        throw new InvalidObjectException("a view of nothing");
    }
}
