package dev.ame.stm.collections;

import dev.ame.stm.collections.map.Bulk;
import java.util.Map;
import java.util.function.BiConsumer;
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
 * The operations on all keys with their values, or all entries, that {@link java.util.concurrent.ConcurrentHashMap} has. Users
 * see them as methods of {@link TMap}; what is said there of bulk operations holds for each of them.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
abstract class BulkMap<K, V> extends BulkMapViews<K, V> {
    BulkMap() {}

    // ---------------------------------------------------------------- keys and values together

    /**
     * Calls a function with each key and value. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param action the function; outside a block not part of any
     */
    public void forEach(long parallelismThreshold, BiConsumer<? super K, ? super V> action) {
        forEach(action);
    }

    /**
     * Calls a function with what another makes of each key and value. Conflicts with every change.
     *
     * @param <U> what is made of keys and values
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it, or null to leave the key out
     * @param action the function; outside a block, neither is part of any
     */
    public <U> void forEach(
            long parallelismThreshold,
            BiFunction<? super K, ? super V, ? extends @Nullable U> transformer,
            Consumer<? super U> action) {
        Bulk.forEach(entrySet(), Bulk.<K, V, U>ofEntry(transformer), action);
    }

    /**
     * Looks for a key and value of which a function makes something. Conflicts with every change.
     *
     * @param <U> what is made of keys and values
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param searchFunction makes it, or null if the search is to go on
     * @return what was made first; null if the function made nothing of any key and value
     */
    public <U> @Nullable U search(
            long parallelismThreshold, BiFunction<? super K, ? super V, ? extends @Nullable U> searchFunction) {
        return Bulk.search(entrySet(), Bulk.<K, V, U>ofEntry(searchFunction));
    }

    /**
     * Combines what is made of each key and value. Conflicts with every change.
     *
     * @param <U> what is made of keys and values
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it, or null to leave the key out
     * @param reducer combines two; must not care for the order
     * @return the combination; null if there is nothing to combine
     */
    public <U> @Nullable U reduce(
            long parallelismThreshold,
            BiFunction<? super K, ? super V, ? extends @Nullable U> transformer,
            BiFunction<? super U, ? super U, ? extends @Nullable U> reducer) {
        return Bulk.reduce(entrySet(), Bulk.<K, V, U>ofEntry(transformer), reducer);
    }

    /**
     * Combines what is made of each key and value. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no key, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public double reduceToDouble(
            long parallelismThreshold,
            ToDoubleBiFunction<? super K, ? super V> transformer,
            double basis,
            DoubleBinaryOperator reducer) {
        return Bulk.reduceToDouble(entrySet(), Bulk.doubleOfEntry(transformer), basis, reducer);
    }

    /**
     * Combines what is made of each key and value. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no key, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public long reduceToLong(
            long parallelismThreshold,
            ToLongBiFunction<? super K, ? super V> transformer,
            long basis,
            LongBinaryOperator reducer) {
        return Bulk.reduceToLong(entrySet(), Bulk.longOfEntry(transformer), basis, reducer);
    }

    /**
     * Combines what is made of each key and value. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no key, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public int reduceToInt(
            long parallelismThreshold,
            ToIntBiFunction<? super K, ? super V> transformer,
            int basis,
            IntBinaryOperator reducer) {
        return Bulk.reduceToInt(entrySet(), Bulk.intOfEntry(transformer), basis, reducer);
    }

    // ---------------------------------------------------------------- entries

    /**
     * Calls a function with each entry. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param action the function; outside a block not part of any
     */
    public void forEachEntry(long parallelismThreshold, Consumer<? super Map.Entry<K, V>> action) {
        entrySet().forEach(action);
    }

    /**
     * Calls a function with what another makes of each entry. Conflicts with every change.
     *
     * @param <U> what is made of entries
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it, or null to leave the entry out
     * @param action the function; outside a block, neither is part of any
     */
    public <U> void forEachEntry(
            long parallelismThreshold,
            Function<Map.Entry<K, V>, ? extends @Nullable U> transformer,
            Consumer<? super U> action) {
        Bulk.forEach(entrySet(), transformer, action);
    }

    /**
     * Looks for an entry of which a function makes something. Conflicts with every change.
     *
     * @param <U> what is made of entries
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param searchFunction makes it, or null if the search is to go on
     * @return what was made first; null if the function made nothing of any entry
     */
    public <U> @Nullable U searchEntries(
            long parallelismThreshold, Function<Map.Entry<K, V>, ? extends @Nullable U> searchFunction) {
        return Bulk.search(entrySet(), searchFunction);
    }

    /**
     * Combines all entries. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param reducer combines two; must not care for the order
     * @return the combination; null if there is no entry
     */
    public Map.@Nullable Entry<K, V> reduceEntries(
            long parallelismThreshold,
            BiFunction<Map.Entry<K, V>, Map.Entry<K, V>, ? extends Map.@Nullable Entry<K, V>> reducer) {
        return Bulk.reduce(entrySet(), reducer);
    }

    /**
     * Combines what is made of each entry. Conflicts with every change.
     *
     * @param <U> what is made of entries
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it, or null to leave the entry out
     * @param reducer combines two; must not care for the order
     * @return the combination; null if there is nothing to combine
     */
    public <U> @Nullable U reduceEntries(
            long parallelismThreshold,
            Function<Map.Entry<K, V>, ? extends @Nullable U> transformer,
            BiFunction<? super U, ? super U, ? extends @Nullable U> reducer) {
        return Bulk.reduce(entrySet(), transformer, reducer);
    }

    /**
     * Combines what is made of each entry. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no entry, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public double reduceEntriesToDouble(
            long parallelismThreshold,
            ToDoubleFunction<Map.Entry<K, V>> transformer,
            double basis,
            DoubleBinaryOperator reducer) {
        return Bulk.reduceToDouble(entrySet(), transformer, basis, reducer);
    }

    /**
     * Combines what is made of each entry. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no entry, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public long reduceEntriesToLong(
            long parallelismThreshold,
            ToLongFunction<Map.Entry<K, V>> transformer,
            long basis,
            LongBinaryOperator reducer) {
        return Bulk.reduceToLong(entrySet(), transformer, basis, reducer);
    }

    /**
     * Combines what is made of each entry. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no entry, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public int reduceEntriesToInt(
            long parallelismThreshold,
            ToIntFunction<Map.Entry<K, V>> transformer,
            int basis,
            IntBinaryOperator reducer) {
        return Bulk.reduceToInt(entrySet(), transformer, basis, reducer);
    }
}
