package dev.ame.stm.collections.queue;

import dev.ame.stm.spi.Subject;
import dev.ame.stm.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pile as one block sees it.
 *
 * <h2>Overview</h2>
 * What the block has added has numbers from {@code ownFrom} on, and is kept beside the state as well; the rest is what it has left of the committed state, the base. It has taken
 * the first {@code takenFirst} elements of the base and some others. What it was told of the base is put so that it can be
 * asked of another one: the number of elements, the first ones, that the next one does not come before some element of the block's
 * own, and where it has looked for an object.
 *
 * @param <E> the type of the elements
 */
public final class PileView<E> extends View<Ranking<E>> {
    /** Elements that were taken, other than the first ones. */
    private record Taken<E>(Ranked<E> ranked, @Nullable Taken<E> rest, int count) {}

    /** What a nested block goes back to. */
    private record Changes<E>(
            Ranking<E> own,
            long ownFrom,
            int takenFirst,
            @Nullable Taken<E> taken,
            boolean dropped) {}

    /** The block has looked for an object, and found a witness, or none. */
    private record Search<E>(Object wanted, @Nullable Ranked<E> witness, boolean mustStay) {}

    private final SizeRange size = new SizeRange();

    /** The first so many elements are known. */
    private int front;

    /** The element with {@code boundAt} others before it does not come before this one. */
    private @Nullable E bound;

    private int boundAt;
    private final List<Search<E>> searches = new ArrayList<>(0);

    /** What the block has added and not taken again, with the numbers that it has in the state. */
    private @Nullable Ranking<E> own;

    private long ownFrom;
    private int takenFirst;
    private @Nullable Taken<E> taken;

    /** Whether the whole base is taken, whatever it is. */
    private boolean dropped;

    PileView(Pile<E> pile, Origin origin) {
        super(pile, origin);
    }

    // ---------------------------------------------------------------- what the block is told

    int size() {
        if (!dropped) {
            size.exactly(base().size());
        }
        return state().size();
    }

    boolean isEmpty() {
        boolean empty = state().isEmpty();
        if (!dropped) {
            if (empty) {
                size.atMost(base().size());
            } else if (own == null || own.isEmpty()) {
                size.atLeast(taken() + 1);
            }
        }
        return empty;
    }

    @Nullable
    E peek() {
        Ranked<E> first = first();
        return first == null ? null : first.element;
    }

    private @Nullable Ranked<E> first() {
        Ranked<E> first = state().first();
        if (!dropped) {
            if (first == null) {
                size.atMost(base().size());
            } else if (isOwn(first)) {
                tellBound(first.element);
            } else {
                seenFirst(taken == null ? takenFirst + 1 : base().rank(first) + 1);
            }
        }
        return first;
    }

    /** The block's own element comes first: before what is left of the base, of which it knows all that is in front of that. */
    private void tellBound(E own) {
        int index = taken == null ? takenFirst : indexOfFirstLeft();
        seenFirst(index);
        E present = bound;
        if (present == null || index > boundAt || (index == boundAt && base().isBefore(present, own))) {
            bound = own;
            boundAt = index;
        }
    }

    private int indexOfFirstLeft() {
        Ranking<E> state = state();
        int index = 0;
        Ranked<E> ranked = state.first();
        while (ranked != null && isOwn(ranked)) {
            ranked = state.at(++index);
        }
        return ranked == null ? base().size() : base().rank(ranked);
    }

    private void seenFirst(int count) {
        front = Math.max(front, count);
    }

    void tellAll() {
        if (!dropped) {
            seenFirst(base().size());
            size.exactly(base().size());
        }
    }

    /** An element that equals an object, rather one of the block's own; null if there is none. */
    @Nullable
    Ranked<E> find(Object wanted) {
        Ranked<E> found = null;
        for (Ranked<E> ranked : state().toList()) {
            boolean better = found == null || isOwn(ranked);
            if (better && wanted.equals(ranked.element)) {
                found = ranked;
                if (isOwn(ranked)) {
                    return ranked;
                }
            }
        }
        if (!dropped) {
            searches.add(new Search<>(wanted, found, false));
        }
        return found;
    }

    // ---------------------------------------------------------------- what the block changes

    void add(E element) {
        own = begin().with(element);
        changeTo(state().with(element));
    }

    @Nullable
    E poll() {
        Ranked<E> first = first();
        if (first == null) {
            return null;
        }
        Ranking<E> added = begin();
        if (isOwn(first)) {
            own = added.withoutFirst();
        } else {
            if (taken == null) {
                takenFirst++;
            } else {
                taken = new Taken<>(first, taken, taken.count + 1);
            }
        }
        changeTo(state().withoutFirst());
        return first.element;
    }

