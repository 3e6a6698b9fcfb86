package dev.ame.stm.collections.map;

import dev.ame.stm.Stm;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a view of a table and makes something of all its elements: on the calling thread, in one block with all that
 * the functions do. What a function returns null for is left out.
 */
@SuppressWarnings("NullAway") // it does not infer that a result may be null
public final class Bulk {
    private Bulk() {}

    /**
     * Gives an action what a function makes of each element. Outside a block the elements are those of one moment, and the
     * functions are not part of a block, as with {@link MapView#forEach}.
     */
    public static <E, U> void forEach(
            Collection<E> view, Function<? super E, ? extends @Nullable U> transformer, Consumer<? super U> action) {
        Objects.requireNonNull(transformer, "transformer");
        Objects.requireNonNull(action, "action");
        view.forEach(element -> {
            U made = transformer.apply(element);
            if (made != null) {
                action.accept(made);
            }
        });
    }

    /** The first that a function makes of an element; null if there is none. */
    public static <E, U> @Nullable U search(Collection<E> view, Function<? super E, ? extends @Nullable U> function) {
        Objects.requireNonNull(function, "searchFunction");
        return Stm.atomic(() -> {
            for (E element : view) {
                U made = function.apply(element);
                if (made != null) {
                    return made;
                }
            }
            return null;
        });
    }

    /** What a function makes of all elements, two by two; null if there is none. */
    public static <E> @Nullable E reduce(
            Collection<E> view, BiFunction<? super E, ? super E, ? extends @Nullable E> reducer) {
        return Bulk.<E, E>reduce(view, element -> element, reducer);
    }

    /** What one function makes of all that another makes of the elements, two by two; null if there is none. */
    public static <E, U> @Nullable U reduce(
            Collection<E> view,
            Function<? super E, ? extends @Nullable U> transformer,
            BiFunction<? super U, ? super U, ? extends @Nullable U> reducer) {
        Objects.requireNonNull(transformer, "transformer");
        Objects.requireNonNull(reducer, "reducer");
        return Stm.atomic(() -> {
            U all = null;
            for (E element : view) {
                U made = transformer.apply(element);
                if (made != null) {
                    all = all == null ? made : reducer.apply(all, made);
                }
            }
            return all;
        });
    }

    /** The same of numbers, from a basis on. */
    public static <E> double reduceToDouble(
            Collection<E> view, ToDoubleFunction<? super E> transformer, double basis, DoubleBinaryOperator reducer) {
        Objects.requireNonNull(transformer, "transformer");
        Objects.requireNonNull(reducer, "reducer");
        return Stm.atomic(() -> {
            double all = basis;
            for (E element : view) {
                all = reducer.applyAsDouble(all, transformer.applyAsDouble(element));
            }
            return all;
        });
    }

    /** The same of numbers, from a basis on. */
    public static <E> long reduceToLong(
            Collection<E> view, ToLongFunction<? super E> transformer, long basis, LongBinaryOperator reducer) {
        Objects.requireNonNull(transformer, "transformer");
        Objects.requireNonNull(reducer, "reducer");
        return Stm.atomic(() -> {
            long all = basis;
            for (E element : view) {
                all = reducer.applyAsLong(all, transformer.applyAsLong(element));
            }
            return all;
        });
    }

    /** The same of numbers, from a basis on. */
    public static <E> int reduceToInt(
            Collection<E> view, ToIntFunction<? super E> transformer, int basis, IntBinaryOperator reducer) {
        Objects.requireNonNull(transformer, "transformer");
        Objects.requireNonNull(reducer, "reducer");
        return Stm.atomic(() -> {
            int all = basis;
            for (E element : view) {
                all = reducer.applyAsInt(all, transformer.applyAsInt(element));
            }
            return all;
        });
    }

    // ---------------------------------------------------------------- functions of key and value, as ones of entries

    public static <K, V, U> Function<Map.Entry<K, V>, @Nullable U> ofEntry(
            BiFunction<? super K, ? super V, ? extends @Nullable U> function) {
        Objects.requireNonNull(function, "function");
        return entry -> function.apply(entry.getKey(), entry.getValue());
    }

    public static <K, V> ToDoubleFunction<Map.Entry<K, V>> doubleOfEntry(
            ToDoubleBiFunction<? super K, ? super V> function) {
        Objects.requireNonNull(function, "function");
        return entry -> function.applyAsDouble(entry.getKey(), entry.getValue());
    }

    public static <K, V> ToLongFunction<Map.Entry<K, V>> longOfEntry(ToLongBiFunction<? super K, ? super V> function) {
        Objects.requireNonNull(function, "function");
        return entry -> function.applyAsLong(entry.getKey(), entry.getValue());
    }

    public static <K, V> ToIntFunction<Map.Entry<K, V>> intOfEntry(ToIntBiFunction<? super K, ? super V> function) {
        Objects.requireNonNull(function, "function");
        return entry -> function.applyAsInt(entry.getKey(), entry.getValue());
    }
}
