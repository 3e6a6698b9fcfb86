package dev.ame.stm.collections.list;

import static dev.ame.stm.collections.list.Tree.WIDTH;

import dev.ame.stm.collections.list.Tree.Root;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list: a {@link Tree}, and behind it up to 32 elements in an array of their own, so that adding at the end
 * mostly copies one small array. Every operation is O(log n), as for {@code set} and {@code get} with a logarithm to a base
 * between 16 and 32. After Bayer and McCreight's B-trees and the trees with a tail of Bagwell and Hickey.
 *
 * @param <E> the type of the elements
 */
public final class Sequence<E extends @Nullable Object> {
    private static final @Nullable Object[] NOTHING = {};
    private static final Sequence<?> EMPTY = new Sequence<>(null, NOTHING);

    private final @Nullable Root root;
    private final @Nullable Object[] tail;

    /** The number of elements in the tree; the tail begins there. */
    private final int rooted;

    private final int size;

    private Sequence(@Nullable Root root, @Nullable Object[] tail) {
        this.root = root;
        this.tail = tail;
        rooted = root == null ? 0 : root.size();
        size = Math.addExact(rooted, tail.length);
    }

    @SuppressWarnings("unchecked") // it has no elements
    public static <E extends @Nullable Object> Sequence<E> empty() {
        return (Sequence<E>) EMPTY;
    }

