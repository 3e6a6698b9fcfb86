package dev.ame.stm.collections.broadcast;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Structure;
import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * All that was published. The state is the last node, which leads to nothing: who is not a subscriber keeps no item.
 *
 * @param <E> the type of the items
 */
public final class Chain<E> extends Structure<Node<E>, ChainView<E>> {

    public Chain(@Nullable String name) {
        super(name, new Node<>());
    }

    @Override
    protected ChainView<E> newView(View.Origin origin) {
        return new ChainView<>(this, origin);
    }

    public void publish(E item) {
        if (Stm.inAtomic()) {
            viewToChange().publish(item);
            return;
        }
        Node<E> last;
        Node<E> node;
        do {
            last = state();
            last.link();
            node = new Node<>(last, item);
        } while (!replaceOutside(last, node));
        node.link();
    }

    /** A position behind all that was published. */
    public Position<E> end() {
        return new Position<>(this, last());
    }

    /** Turns the links of what has been committed. */
    void link() {
        state().link();
    }

    /** The last node, which the block is told. */
    Node<E> last() {
        ChainView<E> view = view();
        if (view == null) {
            return state();
        }
        view.tellLast();
        return view.state();
    }

    /** The last node that is committed, as the block sees it; linked. */
    Node<E> committed() {
        ChainView<E> view = view();
        Node<E> last = view == null ? state() : view.base();
        last.link();
        return last;
    }

    /** The last node as the block sees it, its own included; not told. */
    Node<E> peekLast() {
        ChainView<E> view = view();
        return view == null ? state() : view.state();
    }
}
