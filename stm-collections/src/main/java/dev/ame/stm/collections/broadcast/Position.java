package dev.ame.stm.collections.broadcast;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Cell;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a subscriber has read: the node before what it has not. Null once the subscription is closed.
 *
 * @param <E> the type of the items
 */
public final class Position<E> extends Cell<@Nullable Node<E>> {
    private final Chain<E> chain;

    Position(Chain<E> chain, Node<E> start) {
        super(null, start);
        this.chain = chain;
    }

    public boolean isClosed() {
        return read() == null;
    }

    public void close() {
        write(null);
    }

    /** The next item, which counts as read; null if there is none. */
    public @Nullable E poll() {
        return Stm.inAtomic() ? next(true) : pollOutside();
    }

    /** The next item; null if there is none. */
    public @Nullable E front() {
        return Stm.inAtomic() ? next(false) : peekOutside();
    }

    /** Counts everything as read. To be called in a block. */
    public void skipAll() {
        if (read() != null) {
            write(chain.last());
        }
    }

    /** To be called in a block. */
    public int size() {
        Node<E> here = read();
        return here == null ? 0 : (int) Math.min(Integer.MAX_VALUE, chain.last().number - here.number);
    }

    public boolean isEmpty() {
        Node<E> here = read();
        if (here == null) {
            return true;
        }
        boolean empty = here.number >= chain.peekLast().number;
        if (empty) {
            chain.last(); // which the block is told
        }
        return empty;
    }

    /** All items that have not been read. To be called in a block. */
    public List<E> unread() {
        List<E> items = new ArrayList<>();
        Node<E> here = read();
        if (here == null) {
            return items;
        }
        Node<E> last = chain.last();
        Node<E> committed = chain.committed();
        Node<E> node = here;
        while (node.number < last.number) {
            boolean own = node.number >= committed.number;
            Node<E> behind = own ? last.ownBehind(node) : node.next();
            items.add(own ? behind.arriving() : node.item());
            node = behind;
        }
        return items;
    }

    private @Nullable E next(boolean move) {
        Node<E> here = read();
        if (here == null) {
            return null;
        }
        Node<E> behind;
        E item;
        if (here.number < chain.committed().number) {
            behind = here.next();
            item = here.item();
        } else {
            Node<E> last = chain.last();
            if (here.number == last.number) {
                return null;
            }
            behind = last.ownBehind(here);
            item = behind.arriving();
        }
        if (move) {
            write(behind);
        }
        return item;
    }

    private @Nullable E pollOutside() {
        while (true) {
            Node<E> here = read();
            if (here == null || here.number >= chain.committed().number) {
                return null;
            }
            Node<E> behind = here.next();
            if (replaceOutside(here, behind)) {
                return here.item();
            }
        }
    }

    private @Nullable E peekOutside() {
        Node<E> here = read();
        if (here == null || here.number >= chain.committed().number) {
            return null;
        }
        here.next();
        return here.item();
    }
}