    /** The elements of an array, which is not kept. */
    public static <E extends @Nullable Object> Sequence<E> of(@Nullable Object[] elements) {
        int n = elements.length;
        if (n == 0) {
            return empty();
        }
        @Nullable Object[] leaves = new @Nullable Object[(n - 1) / WIDTH];
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = Arrays.copyOfRange(elements, i * WIDTH, (i + 1) * WIDTH, Object[].class);
        }
        return new Sequence<>(
                Tree.ofLeaves(leaves), Arrays.copyOfRange(elements, leaves.length * WIDTH, n, Object[].class));
    }

    public int size() {
        return size;
    }

    public E get(int index) {
        if (index >= rooted) {
            return cast(tail[index - rooted]);
        }
        Root top = root;
        if (top == null) {
            throw new IndexOutOfBoundsException(index);
        }
        Object node = top.node();
        int at = index;
        for (int height = top.height(); height > 0; height--) {
            Branch branch = (Branch) node;
            int child = branch.childAt(at, height);
            at -= branch.before(child);
            node = Tree.node(branch.children, child);
        }
        return cast(Tree.leaf(node)[at]);
    }

    public Sequence<E> with(int index, E element) {
        Root top = root;
        if (index >= rooted || top == null) {
            @Nullable Object[] copy = tail.clone();
            copy[index - rooted] = element;
            return new Sequence<>(top, copy);
        }
        return new Sequence<>(new Root(Tree.set(top.node(), top.height(), index, element), top.height()), tail);
    }

    public Sequence<E> append(E element) {
        return tail.length < WIDTH
                ? new Sequence<>(root, Slots.with(tail, tail.length, element))
                : new Sequence<>(Tree.join(root, new Root(tail, 0)), new @Nullable Object[] {element});
    }

    public Sequence<E> insert(int index, E element) {
        Root top = root;
        if (index >= rooted || top == null) {
            return index == size ? append(element) : insertIntoTail(index - rooted, element);
        }
        return new Sequence<>(Tree.root(Tree.insert(top.node(), top.height(), index, element), top.height()), tail);
    }

    private Sequence<E> insertIntoTail(int index, E element) {
        @Nullable Object[] longer = Slots.with(tail, index, element);
        if (longer.length <= WIDTH) {
            return new Sequence<>(root, longer);
        }
        Root leaf = new Root(Arrays.copyOf(longer, WIDTH), 0);
        return new Sequence<>(Tree.join(root, leaf), Arrays.copyOfRange(longer, WIDTH, longer.length));
    }

    public Sequence<E> without(int index) {
        Root top = root;
        if (index >= rooted || top == null) {
            return new Sequence<>(top, Slots.without(tail, index - rooted));
        }
        return new Sequence<>(Tree.trimmed(Tree.remove(top.node(), top.height(), index), top.height()), tail);
    }

    /** The first n elements. */
    public Sequence<E> take(int n) {
        Root top = root;
        return n > rooted || top == null
                ? new Sequence<>(top, Arrays.copyOf(tail, n - rooted))
                : new Sequence<>(Tree.take(top.node(), top.height(), n), NOTHING);
    }

    /** All but the first n elements. */
    public Sequence<E> drop(int n) {
        Root top = root;
        return n >= rooted || top == null
                ? new Sequence<>(null, Arrays.copyOfRange(tail, n - rooted, tail.length))
                : new Sequence<>(Tree.drop(top.node(), top.height(), n), tail);
    }

    /** The elements between two positions. */
    public Sequence<E> slice(int from, int to) {
        return from == 0 && to == size ? this : take(to).drop(from);
    }

    /** This and another, one after the other. */
    public Sequence<E> concat(Sequence<E> other) {
        if (size == 0 || other.size == 0) {
            return size == 0 ? other : this;
        }
        if (other.root == null && tail.length + other.tail.length <= WIDTH) {
            return new Sequence<>(root, Slots.replace(tail, tail.length, 0, other.tail));
        }
        Root first = tail.length == 0 ? root : Tree.join(root, new Root(tail, 0));
        return new Sequence<>(Tree.join(first, other.root), other.tail);
    }

    /** This with the elements between two positions replaced by others. */
    public Sequence<E> splice(int from, int to, Sequence<E> others) {
        return take(from).concat(others).concat(drop(to));
    }

    /** This without the elements that a filter takes out; the same if there are none. */
    public Sequence<E> without(Predicate<? super E> filter) {
        Walk<E> walk = walk();
        @Nullable Object[] kept = new @Nullable Object[size];
        int n = 0;
        for (int i = 0; i < size; i++) {
            E element = walk.get(i);
            if (!filter.test(element)) {
                kept[n++] = element;
            }
        }
        return n == size ? this : of(Arrays.copyOf(kept, n));
    }

    /** Whether it has the very elements of another. */
    public boolean isSame(Sequence<E> other) {
        if (this == other) {
            return true;
        }
        Walk<E> mine = walk();
        Walk<E> theirs = other.walk();
        int i = 0;
        while (i < size && i < other.size && mine.get(i) == theirs.get(i)) {
            i++;
        }
        return i == size && i == other.size;
    }

    /** The elements in an order; the natural one if that is null. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the elements are of this type
    public Sequence<E> sorted(@Nullable Comparator<? super E> comparator) {
        @Nullable Object[] sorted = toArray();
        Arrays.sort((E[]) sorted, comparator);
        return of(sorted);
    }

    /** What an operator makes of each element. */
    public Sequence<E> replaced(UnaryOperator<E> operator) {
        Walk<E> walk = walk();
        @Nullable Object[] replaced = new @Nullable Object[size];
        for (int i = 0; i < size; i++) {
            replaced[i] = operator.apply(walk.get(i));
        }
        return of(replaced);
    }

    /** All elements, in a new array of type {@code Object[]}. */
    public @Nullable Object[] toArray() {
        @Nullable Object[] all = new @Nullable Object[size];
        copyTo(all);
        return all;
    }

    /** Copies all elements to the beginning of an array. */
    public void copyTo(@Nullable Object[] target) {
        Root top = root;
        if (top != null) {
            copy(top.node(), target, 0);
        }
        System.arraycopy(tail, 0, target, rooted, tail.length);
    }

    private static int copy(Object node, @Nullable Object[] target, int at) {
        if (node instanceof Branch branch) {
            int end = at;
            for (int i = 0; i < branch.children.length; i++) {
                end = copy(Tree.node(branch.children, i), target, end);
            }
            return end;
        }
        @Nullable Object[] leaf = Tree.leaf(node);
        System.arraycopy(leaf, 0, target, at, leaf.length);
        return at + leaf.length;
    }

    public Walk<E> walk() {
        return new Walk<>(this);
    }

    /** Gives the elements around a position fast: it keeps the array that the last one was in. */
    public static final class Walk<E extends @Nullable Object> {
        private final Sequence<E> sequence;
        private @Nullable Object[] leaf = NOTHING;
        private int start;

        Walk(Sequence<E> sequence) {
            this.sequence = sequence;
        }

        Sequence<E> sequence() {
            return sequence;
        }

        public E get(int index) {
            int at = index - start;
            if (at < 0 || at >= leaf.length) {
                find(index);
                at = index - start;
            }
            return cast(leaf[at]);
        }

        /**
         * How many positions from an index on are stored in the very same array, at the same place, in the other sequence;
         * 0 if not known to be any.
         */
        int sharedWith(Walk<E> other, int index) {
            get(index);
            other.get(index);
            return leaf == other.leaf && start == other.start ? start + leaf.length - index : 0;
        }

        private void find(int index) {
            Root top = sequence.root;
            if (index >= sequence.rooted || top == null) {
                leaf = sequence.tail;
                start = sequence.rooted;
                return;
            }
            Object node = top.node();
            int begin = 0;
            for (int height = top.height(); height > 0; height--) {
                Branch branch = (Branch) node;
                int child = branch.childAt(index - begin, height);
                begin += branch.before(child);
                node = Tree.node(branch.children, child);
            }
            leaf = Tree.leaf(node);
            start = begin;
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only elements get in
    private static <E extends @Nullable Object> E cast(@Nullable Object element) {
        return (E) element;
    }
}
