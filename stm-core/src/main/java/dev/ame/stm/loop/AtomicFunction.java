package dev.ame.stm.loop;

import org.jspecify.annotations.Nullable;

/**
 * The body of an atomic loop that has results: run once for each element, as an atomic block. It may be re-executed, as
 * any atomic block.
 *
 * @param <T> the type of the elements
 * @param <R> the type of the results
 * @param <X> the checked exception the body may throw; inferred as {@link RuntimeException} where there is none
 */
@FunctionalInterface
public interface AtomicFunction<T extends @Nullable Object, R extends @Nullable Object, X extends Exception> {
    /**
     * Handles one element.
     *
     * @param element the element
     * @return its result
     * @throws X as the body likes; the element's block is then rolled back
     */
    R apply(T element) throws X;
}