    /** Takes an element that is there. */
    void take(Ranked<E> ranked) {
        Ranking<E> added = begin();
        if (isOwn(ranked)) {
            own = added.without(ranked);
        } else {
            searches.add(new Search<>(ranked.element, ranked, true));
            taken = new Taken<>(ranked, taken, taken == null ? 1 : taken.count + 1);
        }
        changeTo(state().without(ranked));
    }

    /** Takes the very element, if it is there; its number may be another now if it is the block's own. */
    void takeIfPresent(Ranked<E> ranked) {
        Ranking<E> state = state();
        if (state.contains(ranked)) {
            take(ranked);
            return;
        }
        for (Ranked<E> other : state.toList()) {
            if (other.element == ranked.element) {
                take(other);
                return;
            }
        }
    }

    /** Takes all, whatever they are. */
    void clear() {
        begin();
        Ranking<E> none = state().cleared();
        drop(none);
        changeTo(none);
    }

    /** Goes on with some of the elements; the block must know all of them. */
    void keep(Ranking<E> some) {
        begin();
        drop(some);
        changeTo(some);
    }

    private void drop(Ranking<E> left) {
        dropped = true;
        takenFirst = 0;
        taken = null;
        own = left;
        ownFrom = Long.MIN_VALUE;
    }

    /** The block's own elements. They get the same numbers as in the state, since both count on alike. */
    private Ranking<E> begin() {
        Ranking<E> present = own;
        if (present == null) {
            present = base().cleared();
            own = present;
            ownFrom = base().next();
        }
        return present;
    }

    private boolean isOwn(Ranked<E> ranked) {
        return own != null && ranked.number >= ownFrom;
    }

    private int taken() {
        return takenFirst + (taken == null ? 0 : taken.count);
    }

    // ---------------------------------------------------------------- for the engine

    @Override
    protected boolean isStillTrue(Ranking<E> newer) {
        return size.contains(newer.size()) && firstAgree(newer) && searchesAgree(newer);
    }

    private boolean firstAgree(Ranking<E> newer) {
        Ranking<E> base = base();
        for (int i = 0; i < front; i++) {
            Ranked<E> mine = base.at(i);
            Ranked<E> theirs = newer.at(i);
            if (mine == null || theirs == null || mine.element != theirs.element) {
                return false;
            }
        }
        // If more than boundAt elements are known, the one in question is among them.
        E limit = bound;
        Ranked<E> next = limit == null || boundAt < front ? null : newer.at(boundAt);
        return limit == null || next == null || !newer.isBefore(next.element, limit);
    }

    private boolean searchesAgree(Ranking<E> newer) {
        for (Search<E> search : searches) {
            boolean stays = search.witness != null && newer.contains(search.witness);
            boolean holds = search.mustStay
                    ? stays
                    : search.witness != null
                            ? stays || has(newer, search.wanted, 0)
                            : !has(newer, search.wanted, base().next());
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    /** Whether an element with at least this number equals an object. */
    private boolean has(Ranking<E> newer, Object wanted, long from) {
        for (Ranked<E> ranked : newer.toList()) {
            if (ranked.number >= from && wanted.equals(ranked.element)) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected Subject subject() {
        Ranking<E> newer = newest();
        String part = !size.contains(newer.size())
                ? size.wasCounted() ? "size" : "emptiness"
                : firstAgree(newer) ? "element" : "head";
        return new Subject("TPriorityQueue", null, part);
    }

    @Override
    protected Ranking<E> reapplyTo(Ranking<E> newer) {
        Ranking<E> result = dropped ? newer.cleared() : withoutTaken(newer);
        Ranking<E> added = newer.cleared();
        for (Ranked<E> ranked : begin().toList()) {
            result = result.with(ranked.element);
            added = added.with(ranked.element);
        }
        own = added;
        ownFrom = dropped ? Long.MIN_VALUE : newer.next();
        return result;
    }

    private Ranking<E> withoutTaken(Ranking<E> newer) {
        Ranking<E> rest = newer;
        for (Taken<E> one = taken; one != null; one = one.rest) {
            rest = rest.without(one.ranked);
        }
        for (int i = 0; i < takenFirst; i++) {
            rest = rest.withoutFirst();
        }
        return rest;
    }

    @Override
    protected Object mark() {
        return new Changes<>(begin(), ownFrom, takenFirst, taken, dropped);
    }

    @Override
    protected void rollbackTo(@Nullable Object mark) {
        if (mark == null) {
            own = null;
            takenFirst = 0;
            taken = null;
            dropped = false;
            return;
        }
        @SuppressWarnings("unchecked") // made by mark()
        Changes<E> changes = (Changes<E>) mark;
        own = changes.own;
        ownFrom = changes.ownFrom;
        takenFirst = changes.takenFirst;
        taken = changes.taken;
        dropped = changes.dropped;
    }
}
