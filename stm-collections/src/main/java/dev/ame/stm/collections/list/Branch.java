package dev.ame.stm.collections.list;

import org.jspecify.annotations.Nullable;

/**
 * An inner node of a {@link Tree}. A leaf is a bare array of elements.
 *
 * <pre>
 *   height 1        Branch { ends: 20 52 70 }
 *                    /         |          \
 *   height 0   Object[20]  Object[32]  Object[18]
 * </pre>
 */
final class Branch {
    /** Nodes that are one less high; never null. */
    final @Nullable Object[] children;

    /** For each child the number of elements in it and those before it. Shared by branches of the same shape. */
    final int[] ends;

    Branch(@Nullable Object[] children) {
        this.children = children;
        ends = new int[children.length];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += Tree.size(Tree.node(children, i));
            ends[i] = end;
        }
    }

    private Branch(@Nullable Object[] children, int[] ends) {
        this.children = children;
        this.ends = ends;
    }

    int size() {
        return ends[ends.length - 1];
    }

    /**
     * Which child an element is in. A child of a branch of this height holds at most 32^height elements, so it cannot be
     * one before {@code index / 32^height}; where nodes are full, it is that one.
     */
    int childAt(int index, int height) {
        int child = index >>> (Tree.BITS * height);
        while (ends[child] <= index) {
            child++;
        }
        return child;
    }

    /** The number of elements before a child. */
    int before(int child) {
        return child == 0 ? 0 : ends[child - 1];
    }

    /** This branch with another child of the same size. */
    Branch with(int child, Object node) {
        @Nullable Object[] copy = children.clone();
        copy[child] = node;
        return new Branch(copy, ends);
    }
}
