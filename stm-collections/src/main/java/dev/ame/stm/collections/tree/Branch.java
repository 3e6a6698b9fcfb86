package dev.ame.stm.collections.tree;

import java.util.Arrays;

/** A node with at least two nodes below it, all of one height. The key of a child is the least one below that child. */
final class Branch<K, V> extends Node<K, V> {
    final Node<K, V>[] children;
    private final int size;

    Branch(K[] keys, Node<K, V>[] children, int size) {
        super(keys);
        this.children = children;
        this.size = size;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // generic arrays
    static <K, V> Branch<K, V> of(Node<K, V>[] children) {
        K[] keys = (K[]) new Object[children.length];
        int size = 0;
        for (int i = 0; i < keys.length; i++) {
            keys[i] = children[i].keys[0];
            size += children[i].size();
        }
        return new Branch<>(keys, children, size);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // generic arrays
    static <K, V> Branch<K, V> of(Node<K, V> left, Node<K, V> right) {
        return of(new Node[] {left, right});
    }

    @Override
    int size() {
        return size;
    }

    /** With another child at an index. The keys are shared unless the least one below the child is another object now. */
    Branch<K, V> replaced(int index, Node<K, V> child) {
        K least = child.keys[0];
        return new Branch<>(
                keys[index] == least ? keys : Slots.replaced(keys, index, least),
                Slots.replaced(children, index, child),
                size - children[index].size() + child.size());
    }

    /** With two children instead of the one at an index. */
    Branch<K, V> split(int index, Node<K, V> left, Node<K, V> right) {
        K[] newKeys = Slots.inserted(keys, index + 1, right.keys[0]);
        newKeys[index] = left.keys[0];
        Node<K, V>[] newChildren = Slots.inserted(children, index + 1, right);
        newChildren[index] = left;
        return new Branch<>(newKeys, newChildren, size - children[index].size() + left.size() + right.size());
    }

    /** With another child at an index, which is too narrow to stay alone: it is joined or evened out with a neighbour. */
    Branch<K, V> narrowed(int index, Node<K, V> child) {
        int first = index == 0 ? 0 : index - 1;
        Node<K, V> left = index == 0 ? child : children[first];
        Node<K, V> right = index == 0 ? children[1] : child;
        Node<K, V> both = left.joined(right);
        int newSize = size - children[index].size() + child.size();
        K[] newKeys;
        Node<K, V>[] newChildren;
        if (both.width() <= MOST) {
            newKeys = Slots.removed(keys, first + 1);
            newChildren = Slots.removed(children, first + 1);
            newChildren[first] = both;
        } else {
            int half = both.width() / 2;
            newKeys = keys.clone();
            newKeys[first + 1] = both.keys[half];
            newChildren = children.clone();
            newChildren[first] = both.slice(0, half);
            newChildren[first + 1] = both.slice(half, both.width());
        }
        newKeys[first] = both.keys[0];
        return new Branch<>(newKeys, newChildren, newSize);
    }

    @Override
    Branch<K, V> slice(int from, int to) {
        Node<K, V>[] part = Arrays.copyOfRange(children, from, to);
        int partSize = 0;
        for (Node<K, V> child : part) {
            partSize += child.size();
        }
        return new Branch<>(Arrays.copyOfRange(keys, from, to), part, partSize);
    }

    @Override
    Branch<K, V> joined(Node<K, V> right) {
        Branch<K, V> other = (Branch<K, V>) right;
        return new Branch<>(Slots.joined(keys, other.keys), Slots.joined(children, other.children), size + other.size);
    }
}
