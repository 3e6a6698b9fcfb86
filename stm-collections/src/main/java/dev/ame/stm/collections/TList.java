package dev.ame.stm.collections;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.block.BlockStreams;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.collections.list.Indexed;
import dev.ame.stm.collections.list.ListSpliterator;
import dev.ame.stm.collections.list.LiveIterator;
import dev.ame.stm.collections.list.Sequence;
import dev.ame.stm.collections.list.SharedSequence;
import dev.ame.stm.collections.list.SnapshotIterator;
import dev.ame.stm.collections.list.Window;
import dev.ame.stm.collections.queue.Copies;
import dev.ame.stm.collections.serial.Streams;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list that atomic blocks share. Inside a block an operation is part of the block; outside it is atomic by itself, bulk operations
 * included. Elements may be null; they must be immutable or never changed afterwards. Any thread may use it.
 *
 * <p>Functions given to {@code removeIf}, {@code replaceAll} and {@code sort} are part of the operation, which outside a block is a block
 * of its own: if one throws, nothing is left of what it has done. They must not change the list itself: then the operation throws {@link
 * java.util.ConcurrentModificationException}. {@code forEach} outside a block calls its function outside of any block.
 *
 * <p>Two blocks conflict only if one changes what the other was told:
 * <ul>
 *   <li>{@code get} and {@code set} tell the element at a position. They conflict with a change of that element, and with
 *       an insertion or removal before it; not with changes of others, nor with additions at the end.
 *   <li>{@link #add(Object) add} at the end tells nothing: the position is decided when the block commits. So additions do
 *       not conflict with each other, unless the block looks at the size or at what it has added.
 *   <li>{@code isEmpty}, and a position that is in range or not, tell just that. {@code size} tells the size.
 *   <li>{@code clear} tells nothing. What iterates, or compares elements, tells the elements that it came to.
 * </ul>
 *
 * <p>Outside a block an iterator shows the elements of the moment when it was made, a spliterator or stream those of the
 * moment when it is first used. Changes through an iterator are made to the list as it then is: to the same element,
 * wherever others may have moved it. If others have removed it, {@code remove} does nothing, and {@code set} throws {@link
 * java.util.ConcurrentModificationException}, as {@code add} does if it does not find where to. Inside a block iterators
 * follow the block's own changes.
 *
 * <p>A {@linkplain #subList part} begins at a fixed position and has a size of its own. If others have made the list too
 * short for it, it throws {@code ConcurrentModificationException}.
 *
 * <p>Operations on one position take O(log n) time. See Bayer and McCreight, <i>Organization of large ordered indices</i>, 1972.
 *
 * @param <E> the type of the elements
 */
public final class TList<E extends @Nullable Object> extends AbstractList<E> implements RandomAccess, Serializable {
    private static final long serialVersionUID = 1;

    /** Not final only because a list that is read from a stream has to set it. Set once. */
    private transient Indexed<E> elements;

    /** An empty list. */
    public TList() {
        this(new SharedSequence<>(null, Sequence.empty()));
    }

    /**
     * A list with the elements of a collection, in the order of its iterator.
     *
     * @param source the collection
     */
    public TList(Collection<? extends E> source) {
        this(new SharedSequence<>(null, Sequence.of(source.toArray())));
    }

    private TList(Indexed<E> elements) {
        this.elements = elements;
    }

    /**
     * A list of elements, as {@link List#of}; this one can be changed, and elements may be null.
     *
     * @param <E> the type of the elements
     * @param elements the elements
     * @return a new list
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <E extends @Nullable Object> TList<E> of(E... elements) {
        return new TList<>(Arrays.asList(elements));
    }

    /**
     * An empty list with a name, for reports of conflicts.
     *
     * @param <E> the type of the elements
     * @param name the name
     * @return the list
     */
    public static <E extends @Nullable Object> TList<E> named(String name) {
        return new TList<>(new SharedSequence<>(Objects.requireNonNull(name, "name"), Sequence.empty()));
    }

    // ---------------------------------------------------------------- asking

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public boolean isEmpty() {
        return !elements.has(0);
    }

    @Override
    public E get(int index) {
        return elements.get(index);
    }

    /**
     * The first element.
     *
     * @return the element
     * @throws NoSuchElementException if the list is empty
     */
    public E getFirst() {
        return OneBlock.call(() -> elements.get(elements.firstIndex()));
    }

    /**
     * The last element.
     *
     * @return the element
     * @throws NoSuchElementException if the list is empty
     */
    public E getLast() {
        return OneBlock.call(() -> elements.get(elements.lastIndex()));
    }

    @Override
    public int lastIndexOf(@Nullable Object o) {
        ListIterator<E> iterator = Stm.inAtomic() ? listIterator(size()) : SnapshotIterator.atEnd(elements);
        while (iterator.hasPrevious()) {
            if (Objects.equals(o, iterator.previous())) {
                return iterator.nextIndex();
            }
        }
        return -1;
    }

    @Override
    public boolean containsAll(Collection<?> others) {
        return OneBlock.call(() -> super.containsAll(others));
    }

    @Override
    @SuppressWarnings("NullAway") // that elements may be null cannot be said of the overridden method
    public @Nullable Object[] toArray() {
        return elements.all().toArray();
    }

    @Override
    @SuppressWarnings("NullAway") // elements may be null where the array's may
    public <T extends @Nullable Object> T[] toArray(T[] array) {
        return Copies.into(
                Objects.requireNonNull(array, "array"), elements.all().toArray());
    }

    // ---------------------------------------------------------------- changing

    @Override
    public E set(int index, E element) {
        return elements.set(index, element);
    }

    @Override
    public boolean add(E element) {
        elements.append(element);
        return true;
    }

    @Override
    public void add(int index, E element) {
        elements.splice(index, index, Sequence.<E>empty().append(element));
    }

    /**
     * Adds an element at the beginning.
     *
     * @param element the element
     */
    public void addFirst(E element) {
        add(0, element);
    }

    /**
     * Adds an element at the end.
     *
     * @param element the element
     */
    public void addLast(E element) {
        elements.append(element);
    }

    @Override
    public boolean addAll(Collection<? extends E> source) {
        Sequence<E> added = Sequence.of(source.toArray());
        if (added.size() == 0) {
            return false;
        }
        elements.append(added);
        return true;
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> source) {
        Sequence<E> added = Sequence.of(source.toArray());
        elements.splice(index, index, added);
        return added.size() > 0;
    }

    @Override
    public E remove(int index) {
        return elements.remove(index);
    }

    @Override
    public boolean remove(@Nullable Object o) {
        return OneBlock.call(() -> {
            int index = indexOf(o);
            if (index < 0) {
                return false;
            }
            elements.splice(index, index + 1, Sequence.empty());
            return true;
        });
    }

    /**
     * Removes the first element.
     *
     * @return the element
     * @throws NoSuchElementException if the list is empty
     */
    public E removeFirst() {
        return OneBlock.call(() -> elements.remove(elements.firstIndex()));
    }

    /**
     * Removes the last element.
     *
     * @return the element
     * @throws NoSuchElementException if the list is empty
     */
    public E removeLast() {
        return OneBlock.call(() -> elements.remove(elements.lastIndex()));
    }

    @Override
    public boolean removeAll(Collection<?> others) {
        Objects.requireNonNull(others, "others");
        return removeIf(others::contains);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
        Objects.requireNonNull(others, "others");
        return removeIf(element -> !others.contains(element));
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter, "filter");
        return Stm.atomic(() -> {
            Sequence<E> all = elements.all();
            Sequence<E> kept = all.without(filter);
            elements.replace(all, kept);
            return kept != all;
        });
    }

    @Override
    public void replaceAll(UnaryOperator<E> operator) {
        Objects.requireNonNull(operator, "operator");
        Stm.atomic(() -> {
            Sequence<E> all = elements.all();
            elements.replace(all, all.replaced(operator));
        });
    }

    @Override
    public void sort(@Nullable Comparator<? super E> comparator) {
        Stm.atomic(() -> {
            Sequence<E> all = elements.all();
            elements.replace(all, all.sorted(comparator));
        });
    }

    @Override
    public void clear() {
        elements.replaceAll(Sequence.empty());
    }

    // ---------------------------------------------------------------- views and iterators

    @Override
    public Iterator<E> iterator() {
        return listIterator(0);
    }

    @Override
    public ListIterator<E> listIterator() {
        return listIterator(0);
    }

    @Override
    public ListIterator<E> listIterator(int index) {
        if (Stm.inAtomic()) {
            checkPosition(index, index <= 0 || elements.has(index - 1));
            return new LiveIterator<>(elements, index);
        }
        Sequence<E> all = elements.all();
        checkPosition(index, index <= all.size());
        return new SnapshotIterator<>(elements, all, index);
    }

    @Override
    public List<E> subList(int fromIndex, int toIndex) {
        checkPosition(fromIndex, toIndex <= 0 || elements.has(toIndex - 1));
        if (fromIndex > toIndex) {
            throw new IllegalArgumentException("fromIndex(" + fromIndex + ") > toIndex(" + toIndex + ")");
        }
        return new TList<>(new Window<>(elements, fromIndex, toIndex - fromIndex));
    }

    @Override
    public Spliterator<E> spliterator() {
        return new ListSpliterator<>(elements);
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
        Objects.requireNonNull(action, "action");
        iterator().forEachRemaining(action);
    }

    private static void checkPosition(int index, boolean isInRange) {
        if (index < 0 || !isInRange) {
            throw new IndexOutOfBoundsException("Index out of range: " + index);
        }
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
     * @throws IOException if the content cannot be that of a list, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        // From here on it is an empty list, which elements can refer to, and use, while they are read.
        elements = new SharedSequence<>(null, Sequence.empty());
        List<E> read = Streams.readAll(in, Streams.readCount(in), true);
        addAll(read);
    }
}
