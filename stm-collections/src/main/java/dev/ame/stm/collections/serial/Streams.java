package dev.ame.stm.collections.serial;

import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OptionalDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the content of collections. What is read may come from anywhere, so it is checked as it comes: whatever a
 * collection could not have written is an {@link InvalidObjectException}. A number of elements is not believed before they
 * are there: memory grows with what has been read.
 *
 * <p><b>Why collections do not put another object in their place.</b> An element may refer to the collection it is in. Such
 * a reference is met while the collection is being read, when a replacement has not been resolved yet; it would be read as
 * null, or as an object of the wrong type. So each collection writes and reads itself, and makes itself an empty
 * collection, which can be used, before it reads its elements.
 */
public final class Streams {
    private static final int FIRST_NUMBERS = 64;

    private Streams() {}

    // ---------------------------------------------------------------- writing

    /**
     * Writes a number of elements, then these.
     *
     * @param out where to
     * @param elements the elements; may be null where {@link #readAll} is told so
     * @throws IOException if the stream throws it
     */
    public static void writeAll(ObjectOutputStream out, @Nullable Object[] elements) throws IOException {
        out.writeInt(elements.length);
        for (Object element : elements) {
            out.writeObject(element);
        }
    }

    /**
     * Writes how many numbers there are, then these.
     *
     * @param out where to
     * @param numbers the numbers
     * @throws IOException if the stream throws it
     */
    public static void writeLongs(ObjectOutputStream out, long[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (long number : numbers) {
            out.writeLong(number);
        }
    }

    // ---------------------------------------------------------------- reading

    /**
     * Reads a number that cannot be negative.
     *
     * @param in where from
     * @return the number
     * @throws IOException if it is negative, or if the stream throws it
     */
    public static int readCount(ObjectInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0) {
            throw new InvalidObjectException("a negative number of elements: " + count);
        }
        return count;
    }

    /**
     * Reads elements that {@link #writeAll} has written, behind their number.
     *
     * @param <E> the type of the elements, which is taken on trust as in all collections
     * @param in where from
     * @param count how many
     * @param nullable whether null is one of the values that they may have
     * @return the elements
     * @throws IOException if one is null or missing, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    @SuppressWarnings("unchecked")
    public static <E extends @Nullable Object> List<E> readAll(ObjectInputStream in, int count, boolean nullable)
            throws IOException, ClassNotFoundException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(nullable ? readObject(in) : read(in, Object.class, "element"));
        }
        return (List<E>) elements;
    }

    /**
     * Reads numbers, behind how many they are.
     *
     * @param in where from
     * @param count how many
     * @return the numbers
     * @throws IOException if one is missing, or if the stream throws it
     */
    public static long[] readLongs(ObjectInputStream in, int count) throws IOException {
        long[] numbers = new long[Math.min(count, FIRST_NUMBERS)];
        for (int i = 0; i < count; i++) {
            if (i == numbers.length) {
                numbers = Arrays.copyOf(numbers, (int) Math.min(count, 2L * i));
            }
            try {
                numbers[i] = in.readLong();
            } catch (EOFException e) {
                throw invalid("missing numbers", e);
            }
        }
        return numbers;
    }

    /**
     * Reads an object of a known type.
     *
     * @param <T> the type
     * @param in where from
     * @param type the type
     * @param what what it is, for messages
     * @return the object, not null
     * @throws IOException if it is missing, null or of another type, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    public static <T> T read(ObjectInputStream in, Class<T> type, String what)
            throws IOException, ClassNotFoundException {
        T object = readOrNull(in, type, what);
        if (object == null) {
            throw new InvalidObjectException("null " + what);
        }
        return object;
    }

    /**
     * Reads an object of a known type, or null.
     *
     * @param <T> the type
     * @param in where from
     * @param type the type
     * @param what what it is, for messages
     * @return the object
     * @throws IOException if it is missing or of another type, or if the stream throws it
     * @throws ClassNotFoundException if the stream throws it
     */
    public static <T> @Nullable T readOrNull(ObjectInputStream in, Class<T> type, String what)
            throws IOException, ClassNotFoundException {
        Object object = readObject(in);
        if (object != null && !type.isInstance(object)) {
            throw new InvalidObjectException(
                    what + " of type " + object.getClass().getName());
        }
        return type.cast(object);
    }

    @SuppressWarnings("BanSerializableRead") // that is what it is for; callers check what they get
    private static @Nullable Object readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        try {
            return in.readObject();
        } catch (OptionalDataException e) {
            throw invalid("missing elements", e);
        }
    }

    // ---------------------------------------------------------------- what was read

    /** Puts what was read where it belongs; may call code of users, as {@code hashCode} and {@code compareTo}. */
    @FunctionalInterface
    public interface Step {
        /** Does it. */
        void run();
    }

    /**
     * Puts what was read where it belongs. An exception is the fault of the stream: of elements that cannot be compared, say.
     *
     * @param step what to do
     * @throws InvalidObjectException if it throws
     */
    public static void fill(Step step) throws InvalidObjectException {
        try {
            step.run();
        } catch (RuntimeException e) {
            throw invalid("the content does not fit", e);
        }
    }

    private static InvalidObjectException invalid(String message, Exception cause) {
        InvalidObjectException invalid =
                new InvalidObjectException(message + ": " + cause.getClass().getName());
        invalid.initCause(cause);
        return invalid;
    }
}
