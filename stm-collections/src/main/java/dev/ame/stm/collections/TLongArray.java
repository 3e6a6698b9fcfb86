package dev.ame.stm.collections;

import dev.ame.stm.LongBox;
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
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * An array of {@code long}s, of fixed length, that atomic blocks share; no path boxes a number. Inside a block an operation
 * is part of the block; outside it is atomic by itself. Any thread may use it.
 *
 * <p>Operations on different positions never conflict; those on one position as those of a {@link LongBox}: {@link #set} and
 * {@link #add} are blind. {@link #toArray} and {@link #stream} show one moment, and conflict with every write.
 *
 * <p>A position takes memory for a box when it is first written, or looked at inside a block; before that, one reference.
 */
public final class TLongArray implements Serializable {
    private static final long serialVersionUID = 1;

    private static final VarHandle BOXES = MethodHandles.arrayElementVarHandle(LongBox[].class);

    private final transient @Nullable String name;

    /**
     * For each position its box, or null while nobody has needed one. A box is put here before anything is written to it, and
     * stays. So who finds none (acquire) sees the position as it was made, and no write of it has committed before.
     *
     * <p>Not final only because an array that is read from a stream has to set it. Set once.
     */
    private transient @Nullable LongBox[] boxes;

    /**
     * An array of zeros.
     *
     * @param length the number of positions
     * @throws NegativeArraySizeException if it is negative
     */
    public TLongArray(int length) {
        this(null, length);
    }

    /**
     * An array with the elements of another.
     *
     * @param source the other array
     */
    public TLongArray(long[] source) {
        this(null, source.length);
        fill(source);
    }

    private TLongArray(@Nullable String name, int length) {
        this.name = name;
        boxes = new @Nullable LongBox[length];
    }

    /**
     * An array of zeros with a name, for reports of conflicts.
     *
     * @param name the name
     * @param length the number of positions
     * @return the array
     * @throws NegativeArraySizeException if the length is negative
     */
    public static TLongArray named(String name, int length) {
        return new TLongArray(Objects.requireNonNull(name, "name"), length);
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
     * The number at a position.
     *
     * @param index the position
     * @return the number
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public long get(int index) {
        LongBox box = boxOrNull(index);
        if (box == null) {
            if (!Stm.inAtomic()) {
                return 0;
            }
            box = box(index); // so that the block has read it
        }
        return box.get();
    }

    /**
     * Sets a number, without reading it.
     *
     * @param index the position
     * @param value the new number
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public void set(int index, long value) {
        box(index).set(value);
    }

    /**
     * Adds to a number without reading it: blocks that only add do not conflict.
     *
     * @param index the position
     * @param amount what to add; overflow wraps around
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public void add(int index, long amount) {
        box(index).add(amount);
    }

    /**
     * Adds 1 without reading, as {@link #add}.
     *
     * @param index the position
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public void increment(int index) {
        box(index).add(1);
    }

    /**
     * Subtracts 1 without reading, as {@link #add}.
     *
     * @param index the position
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public void decrement(int index) {
        box(index).add(-1);
    }

    /**
     * Sets a number.
     *
     * @param index the position
     * @param value the new number
     * @return the number before
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public long getAndSet(int index, long value) {
        return box(index).getAndSet(value);
    }

    /**
     * Sets a number if it is a certain one.
     *
     * @param index the position
     * @param expected the number that is to be replaced
     * @param value the new number
     * @return whether the number was {@code expected}
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public boolean compareAndSet(int index, long expected, long value) {
        return box(index).compareAndSet(expected, value);
    }

    /**
     * Adds to a number.
     *
     * @param index the position
     * @param amount what to add; overflow wraps around
     * @return the number before
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public long getAndAdd(int index, long amount) {
        return box(index).getAndAdd(amount);
    }

    /**
     * Adds to a number.
     *
     * @param index the position
     * @param amount what to add; overflow wraps around
     * @return the new number
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public long addAndGet(int index, long amount) {
        return box(index).addAndGet(amount);
    }

    /**
     * Adds 1.
     *
     * @param index the position
     * @return the new number
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public long incrementAndGet(int index) {
        return box(index).incrementAndGet();
    }

    /**
     * Adds 1.
     *
     * @param index the position
     * @return the number before
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public long getAndIncrement(int index) {
        return box(index).getAndIncrement();
    }

    /**
     * Subtracts 1.
     *
     * @param index the position
     * @return the new number
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public long decrementAndGet(int index) {
        return box(index).decrementAndGet();
    }

    /**
     * Subtracts 1.
     *
     * @param index the position
     * @return the number before
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public long getAndDecrement(int index) {
        return box(index).getAndDecrement();
    }

    /**
     * Replaces a number by what the function makes of it. The function may be called several times.
     *
     * @param index the position
     * @param function from the old number to the new one
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public void update(int index, LongUnaryOperator function) {
        box(index).update(function);
    }

    /**
     * Replaces a number by what the function makes of it. The function may be called several times.
     *
     * @param index the position
     * @param function from the old number to the new one
     * @return the number before
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public long getAndUpdate(int index, LongUnaryOperator function) {
        return box(index).getAndUpdate(function);
    }

    /**
     * Replaces a number by what the function makes of it. The function may be called several times.
     *
     * @param index the position
     * @param function from the old number to the new one
     * @return the new number
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public long updateAndGet(int index, LongUnaryOperator function) {
        return box(index).updateAndGet(function);
    }

    /**
     * Replaces a number by what the function makes of it when the block commits, without reading it; see {@link
     * LongBox#commute}.
     *
     * @param index the position
     * @param function from the old number to the new one
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public void commute(int index, LongUnaryOperator function) {
        box(index).commute(function);
    }

    /**
     * The numbers, of one moment.
     *
     * @return a new array
     */
    public long[] toArray() {
        return Moments.of(() -> {
            long[] all = new long[boxes.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = get(i);
            }
            return all;
        });
    }

    /**
     * The numbers, of one moment. Inside a block the stream stays on its thread, {@code parallel()} or not.
     *
     * @return a stream of them
     */
    public LongStream stream() {
        return BlockStreams.of(BlockSpliterator.of(toArray()));
    }

    /**
     * The numbers, of one moment.
     *
     * @return a text for people, as of {@link Arrays#toString(long[])}
     */
    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }

    private @Nullable LongBox boxOrNull(int index) {
        return (LongBox) BOXES.getAcquire(boxes, index);
    }

    private LongBox box(int index) {
        LongBox box = boxOrNull(index);
        if (box != null) {
            return box;
        }
        LongBox made = newBox(index, 0);
        LongBox found = (LongBox) BOXES.compareAndExchange(boxes, index, (LongBox) null, made);
        return found == null ? made : found;
    }

    private LongBox newBox(int index, long value) {
        return name == null ? LongBox.of(value) : LongBox.named(name + '[' + index + ']', value);
    }

    /** Before anybody else knows the positions. */
    private void fill(long[] source) {
        for (int i = 0; i < source.length; i++) {
            boxes[i] = source[i] == 0 ? null : newBox(i, source[i]);
        }
    }

    /**
     * Writes the numbers of one moment.
     *
     * @param out where to
     * @throws IOException if the stream throws it
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        Streams.writeLongs(out, toArray());
    }

    /**
     * Reads what was written.
     *
     * @param in where from
     * @throws IOException if the content cannot be that of an array, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        long[] numbers = Streams.readLongs(in, Streams.readCount(in));
        boxes = new @Nullable LongBox[numbers.length];
        fill(numbers);
    }
}
