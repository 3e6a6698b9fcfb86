package dev.ame.stm.collections.queue;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Elements on their way from one collection to another, by way of an array. */
public final class Copies {
    private Copies() {}

    /**
     * The elements of a collection, for another one to add.
     *
     * @param source the collection
     * @param target the other one
     * @return a new array
     * @throws IllegalArgumentException if the two are the same
     * @throws NullPointerException if one of the elements is null
     */
    public static Object[] elementsFor(Collection<?> target, Collection<?> source) {
        requireOther(target, source);
        Object[] elements = source.toArray();
        for (Object element : elements) {
            Objects.requireNonNull(element, "element");
        }
        return elements;
    }

    /**
     * Refuses that a collection is used on itself.
     *
     * @param self the collection
     * @param other what it is used on
     * @throws IllegalArgumentException if it is the same
     */
    public static void requireOther(Collection<?> self, Collection<?> other) {
        if (Objects.requireNonNull(other, "c") == self) {
            throw new IllegalArgumentException("a queue on itself");
        }
    }

    /**
     * What {@link Collection#toArray(Object[])} promises.
     *
     * @param <T> the type of the array's components
     * @param elements all elements
     * @param array what the caller has given
     * @return the same if there is room in it, or a new one
     */
    @SuppressWarnings("unchecked") // as the interface has it: the components' type is the caller's affair
    public static <T extends @Nullable Object> T[] into(T[] array, Object[] elements) {
        if (array.length < elements.length) {
            return (T[]) Arrays.copyOf(elements, elements.length, array.getClass());
        }
        System.arraycopy(elements, 0, array, 0, elements.length);
        if (array.length > elements.length) {
            ((@Nullable Object[]) array)[elements.length] = null;
        }
        return array;
    }
}
