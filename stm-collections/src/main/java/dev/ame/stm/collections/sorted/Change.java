package dev.ame.stm.collections.sorted;

import org.jspecify.annotations.Nullable;

/** From the value of a key to its new value; null is no value. The same object means no change. Code of users, mostly. */
@FunctionalInterface
interface Change<V> {
    @Nullable
    V from(@Nullable V old);
}
