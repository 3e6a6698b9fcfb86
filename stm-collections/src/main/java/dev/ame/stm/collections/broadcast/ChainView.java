package dev.ame.stm.collections.broadcast;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Subject;
import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * A chain as one block sees it. Nodes are only added, so nothing that a block reads of them can change; it can only be told
 * that there are no more.
 *
 * @param <E> the type of the items
 */
final class ChainView<E> extends View<Node<E>> {

    /** An item that the block has published, linked to the one before. */
    private record Published<E>(E item, @Nullable Published<E> before) {}

    private record Mark<E>(@Nullable Published<E> published) {}

    private final Chain<E> chain;
    private boolean toldLast;
    private @Nullable Published<E> published;

    ChainView(Chain<E> chain, Origin origin) {
        super(chain, origin);
        this.chain = chain;
    }

    /**
     * Tells which node is the last. From then on the nodes of the block itself stay where they are, since the base does, and
     * may be stored elsewhere.
     */
    void tellLast() {
        toldLast = true;
    }

    void publish(E item) {
        if (published == null) {
            Stm.afterCommit(chain::link);
        }
        published = new Published<>(item, published);
        changeTo(new Node<>(state(), item));
    }

    @Override
    protected boolean isStillTrue(Node<E> newer) {
        return !toldLast || newer == base();
    }

    @Override
    protected Subject subject() {
        return new Subject("TBroadcast", null, "tail");
    }

    @Override
    protected Node<E> reapplyTo(Node<E> newer) {
        newer.link();
        return append(newer, published);
    }

    private static <E> Node<E> append(Node<E> last, @Nullable Published<E> items) {
        int n = 0;
        for (Published<E> link = items; link != null; link = link.before) {
            n++;
        }
        Object[] inOrder = new Object[n];
        for (Published<E> link = items; link != null; link = link.before) {
            inOrder[--n] = link.item;
        }
        Node<E> node = last;
        for (Object item : inOrder) {
            node = new Node<>(node, cast(item));
        }
        return node;
    }

    @SuppressWarnings("unchecked") // from a list of such items
    private static <E> E cast(Object item) {
        return (E) item;
    }

    @Override
    protected Object mark() {
        return new Mark<>(published);
    }

    @Override
    @SuppressWarnings("unchecked") // only marks of this view come back
    protected void rollbackTo(@Nullable Object mark) {
        published = mark == null ? null : ((Mark<E>) mark).published;
    }
}
