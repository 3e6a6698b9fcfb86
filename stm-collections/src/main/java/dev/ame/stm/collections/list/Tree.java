package dev.ame.stm.collections.list;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Immutable trees of elements, found by position: leaves are arrays of elements, {@link Branch branches} count what is
 * below them. A B-tree: every node but the root has {@link #MIN} to {@link #WIDTH} slots, and all leaves are equally deep,
 * so every operation copies some nodes of O(log n) size each. A node is an {@code Object}, a leaf or a branch as its height
 * says.
 */
final class Tree {
    static final int BITS = 5;
    static final int WIDTH = 1 << BITS;
    static final int MIN = WIDTH / 2;

    private Tree() {}

    /** A whole tree: its topmost node, which may have fewer slots than others, but a branch at least two. */
    record Root(Object node, int height) {
        int size() {
            return Tree.size(node);
        }
    }

    static int size(Object node) {
        return node instanceof Branch branch ? branch.size() : leaf(node).length;
    }

    @SuppressWarnings("NullAway") // casts to an array lose what it may hold
    static @Nullable Object[] leaf(Object node) {
        return (Object[]) node;
    }

    static Object node(@Nullable Object[] nodes, int index) {
        return Objects.requireNonNull(nodes[index]);
    }

    // ---------------------------------------------------------------- one element

    static Object set(Object node, int height, int index, @Nullable Object element) {
        if (height == 0) {
            @Nullable Object[] copy = leaf(node).clone();
            copy[index] = element;
            return copy;
        }
        Branch branch = (Branch) node;
        int child = branch.childAt(index, height);
        Object below = node(branch.children, child);
        return branch.with(child, set(below, height - 1, index - branch.before(child), element));
    }

    /** One node, or two that stand for it. */
    static @Nullable Object[] insert(Object node, int height, int index, @Nullable Object element) {
        if (height == 0) {
            return cut(Slots.with(leaf(node), index, element), 0);
        }
        Branch branch = (Branch) node;
        int child = branch.childAt(Math.min(index, branch.size() - 1), height);
        Object below = node(branch.children, child);
        @Nullable Object[] instead = insert(below, height - 1, index - branch.before(child), element);
        return cut(Slots.replace(branch.children, child, 1, instead), height);
    }

    /** A node that may have too few slots, even none; a branch even only one. */
    static Object remove(Object node, int height, int index) {
        if (height == 0) {
            return Slots.without(leaf(node), index);
        }
        Branch branch = (Branch) node;
        int child = branch.childAt(index, height);
        Object less = remove(node(branch.children, child), height - 1, index - branch.before(child));
        int n = branch.children.length;
        if (slots(less).length >= MIN || n == 1) {
            return new Branch(Slots.replace(branch.children, child, 1, new @Nullable Object[] {less}));
        }
        int left = child > 0 ? child - 1 : 0;
        Object first = child > 0 ? node(branch.children, left) : less;
        Object second = child > 0 ? less : node(branch.children, 1);
        return new Branch(Slots.replace(branch.children, left, 2, siblings(first, second, height - 1)));
    }

    // ---------------------------------------------------------------- whole trees

    /** The trees one after the other; null is none. */
    static @Nullable Root join(@Nullable Root first, @Nullable Root second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return root(join(first.node, first.height, second.node, second.height), Math.max(first.height, second.height));
    }

    /** The first n elements. */
    static @Nullable Root take(Object node, int height, int n) {
        if (n == 0 || n == size(node)) {
            return n == 0 ? null : new Root(node, height);
        }
        if (height == 0) {
            return new Root(Arrays.copyOf(leaf(node), n), 0);
        }
        Branch branch = (Branch) node;
        int child = branch.childAt(n, height);
        Root rest = take(node(branch.children, child), height - 1, n - branch.before(child));
        return join(some(branch, height, 0, child), rest);
    }

    /** All but the first n elements. */
    static @Nullable Root drop(Object node, int height, int n) {
        int size = size(node);
        if (n == 0 || n == size) {
            return n == size ? null : new Root(node, height);
        }
        if (height == 0) {
            return new Root(Arrays.copyOfRange(leaf(node), n, size), 0);
        }
        Branch branch = (Branch) node;
        int child = branch.childAt(n, height);
        Root rest = drop(node(branch.children, child), height - 1, n - branch.before(child));
        return join(rest, some(branch, height, child + 1, branch.children.length));
    }

    /** A tree of full leaves, as many as there are; null if there are none. */
    static @Nullable Root ofLeaves(@Nullable Object[] leaves) {
        @Nullable Object[] level = leaves;
        int height = 0;
        while (level.length > 1) {
            level = group(level);
            height++;
        }
        return level.length == 0 ? null : new Root(node(level, 0), height);
    }

    /** A root in the place of one that a removal may have left with one child, or with no element. */
    static @Nullable Root trimmed(Object node, int height) {
        Object top = node;
        int high = height;
        while (high > 0 && slots(top).length == 1) {
            top = node(slots(top), 0);
            high--;
        }
        return size(top) == 0 ? null : new Root(top, high);
    }

    static Root root(@Nullable Object[] oneOrTwo, int height) {
        return oneOrTwo.length == 1 ? new Root(node(oneOrTwo, 0), height) : new Root(new Branch(oneOrTwo), height + 1);
    }

    // ---------------------------------------------------------------- balance

    /** One or two nodes, as high as the higher one. Only the nodes at the seam may have too few slots, and get enough. */
    private static @Nullable Object[] join(Object first, int firstHeight, Object second, int secondHeight) {
        if (firstHeight == secondHeight) {
            return siblings(first, second, firstHeight);
        }
        if (firstHeight > secondHeight) {
            @Nullable Object[] children = slots(first);
            int last = children.length - 1;
            @Nullable Object[] seam = join(node(children, last), firstHeight - 1, second, secondHeight);
            return cut(Slots.replace(children, last, 1, seam), firstHeight);
        }
        @Nullable Object[] children = slots(second);
        @Nullable Object[] seam = join(first, firstHeight, node(children, 0), secondHeight - 1);
        return cut(Slots.replace(children, 0, 1, seam), secondHeight);
    }

    /** Two neighbours; if one has too few slots they share theirs, or become one. */
    private static @Nullable Object[] siblings(Object first, Object second, int height) {
        @Nullable Object[] a = slots(first);
        @Nullable Object[] b = slots(second);
        if (a.length >= MIN && b.length >= MIN) {
            return new @Nullable Object[] {first, second};
        }
        return cut(Slots.replace(a, a.length, 0, b), height);
    }

    private static @Nullable Object[] cut(@Nullable Object[] slots, int height) {
        if (slots.length <= WIDTH) {
            return new @Nullable Object[] {ofSlots(slots, height)};
        }
        int half = slots.length / 2;
        return new @Nullable Object[] {
            ofSlots(Arrays.copyOf(slots, half), height), ofSlots(Arrays.copyOfRange(slots, half, slots.length), height)
        };
    }

    private static @Nullable Root some(Branch branch, int height, int from, int to) {
        if (to - from <= 1) {
            return from == to ? null : new Root(node(branch.children, from), height - 1);
        }
        return new Root(new Branch(Arrays.copyOfRange(branch.children, from, to)), height);
    }

    /** The branches over some nodes; the last two share what is too little for one of them. */
    private static @Nullable Object[] group(@Nullable Object[] nodes) {
        int n = nodes.length;
        @Nullable Object[] groups = new @Nullable Object[(n + WIDTH - 1) / WIDTH];
        int from = 0;
        for (int i = 0; i < groups.length; i++) {
            int left = n - from;
            int count = left > WIDTH && left < WIDTH + MIN ? left / 2 : Math.min(left, WIDTH);
            groups[i] = new Branch(Arrays.copyOfRange(nodes, from, from + count));
            from += count;
        }
        return groups;
    }

    private static Object ofSlots(@Nullable Object[] slots, int height) {
        return height == 0 ? slots : new Branch(slots);
    }

    private static @Nullable Object[] slots(Object node) {
        return node instanceof Branch branch ? branch.children : leaf(node);
    }
}
