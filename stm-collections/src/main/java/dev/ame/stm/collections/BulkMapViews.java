package dev.ame.stm.collections;

import dev.ame.stm.collections.map.Bulk;
import java.util.AbstractMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The operations on all keys, or all values, that {@link java.util.concurrent.ConcurrentHashMap} has. Users see them as methods
 * of {@link TMap}; what is said there of bulk operations holds for each of them.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
abstract class BulkMapViews<K, V> extends AbstractMap<K, V> {
    BulkMapViews() {}

    // ---------------------------------------------------------------- keys

    /**
     * Calls a function with each key. Conflicts with every insertion and removal.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param action the function; outside a block not part of any
     */
    public void forEachKey(long parallelismThreshold, Consumer<? super K> action) {
        keySet().forEach(action);
    }

    /**
     * Calls a function with what another makes of each key. Conflicts with every insertion and removal.
     *
     * @param <U> what is made of keys
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it, or null to leave the key out
     * @param action the function; outside a block, neither is part of any
     */
    public <U> void forEachKey(
            long parallelismThreshold,
            Function<? super K, ? extends @Nullable U> transformer,
            Consumer<? super U> action) {
        Bulk.forEach(keySet(), transformer, action);
    }

    /**
     * Looks for a key of which a function makes something. Conflicts with every insertion and removal.
     *
     * @param <U> what is made of keys
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param searchFunction makes it, or null if the search is to go on
     * @return what was made first; null if the function made nothing of any key
     */
    public <U> @Nullable U searchKeys(
            long parallelismThreshold, Function<? super K, ? extends @Nullable U> searchFunction) {
        return Bulk.search(keySet(), searchFunction);
    }

    /**
     * Combines all keys. Conflicts with every insertion and removal.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param reducer combines two; must not care for the order
     * @return the combination; null if there is no key
     */
    public @Nullable K reduceKeys(
            long parallelismThreshold, BiFunction<? super K, ? super K, ? extends @Nullable K> reducer) {
        return Bulk.reduce(keySet(), reducer);
    }

    /**
     * Combines what is made of each key. Conflicts with every insertion and removal.
     *
     * @param <U> what is made of keys
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it, or null to leave the key out
     * @param reducer combines two; must not care for the order
     * @return the combination; null if there is nothing to combine
     */
    public <U> @Nullable U reduceKeys(
            long parallelismThreshold,
            Function<? super K, ? extends @Nullable U> transformer,
            BiFunction<? super U, ? super U, ? extends @Nullable U> reducer) {
        return Bulk.reduce(keySet(), transformer, reducer);
    }

    /**
     * Combines what is made of each key. Conflicts with every insertion and removal.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no key, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public double reduceKeysToDouble(
            long parallelismThreshold,
            ToDoubleFunction<? super K> transformer,
            double basis,
            DoubleBinaryOperator reducer) {
        return Bulk.reduceToDouble(keySet(), transformer, basis, reducer);
    }

    /**
     * Combines what is made of each key. Conflicts with every insertion and removal.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no key, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public long reduceKeysToLong(
            long parallelismThreshold, ToLongFunction<? super K> transformer, long basis, LongBinaryOperator reducer) {
        return Bulk.reduceToLong(keySet(), transformer, basis, reducer);
    }

    /**
     * Combines what is made of each key. Conflicts with every insertion and removal.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no key, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public int reduceKeysToInt(
            long parallelismThreshold, ToIntFunction<? super K> transformer, int basis, IntBinaryOperator reducer) {
        return Bulk.reduceToInt(keySet(), transformer, basis, reducer);
    }

    // ---------------------------------------------------------------- values

    /**
     * Calls a function with each value. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param action the function; outside a block not part of any
     */
    public void forEachValue(long parallelismThreshold, Consumer<? super V> action) {
        values().forEach(action);
    }

    /**
     * Calls a function with what another makes of each value. Conflicts with every change.
     *
     * @param <U> what is made of values
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it, or null to leave the value out
     * @param action the function; outside a block, neither is part of any
     */
    public <U> void forEachValue(
            long parallelismThreshold,
            Function<? super V, ? extends @Nullable U> transformer,
            Consumer<? super U> action) {
        Bulk.forEach(values(), transformer, action);
    }

    /**
     * Looks for a value of which a function makes something. Conflicts with every change.
     *
     * @param <U> what is made of values
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param searchFunction makes it, or null if the search is to go on
     * @return what was made first; null if the function made nothing of any value
     */
    public <U> @Nullable U searchValues(
            long parallelismThreshold, Function<? super V, ? extends @Nullable U> searchFunction) {
        return Bulk.search(values(), searchFunction);
    }

    /**
     * Combines all values. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param reducer combines two; must not care for the order
     * @return the combination; null if there is no value
     */
    public @Nullable V reduceValues(
            long parallelismThreshold, BiFunction<? super V, ? super V, ? extends @Nullable V> reducer) {
        return Bulk.reduce(values(), reducer);
    }

    /**
     * Combines what is made of each value. Conflicts with every change.
     *
     * @param <U> what is made of values
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it, or null to leave the value out
     * @param reducer combines two; must not care for the order
     * @return the combination; null if there is nothing to combine
     */
    public <U> @Nullable U reduceValues(
            long parallelismThreshold,
            Function<? super V, ? extends @Nullable U> transformer,
            BiFunction<? super U, ? super U, ? extends @Nullable U> reducer) {
        return Bulk.reduce(values(), transformer, reducer);
    }

    /**
     * Combines what is made of each value. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no value, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public double reduceValuesToDouble(
            long parallelismThreshold,
            ToDoubleFunction<? super V> transformer,
            double basis,
            DoubleBinaryOperator reducer) {
        return Bulk.reduceToDouble(values(), transformer, basis, reducer);
    }

    /**
     * Combines what is made of each value. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no value, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public long reduceValuesToLong(
            long parallelismThreshold, ToLongFunction<? super V> transformer, long basis, LongBinaryOperator reducer) {
        return Bulk.reduceToLong(values(), transformer, basis, reducer);
    }

    /**
     * Combines what is made of each value. Conflicts with every change.
     *
     * @param parallelismThreshold has no meaning here: all runs on the calling thread
     * @param transformer makes it
     * @param basis the result for no value, which makes no difference to a combination
     * @param reducer combines two; must not care for the order
     * @return the combination
     */
    public int reduceValuesToInt(
            long parallelismThreshold, ToIntFunction<? super V> transformer, int basis, IntBinaryOperator reducer) {
        return Bulk.reduceToInt(values(), transformer, basis, reducer);
    }
}
