package dev.ame.stm.collections.bag;

import dev.ame.stm.spi.Subject;
import dev.ame.stm.spi.View;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stripe as one block sees it. The block is told that the items which it takes are there, but not that others are not,
 * as the bag has no order; unless it finds nothing, or asks for the size.
 *
 * @param <E> the type of the elements
 */
final class StripeView<E> extends View<Pool<E>> {

    /** A list of items that were taken, by number, or of items that were added, linked to the one before. */
    private record Link<E>(
            Item<E> item, long number, @Nullable Link<E> before) {}

    private record Mark<E>(
            @Nullable Link<E> taken, @Nullable Link<E> added) {}

    /** Items of the base that the block has taken. What an undone nested block was told of them stays told. */
    private @Nullable Link<E> taken;

    private @Nullable Link<E> toldOf;

    /** Items that the block has added and not taken again: the last ones of the state, the newest here first. */
    private @Nullable Link<E> added;

    private int atLeast;
    private int atMost = Integer.MAX_VALUE;
    private @Nullable Pool<E> exactly;

    StripeView(Stripe<E> stripe, Origin origin) {
        super(stripe, origin);
    }

    int size() {
        atLeast = base().size();
        atMost = base().size();
        return state().size();
    }

    /** Whether there is an item. */
    boolean tellWhetherEmpty() {
        boolean empty = state().size() == 0;
        if (empty) {
            atMost = Math.min(atMost, base().size());
        } else if (added == null) {
            atLeast = Math.max(atLeast, base().size() - state().size() + 1);
        }
        return empty;
    }

    /** Tells everything there is to know, for a block that can't go on until something changes. */
    void tellAll() {
        exactly = base();
    }

    void add(Item<E> item) {
        added = new Link<>(item, 0, added);
        changeTo(state().with(item));
    }

    /** The item that the block has added last; null if there is none. Its own items first: nobody else is concerned. */
    @Nullable
    Item<E> takeOwn() {
        Link<E> last = added;
        if (last == null) {
            return null;
        }
        added = last.before;
        changeTo(state().withoutLast());
        return last.item;
    }

    /** Takes an item of the state. The block has no items of its own, so it is one of the base. */
    void take(Pool.Found<E> found) {
        toldOf = new Link<>(found.item(), found.number(), toldOf);
        taken = new Link<>(found.item(), found.number(), taken);
        changeTo(Objects.requireNonNull(state().without(found.number())));
    }

    @Override
    protected boolean isStillTrue(Pool<E> newer) {
        if (newer.size() < atLeast || newer.size() > atMost || (exactly != null && exactly != newer)) {
            return false;
        }
        for (Link<E> told = toldOf; told != null; told = told.before) {
            if (!newer.has(told.number)) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected Subject subject() {
        int size = newest().size();
        boolean counted = size < atLeast || size > atMost;
        return new Subject(
                "TBag", null, !counted ? "element" : atLeast > 0 && atMost == atLeast ? "size" : "emptiness");
    }

    @Override
    protected Pool<E> reapplyTo(Pool<E> newer) {
        Pool<E> result = newer;
        for (Link<E> gone = taken; gone != null; gone = gone.before) {
            result = Objects.requireNonNull(result.without(gone.number));
        }
        return withAdded(result, added);
    }

    private static <E> Pool<E> withAdded(Pool<E> pool, @Nullable Link<E> last) {
        int n = 0;
        for (Link<E> link = last; link != null; link = link.before) {
            n++;
        }
        Object[] inOrder = new Object[n];
        for (Link<E> link = last; link != null; link = link.before) {
            inOrder[--n] = link.item;
        }
        Pool<E> result = pool;
        for (Object item : inOrder) {
            result = result.with(cast(item));
        }
        return result;
    }

    @SuppressWarnings("unchecked") // from a list of such items
    private static <E> Item<E> cast(Object item) {
        return (Item<E>) item;
    }

    @Override
    protected Object mark() {
        return new Mark<>(taken, added);
    }

    @Override
    @SuppressWarnings("unchecked") // only marks of this view come back
    protected void rollbackTo(@Nullable Object mark) {
        Mark<E> back = (Mark<E>) mark;
        taken = back == null ? null : back.taken;
        added = back == null ? null : back.added;
    }
}
