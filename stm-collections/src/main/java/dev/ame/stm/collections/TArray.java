package dev.ame.stm.collections;

import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.block.BlockSpliterator;
import dev.ame.stm.collections.block.BlockStreams;
import dev.ame.stm.collections.block.Moments;
import dev.ame.stm.collections.serial.Streams;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An array of fixed length that atomic blocks share. Inside a block an operation is part of the block; outside it is atomic
 * by itself. Elements may be null; they must be immutable or never changed afterwards. Any thread may use it.
 *
 * <p>Operations on different positions never conflict; those on one position as those of a {@link Box}: {@link #set} and
 * {@link #commute} are blind. {@link #toArray} and {@link #stream} show one moment, and conflict with every write.
 *
 * <p>A position takes memory for a box when it is first written, or looked at inside a block; before that, one reference.
 *
 * @param <T> the type of the elements
 */
public final class TArray<T extends @Nullable Object> implements Serializable {
    private static final long serialVersionUID = 1;

    private static final VarHandle BOXES = MethodHandles.arrayElementVarHandle(Box[].class);

    private final transient @Nullable String name;

    /**
     * For each position its box, or null while nobody has needed one. A box is put here before anything is written to it, and
     * stays. So who finds none (acquire) sees the position as it was made, and no write of it has committed before.
     *
     * <p>Not final only because an array that is read from a stream has to set it: first to one of length 0.
     */
    private transient @Nullable Box<T>[] boxes;

    /**
     * An array of nulls.
     *
     * @param length the number of positions
     * @throws NegativeArraySizeException if it is negative
     */
    public TArray(int length) {
        this(null, length);
    }

    /**
     * An array with the elements of another.
     *
     * @param source the other array
     */
    public TArray(T[] source) {
        this(null, source.length);
        fill(source);
    }

    /**
     * An array with the elements of a collection, in the order of its iterator.
     *
     * @param source the collection
     */
    @SuppressWarnings("unchecked") // they are elements of the collection
    public TArray(Collection<? extends T> source) {
        this((T[]) source.toArray());
    }

    @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // an array of a generic type, of nulls
    private TArray(@Nullable String name, int length) {
        this.name = name;
        boxes = new Box[length];
    }

    /**
     * An array of nulls with a name, for reports of conflicts.
     *
     * @param <T> the type of the elements
     * @param name the name
     * @param length the number of positions
     * @return the array
     * @throws NegativeArraySizeException if the length is negative
     */
    public static <T extends @Nullable Object> TArray<T> named(String name, int length) {
        return new TArray<>(Objects.requireNonNull(name, "name"), length);
    }

    /**
     * The number of positions.
     *
     * @return the length
     */
    public int length() {
        return boxes.length;
    }

    /**
     * The element at a position.
     *
     * @param index the position
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such position
     */
    @SuppressWarnings("NullAway") // a position without a box holds null, as its type must allow
    public T get(int index) {
        Box<T> box = boxOrNull(index);
        if (box == null) {
            if (!Stm.inAtomic()) {
                return null;
            }
            box = box(index); // so that the block has read it
        }
        return box.get();
    }

    /**
     * Sets an element, without reading it.
     *
     * @param index the position
     * @param value the new element
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public void set(int index, T value) {
        box(index).set(value);
    }

    /**
     * Sets an element.
     *
     * @param index the position
     * @param value the new element
     * @return the element before
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public T getAndSet(int index, T value) {
        return box(index).getAndSet(value);
    }

    /**
     * Sets an element if it is a certain object, compared by identity.
     *
     * @param index the position
     * @param expected the element that is to be replaced
     * @param value the new element
     * @return whether the element was {@code expected}
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public boolean compareAndSet(int index, T expected, T value) {
        return box(index).compareAndSet(expected, value);
    }

    /**
     * Replaces an element by what the function makes of it. The function may be called several times.
     *
     * @param index the position
     * @param function from the old element to the new one
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public void update(int index, UnaryOperator<T> function) {
        box(index).update(function);
    }

    /**
     * Replaces an element by what the function makes of it. The function may be called several times.
     *
     * @param index the position
     * @param function from the old element to the new one
     * @return the element before
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public T getAndUpdate(int index, UnaryOperator<T> function) {
        return box(index).getAndUpdate(function);
    }

    /**
     * Replaces an element by what the function makes of it. The function may be called several times.
     *
     * @param index the position
     * @param function from the old element to the new one
     * @return the new element
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public T updateAndGet(int index, UnaryOperator<T> function) {
        return box(index).updateAndGet(function);
    }

    /**
     * Replaces an element by what the function makes of it when the block commits, without reading it; see {@link
     * Box#commute}.
     *
     * @param index the position
     * @param function from the old element to the new one
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public void commute(int index, UnaryOperator<T> function) {
        box(index).commute(function);
    }

    /**
     * The elements, of one moment.
     *
     * @return a new array
     */
    public @Nullable Object[] toArray() {
        return Moments.of(() -> {
            @Nullable Object[] all = new @Nullable Object[boxes.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = get(i);
            }
            return all;
        });
    }

    /**
     * The elements, of one moment. Inside a block the stream stays on its thread, {@code parallel()} or not.
     *
     * @return a stream of them
     */
    public Stream<T> stream() {
        return BlockStreams.of(BlockSpliterator.of(toArray(), Spliterator.ORDERED), false);
    }

    /**
     * The elements, of one moment.
     *
     * @return a text for people, as of {@link Arrays#toString(Object[])}
     */
    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }

    @SuppressWarnings("unchecked") // only such boxes get in
    private @Nullable Box<T> boxOrNull(int index) {
        return (Box<T>) BOXES.getAcquire(boxes, index);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // as in get
    private Box<T> box(int index) {
        Box<T> box = boxOrNull(index);
        if (box != null) {
            return box;
        }
        Box<T> made = newBox(index, null);
        Box<T> found = (Box<T>) BOXES.compareAndExchange(boxes, index, (Box<T>) null, made);
        return found == null ? made : found;
    }

    private Box<T> newBox(int index, T value) {
        return name == null ? Box.of(value) : Box.named(name + '[' + index + ']', value);
    }

    /** Before anybody else knows the positions. */
    private void fill(T[] source) {
        for (int i = 0; i < source.length; i++) {
            boxes[i] = source[i] == null ? null : newBox(i, source[i]);
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
     * @throws IOException if the content cannot be that of an array, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // as in the constructors
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        boxes = new Box[0]; // so that elements can refer to the array, and use it, while they are read
        List<T> elements = Streams.readAll(in, Streams.readCount(in), true);
        boxes = new Box[elements.size()];
        fill((T[]) elements.toArray());
    }
}
