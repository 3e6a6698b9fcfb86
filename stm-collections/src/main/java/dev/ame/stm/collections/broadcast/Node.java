package dev.ame.stm.collections.broadcast;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place in a chain, between two items. The committed state of a chain is its last node; a subscriber is at the node after
 * which it has read nothing.
 *
 * <pre>
 *   unlinked, as it is made:    P &lt;-previous-- N { arriving: item }
 *   linked, once committed:     P { item } --next--> N
 * </pre>
 *
 * Only links to the right are kept, so nodes and items that all subscribers have passed are garbage. But where a node is
 * put is known only when it has committed. So it is made with a link to the left, and whoever comes next turns that.
 *
 * @param <E> the type of the items
 */
final class Node<E> {
    /** The number of items before, since the chain was made. */
    final long number;

    // Both are null once the node is linked: previous is set to null first, and read last.
    private volatile @Nullable Node<E> previous;
    private volatile @Nullable E arriving;

    /** The item behind this node; null until the next node is linked. Never changes then. */
    private @Nullable E item;

    /** The next node, written after {@link #item}, read before it. */
    private volatile @Nullable Node<E> next;

    /** The beginning of a chain. */
    Node() {
        number = 0;
    }

    /** A node that is not linked. */
    Node(Node<E> previous, E arriving) {
        number = previous.number + 1;
        this.previous = previous;
        this.arriving = arriving;
    }

    /** The node behind, in a chain that has been {@linkplain #link linked} further than here. */
    Node<E> next() {
        return Objects.requireNonNull(next);
    }

    /** The item between this node and {@link #next}, which has been asked for before. */
    E item() {
        return Objects.requireNonNull(item);
    }

    /** Of the nodes a block has made and not committed, the one behind another; this is the last one. */
    Node<E> ownBehind(Node<E> other) {
        Node<E> node = this;
        for (Node<E> before = node.previous; before != other; before = node.previous) {
            node = Objects.requireNonNull(before);
        }
        return node;
    }

    /** The item before a node that is not committed. */
    E arriving() {
        return Objects.requireNonNull(arriving);
    }

    /**
     * Links a committed node and all before it. Committed nodes have one order, so whoever does this, and however often,
     * writes the same.
     *
     * <p>The oldest is linked first: a node whose {@code previous} is null is linked, and so are all before it. Of two threads at
     * one node, the slower may find it linked: it reads {@code arriving}, then {@code previous}, which the other has set to null
     * before it set {@code arriving} to null. So if {@code previous} is still there, what was read before is the item.
     */
    void link() {
        if (previous == null) {
            return;
        }
        List<Node<E>> unlinked = new ArrayList<>();
        Node<E> node = this;
        for (Node<E> before = node.previous; before != null; before = node.previous) {
            unlinked.add(node);
            node = before;
        }
        for (int i = unlinked.size() - 1; i >= 0; i--) {
            unlinked.get(i).linkAlone();
        }
    }

    private void linkAlone() {
        E arrived = arriving;
        Node<E> before = previous;
        if (before != null) {
            before.item = arrived;
            before.next = this;
            previous = null;
            arriving = null;
        }
    }
}
