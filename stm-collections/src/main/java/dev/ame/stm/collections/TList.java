package dev.ame.stm.collections;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.SerialForm.Kind;
import dev.ame.stm.collections.block.OneBlock;
import dev.ame.stm.collections.list.Indexed;
import dev.ame.stm.collections.list.ListSpliterator;
import dev.ame.stm.collections.list.LiveIterator;
import dev.ame.stm.collections.list.Sequence;
import dev.ame.stm.collections.list.SharedSequence;
import dev.ame.stm.collections.list.SnapshotIterator;
import dev.ame.stm.collections.list.Window;
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
import org.jspecify.annotations.Nullable;

/**
 * A list that atomic blocks share. Inside a block an operation is part of the block; outside it is atomic by itself, bulk
 * operations, {@code sort}, {@code replaceAll} and {@code removeIf} included. Elements may be null; they must be immutable
 * or never changed afterwards. Any thread may use it. Functions and comparators given to a list may be called several times
 * for one element, if others change the list meanwhile; they should only compute.
 *
 * <p>Two blocks conflict only if one changes what the other was told:
 *
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
 * <p>All operations on one position take O(log n) time; they copy some small arrays. See Bayer and McCreight,
 * <i>Organization and maintenance of large ordered indices</i>, 1972.
 *
 * @param <E> the type of the elements
 */
public final class TList<E extends @Nullable Object> extends AbstractList<E> implements RandomAccess, Serializable {
    private static final long serialVersionUID = 1;

    private final transient Indexed<E> elements;

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
    @SuppressWarnings({"unchecked", "NullAway"}) // the array decides what fits in, and has room for a null at the end
    public <T extends @Nullable Object> T[] toArray(T[] array) {
        Sequence<E> all = elements.all();
        if (array.length < all.size()) {
            return (T[]) Arrays.copyOf(all.toArray(), all.size(), array.getClass());
        }
        all.copyTo(array);
        if (array.length > all.size()) {
            array[all.size()] = null;
        }
        return array;
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
        return OneBlock.call(() -> {
            Sequence<E> all = elements.all();
            Sequence.Walk<E> walk = all.walk();
            @Nullable Object[] kept = new @Nullable Object[all.size()];
            int n = 0;
            for (int i = 0; i < all.size(); i++) {
                E element = walk.get(i);
                if (!filter.test(element)) {
                    kept[n++] = element;
                }
            }
            if (n == all.size()) {
                return false;
            }
            elements.replaceAll(Sequence.of(Arrays.copyOf(kept, n)));
            return true;
        });
    }

    @Override
    public void replaceAll(UnaryOperator<E> operator) {
        Objects.requireNonNull(operator, "operator");
        OneBlock.run(() -> {
            Sequence<E> all = elements.all();
            Sequence.Walk<E> walk = all.walk();
            @Nullable Object[] replaced = new @Nullable Object[all.size()];
            for (int i = 0; i < replaced.length; i++) {
                replaced[i] = operator.apply(walk.get(i));
            }
            elements.replaceAll(Sequence.of(replaced));
        });
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the elements are of this type
    public void sort(@Nullable Comparator<? super E> comparator) {
        OneBlock.run(() -> {
            @Nullable Object[] sorted = elements.all().toArray();
            Arrays.sort((E[]) sorted, comparator);
            elements.replaceAll(Sequence.of(sorted));
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
     * What is written in place of this.
     *
     * @return an object that makes an equal one when it is read
     */
    private Object writeReplace() {
        return new SerialForm(Kind.LIST, toArray());
    }
}
