package dev.ame.stm.collections.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable collection of elements in the order of a comparator; equal ones in the order in which they were added, for
 * which each gets a number. No number is used twice.
 *
 * @param <E> the type of the elements
 */
public final class Ranking<E> {
    private final @Nullable Ranked<E> tree;
    private final long next;
    private final Comparator<? super E> order;

    private Ranking(@Nullable Ranked<E> tree, long next, Comparator<? super E> order) {
        this.tree = tree;
        this.next = next;
        this.order = order;
    }

    /**
     * The elements of an array.
     *
     * @param <E> the type of the elements
     * @param elements the elements, none of them null; the array is sorted
     * @param order the order
     * @return the ranking
     */
    public static <E> Ranking<E> of(Object[] elements, Comparator<? super E> order) {
        @SuppressWarnings("unchecked") // as the caller says
        E[] sorted = (E[]) elements;
        Arrays.sort(sorted, order);
        return new Ranking<>(Ranked.of(sorted, 0, sorted.length), sorted.length, order);
    }

    /** Of a ranking that has never had an element: these, none of which is null; the array is sorted. */
    Ranking<E> filled(Object[] elements) {
        return of(elements, order);
    }

    /**
     * The number of elements.
     *
     * @return the size
     */
    public int size() {
        return Ranked.size(tree);
    }

    boolean isEmpty() {
        return tree == null;
    }

    /** The number that the next element gets. */
    long next() {
        return next;
    }

    /** The first element with its number; null if there is none. */
    @Nullable
    Ranked<E> first() {
        return tree == null ? null : tree.first();
    }

    /** The element with so many others before it; null if there are not so many. */
    @Nullable
    Ranked<E> at(int index) {
        return Ranked.at(tree, index);
    }

    int rank(Ranked<E> ranked) {
        return Ranked.rank(tree, ranked.element, ranked.number, order);
    }

    boolean contains(Ranked<E> ranked) {
        return Ranked.contains(tree, ranked.element, ranked.number, order);
    }

    boolean isBefore(E element, E other) {
        return order.compare(element, other) < 0;
    }

    void forEachRanked(Consumer<? super Ranked<E>> action) {
        Ranked.forEach(tree, action);
    }

    /**
     * Gives all elements, in order.
     *
     * @param action what they are given to
     */
    public void forEach(Consumer<? super E> action) {
        Ranked.forEach(tree, ranked -> action.accept(ranked.element));
    }

    /** All elements with their numbers, in order. */
    List<Ranked<E>> toList() {
        List<Ranked<E>> all = new ArrayList<>(size());
        Ranked.forEach(tree, all::add);
        return all;
    }

    /** The first elements, at most so many. */
    List<E> firstOnes(int most) {
        List<E> first = new ArrayList<>(Math.min(most, size()));
        for (Ranked<E> ranked = at(0); ranked != null && first.size() < most; ranked = at(first.size())) {
            first.add(ranked.element);
        }
        return first;
    }

    /**
     * All elements, in order.
     *
     * @return a new array
     */
    public Object[] toArray() {
        Object[] all = new Object[size()];
        int[] filled = new int[1];
        forEach(element -> all[filled[0]++] = element);
        return all;
    }

    Ranking<E> with(E element) {
        return new Ranking<>(Ranked.with(tree, element, next, order), next + 1, order);
    }

    Ranking<E> withoutFirst() {
        return new Ranking<>(tree == null ? null : tree.withoutFirst(), next, order);
    }

    Ranking<E> without(Ranked<E> ranked) {
        return new Ranking<>(Ranked.without(tree, ranked.element, ranked.number, order), next, order);
    }

    Ranking<E> cleared() {
        return new Ranking<>(null, next, order);
    }
}
