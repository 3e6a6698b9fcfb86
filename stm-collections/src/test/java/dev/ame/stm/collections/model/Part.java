package dev.ame.stm.collections.model;

import dev.ame.stm.Stm;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * One of the collections that programs use: the transactional one and the plain one that says how it has to behave.
 *
 * @param name for people
 * @param transactional makes the one under test
 * @param plain makes the model
 * @param copy copies a model
 * @param state what can be seen of either, as a value
 * @param kinds what can be called
 * @param <C> what both are
 */
record Part<C>(
        String name,
        Supplier<? extends C> transactional,
        Supplier<? extends C> plain,
        UnaryOperator<C> copy,
        UnaryOperator<Object> state,
        List<Kind<C>> kinds) {

    private static final int KEYS = 5;
    private static final int VALUES = 3;

    /**
     * A call before its arguments are drawn.
     *
     * @param text the name of the method
     * @param withArguments makes the effect from a key and a value
     */
    record Kind<C>(String text, BiFunction<Integer, Integer, Call.Effect<C>> withArguments) {}

    /** A kind of call that has one right answer; one call, since programs may use it outside of any block. */
    static <C> Kind<C> kind(String text, Effect<C> effect) {
        return new Kind<>(text, (key, value) -> (collection, seen) -> effect.on(collection, key, value));
    }

    /** A kind that makes several calls, which therefore stand in a block wherever it is used. */
    static <C> Kind<C> several(String text, Effect<C> effect) {
        return kind(text, (collection, key, value) -> Stm.atomic(() -> effect.on(collection, key, value)));
    }

    /** What a call does, given its arguments. */
    @FunctionalInterface
    interface Effect<C> {
        Object on(C collection, int key, int value);
    }

    /** The same with another one under test. */
    Part<C> madeBy(Supplier<? extends C> other) {
        return new Part<>(name, other, plain, copy, state, kinds);
    }

    Arbitrary<Call<C>> calls() {
        return Combinators.combine(
                        Arbitraries.of(kinds),
                        Arbitraries.integers().between(0, KEYS),
                        Arbitraries.integers().between(0, VALUES))
                .as((kind, key, value) -> new Call<>(
                        name + "." + kind.text + "(" + key + ", " + value + ")", kind.withArguments.apply(key, value)));
    }

    @SuppressWarnings("unchecked") // worlds keep their parts in order
    Object copyOf(Object model) {
        return copy.apply((C) model);
    }
}
