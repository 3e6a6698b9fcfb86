package dev.ame.stm.collections.queue;

import java.util.Comparator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of an immutable search tree: an element, the number that it got when it was added, and those that come before and after
 * it. Elements are ordered by a comparator, equal ones by their numbers. A tree is a node, or null if it is empty.
 *
 * <p>Balanced by weight: neither side has more than three times as many elements as the other. See Adams, <i>Efficient sets: a balancing
 * act</i>, JFP 1993, with the parameters that Hirai and Yamamoto have proved right, <i>Balancing weight-balanced trees</i>,
 * JFP 2011.
 */
final class Ranked<E> {
    private static final int DELTA = 3;
    private static final int GAMMA = 2;

    final E element;
    final long number;
    private final int size;
    private final @Nullable Ranked<E> left;
    private final @Nullable Ranked<E> right;

    private Ranked(@Nullable Ranked<E> left, E element, long number, @Nullable Ranked<E> right) {
        this.left = left;
        this.element = element;
        this.number = number;
        this.right = right;
        this.size = size(left) + size(right) + 1;
    }

    static int size(@Nullable Ranked<?> tree) {
        return tree == null ? 0 : tree.size;
    }

    /** A tree of elements that are in order, numbered by their indices. */
    static <E> @Nullable Ranked<E> of(E[] sorted, int from, int to) {
        if (from == to) {
            return null;
        }
        int half = (from + to) >>> 1;
        return new Ranked<>(of(sorted, from, half), sorted[half], half, of(sorted, half + 1, to));
    }

    // ---------------------------------------------------------------- looking

    Ranked<E> first() {
        Ranked<E> node = this;
        while (node.left != null) {
            node = node.left;
        }
        return node;
    }

    /** The node with so many others before it; null if there are not so many. */
    static <E> @Nullable Ranked<E> at(@Nullable Ranked<E> tree, int index) {
        Ranked<E> node = tree;
        int rest = index;
        while (node != null) {
            int before = size(node.left);
            if (rest == before) {
                return node;
            }
            if (rest < before) {
                node = node.left;
            } else {
                node = node.right;
                rest -= before + 1;
            }
        }
        return null;
    }

    /** How many elements come before one. */
    static <E> int rank(@Nullable Ranked<E> tree, E element, long number, Comparator<? super E> order) {
        int before = 0;
        Ranked<E> node = tree;
        while (node != null) {
            if (node.compareTo(element, number, order) < 0) {
                before += size(node.left) + 1;
                node = node.right;
            } else {
                node = node.left;
            }
        }
        return before;
    }

    /** Whether the very element is there, with its number. */
    static <E> boolean contains(@Nullable Ranked<E> tree, E element, long number, Comparator<? super E> order) {
        Ranked<E> node = at(tree, rank(tree, element, number, order));
        return node != null && node.number == number && node.element == element;
    }

    static <E> void forEach(@Nullable Ranked<E> tree, Consumer<? super Ranked<E>> action) {
        for (Ranked<E> node = tree; node != null; node = node.right) {
            forEach(node.left, action);
            action.accept(node);
        }
    }

    private int compareTo(E other, long otherNumber, Comparator<? super E> order) {
        int result = order.compare(element, other);
        return result != 0 ? result : Long.compare(number, otherNumber);
    }

    // ---------------------------------------------------------------- changing

    /** With an element behind those that are equal. */
    static <E> Ranked<E> with(@Nullable Ranked<E> tree, E element, long number, Comparator<? super E> order) {
        if (tree == null) {
            return new Ranked<>(null, element, number, null);
        }
        return order.compare(element, tree.element) < 0
                ? balanced(with(tree.left, element, number, order), tree, tree.right)
                : balanced(tree.left, tree, with(tree.right, element, number, order));
    }

    @Nullable
    Ranked<E> withoutFirst() {
        return left == null ? right : balanced(left.withoutFirst(), this, right);
    }

    private @Nullable Ranked<E> withoutLast() {
        return right == null ? left : balanced(left, this, right.withoutLast());
    }

    /** Without an element, which must be there. */
    static <E> @Nullable Ranked<E> without(
            @Nullable Ranked<E> tree, E element, long number, Comparator<? super E> order) {
        if (tree == null) {
            throw new IllegalStateException("the comparator does not find again what it has put in order");
        }
        int side = tree.compareTo(element, number, order);
        if (side > 0) {
            return balanced(without(tree.left, element, number, order), tree, tree.right);
        }
        if (side < 0) {
            return balanced(tree.left, tree, without(tree.right, element, number, order));
        }
        return joined(tree.left, tree.right);
    }

    private static <E> @Nullable Ranked<E> joined(@Nullable Ranked<E> left, @Nullable Ranked<E> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        if (left.size > right.size) {
            return balanced(left.withoutLast(), left.last(), right);
        }
        return balanced(left, right.first(), right.withoutFirst());
    }

    private Ranked<E> last() {
        Ranked<E> node = this;
        while (node.right != null) {
            node = node.right;
        }
        return node;
    }

    /** The element of {@code centre} between two trees, one of which may have become too large by one. */
    private static <E> Ranked<E> balanced(@Nullable Ranked<E> left, Ranked<E> centre, @Nullable Ranked<E> right) {
        int before = size(left);
        int after = size(right);
        if (before + after > 1) {
            if (right != null && after > DELTA * before) {
                return toTheLeft(left, centre, right);
            }
            if (left != null && before > DELTA * after) {
                return toTheRight(left, centre, right);
            }
        }
        return node(left, centre, right);
    }

    private static <E> Ranked<E> toTheLeft(@Nullable Ranked<E> left, Ranked<E> centre, Ranked<E> right) {
        Ranked<E> inner = right.left;
        if (inner == null || inner.size < GAMMA * size(right.right)) {
            return node(node(left, centre, inner), right, right.right);
        }
        return node(node(left, centre, inner.left), inner, node(inner.right, right, right.right));
    }

    private static <E> Ranked<E> toTheRight(Ranked<E> left, Ranked<E> centre, @Nullable Ranked<E> right) {
        Ranked<E> inner = left.right;
        if (inner == null || inner.size < GAMMA * size(left.left)) {
            return node(left.left, left, node(inner, centre, right));
        }
        return node(node(left.left, left, inner.left), inner, node(inner.right, centre, right));
    }

    private static <E> Ranked<E> node(@Nullable Ranked<E> left, Ranked<E> centre, @Nullable Ranked<E> right) {
        return new Ranked<>(left, centre.element, centre.number, right);
    }
}
