package dev.ame.stm.collections.model;

import org.jspecify.annotations.Nullable;

/**
 * A call on a collection, as data.
 *
 * @param text for people
 * @param effect what it does
 * @param <C> the collection, whether plain or transactional
 */
record Call<C>(String text, Effect<C> effect) {

    /** What a call does to a collection. */
    @FunctionalInterface
    interface Effect<C> {
        /**
         * Does it.
         *
         * @param seen what the transactional collection has answered, for a plain one that has to follow it where more than
         *     one answer is right; null otherwise
         * @return what a caller sees, as a value
         */
        @Nullable
        Object on(C collection, @Nullable Object seen);
    }

    /** The result of the call, or the class of what it throws. */
    @Nullable
    Object on(C collection, @Nullable Object seen) {
        try {
            return effect.on(collection, seen);
        } catch (RuntimeException thrown) {
            return thrown.getClass();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
