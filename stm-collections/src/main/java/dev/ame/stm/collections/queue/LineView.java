package dev.ame.stm.collections.queue;

import dev.ame.stm.collections.queue.Lookup.Kind;
import dev.ame.stm.spi.Subject;
import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * A line as one block sees it.
 *
 * <h2>Overview</h2>
 * The state is made of three parts: elements that the block has added in front, what it has left of the committed state, and
 * elements that it has added behind. Two slot numbers separate them:
 *
 * <pre>
 *      own, in front    |  left of the base   |  own, behind
 *                       ownBelow              ownFrom
 * </pre>
 *
 * Only an operation that comes to the part in the middle, or past it, tells the block something of the committed state. What
 * the block has {@link Taken} from the base is some of the first and of the last elements, and those of some slots. On another base in which the answers are the same, the same are taken, and the own parts are put to its
 * ends. So it is at the commit that the block's elements get their places.
 *
 * <p>When the middle part is exhausted, and the block knows it, its own elements may count as in front or as behind. {@link #clear}
 * alone exhausts it without knowing: then the base is dropped, whatever it is.
 *
 * @param <E> the type of the elements
 */
public final class LineView<E> extends View<Sequence<E>> {
    /** What a nested block goes back to. */
    private record Changes<E>(Sequence<E> state, long ownBelow, long ownFrom, Taken taken) {}

    private final int capacity;
    private final Answers<E> told = new Answers<>();

    /** What the limits below belong to: the state, after each change; null if there is none. */
    private @Nullable Sequence<E> changed;

    private long ownBelow;
    private long ownFrom;
    private Taken taken = Taken.NOTHING;

    LineView(Line<E> line, Origin origin, int capacity) {
        super(line, origin);
        this.capacity = capacity;
    }

    // ---------------------------------------------------------------- what the block is told

    int size() {
        if (!taken.everything()) {
            told.size.exactly(base().size());
        }
        return state().size();
    }

    boolean isEmpty() {
        Sequence<E> state = state();
        if (state.isEmpty()) {
            tellExhausted();
        } else if (!isOwn(state.low()) && !isOwn(state.high() - 1)) {
            told.size.atLeast(taken.count() + 1);
        }
        return state.isEmpty();
    }

    int remainingCapacity() {
        return capacity == Integer.MAX_VALUE ? capacity : capacity - size();
    }

    @Nullable
    E peekFirst() {
        Sequence<E> state = state();
        if (state.isEmpty()) {
            tellExhausted();
            return null;
        }
        tellFirst(state.low());
        return state.first();
    }

    @Nullable
    E peekLast() {
        Sequence<E> state = state();
        if (state.isEmpty()) {
            tellExhausted();
            return null;
        }
        tellLast(state.high() - 1);
        return state.last();
    }

    /** Says that the block knows the elements before a slot of the state, and the one in it. */
    void tellUpTo(long slot) {
        if (slot >= ownFrom()) {
            tellAll();
        } else if (!isOwn(slot)) {
            told.seenUpTo(slot);
        }
    }

    /** Says that the block knows the elements behind a slot of the state, and the one in it. */
    void tellFrom(long slot) {
        if (slot < ownBelow()) {
            tellAll();
        } else if (!isOwn(slot)) {
            told.seenFrom(slot);
        }
    }

    void tellAll() {
        if (!taken.everything()) {
            told.seenAll();
        }
    }

    /** The slot of an element that equals an object, first or last or any; {@link Sequence#NONE_AFTER} if there is none. */
    long find(Object wanted, Kind kind) {
        Sequence<E> state = state();
        boolean forwards = kind != Kind.LAST;
        boolean passed = false;
        long slot = forwards ? state.nextOccupied(state.low()) : state.previousOccupied(state.high());
        while (slot != Sequence.NONE_AFTER && slot != Sequence.NONE_BEFORE) {
            boolean own = isOwn(slot);
            passed |= !own || slot < ownBelow() != forwards;
            if (wanted.equals(state.get(slot))) {
                if (!own) {
                    tellLookup(wanted, kind, slot);
                } else if (passed && kind != Kind.ANY) {
                    tellLookup(wanted, Kind.NONE, slot);
                }
                return slot;
            }
            slot = forwards ? state.nextOccupied(slot + 1) : state.previousOccupied(slot - 1);
        }
        tellLookup(wanted, Kind.NONE, slot);
        return Sequence.NONE_AFTER;
    }

    private void tellLookup(Object wanted, Kind kind, long slot) {
        if (!taken.everything()) {
            told.found(new Lookup<>(wanted, kind, slot));
        }
    }

    /** The first element of the state stands in a slot. */
    private void tellFirst(long slot) {
        if (slot < ownBelow()) {
            return;
        }
        if (slot >= ownFrom()) {
            tellExhausted();
        } else if (taken.isAtTheEnds()) {
            told.seenFirst(taken.first() + 1);
            told.size.atLeast(taken.count() + 1);
        } else {
            told.seenUpTo(slot);
        }
    }

    private void tellLast(long slot) {
        if (slot >= ownFrom()) {
            return;
        }
        if (slot < ownBelow()) {
            tellExhausted();
        } else if (taken.isAtTheEnds()) {
            told.seenLast(taken.last() + 1);
            told.size.atLeast(taken.count() + 1);
        } else {
            told.seenFrom(slot);
        }
    }

    /** There is no more in the base than what the block has taken, and so knows. */
    private void tellExhausted() {
        if (!taken.everything()) {
            told.size.atMost(base().size());
        }
    }

    // ---------------------------------------------------------------- what the block changes

    @Nullable
    E pollFirst() {
        E element = peekFirst();
        if (element != null) {
            Sequence<E> state = state();
            long slot = state.low();
            begin();
            if (!isOwn(slot)) {
                ownBelow = Math.max(ownBelow, slot + 1);
                taken = taken.isAtTheEnds() ? taken.oneFirst() : taken.slot(slot);
            }
            end(state.withoutFirst());
        }
        return element;
    }

    @Nullable
    E pollLast() {
        E element = peekLast();
        if (element != null) {
            Sequence<E> state = state();
            long slot = state.high() - 1;
            begin();
            if (!isOwn(slot)) {
                ownFrom = Math.min(ownFrom, slot);
                taken = taken.isAtTheEnds() ? taken.oneLast() : taken.slot(slot);
            }
            end(state.withoutLast());
        }
        return element;
    }

    boolean offerFirst(E element) {
        if (!hasRoomFor(1)) {
            return false;
        }
        putBack(element);
        return true;
    }

    /** Adds an element in front, if there is room or not. */
    void putBack(E element) {
        begin();
        Sequence<E> state = state();
        ownBelow = Math.max(ownBelow, state.low());
        end(state.prepend(element));
    }

    boolean offerLast(E element) {
        if (!hasRoomFor(1)) {
            return false;
        }
        begin();
        appendOwn(element);
        return true;
    }

    /** All, or none if there is not room for all. */
    boolean offerAll(Object[] elements) {
        if (!hasRoomFor(elements.length)) {
            return false;
        }
        begin();
        for (Object element : elements) {
            @SuppressWarnings("unchecked")
            E own = (E) element;
            appendOwn(own);
        }
        return true;
    }

    private void appendOwn(E element) {
        Sequence<E> state = state();
        ownBelow = Math.min(ownBelow, state.high());
        ownFrom = Math.min(ownFrom, state.high());
        end(state.append(element));
    }

    private boolean hasRoomFor(int more) {
        if (capacity == Integer.MAX_VALUE) {
            return true;
        }
        int room = capacity - state().size() - more;
        if (!taken.everything()) {
            if (room >= 0) {
                told.size.atMost(base().size() + room);
            } else {
                told.size.atLeast(base().size() + room + 1);
            }
        }
        return room >= 0;
    }

    /** Takes the element of an occupied slot. */
    void take(long slot) {
        Sequence<E> state = state();
        E element = state.get(slot);
        begin();
        if (!isOwn(slot) && element != null) {
            tellLookup(element, Kind.THERE, slot);
            taken = taken.slot(slot);
            told.size.atLeast(taken.count());
        }
        end(state.without(slot));
    }

    /** Takes all, whatever they are. */
    void clear() {
        begin();
        Sequence<E> state = state();
        drop(state.high());
        end(Sequence.vacant(state.high()));
    }

    /** Goes on with some of the elements in their slots; the block must know all of them. */
    void keep(Sequence<E> some) {
        begin();
        drop(some.low());
        end(some);
    }

    private void drop(long limit) {
        taken = Taken.EVERYTHING;
        ownBelow = limit;
        ownFrom = limit;
    }

    private void begin() {
        if (changed == null) {
            ownBelow = base().low();
            ownFrom = base().high();
        }
    }

    private void end(Sequence<E> state) {
        changed = state;
        changeTo(state);
    }

    private long ownBelow() {
        return changed == null ? Sequence.NONE_BEFORE : ownBelow;
    }

    private long ownFrom() {
        return changed == null ? Sequence.NONE_AFTER : ownFrom;
    }

    private boolean isOwn(long slot) {
        return slot < ownBelow() || slot >= ownFrom();
    }

    // ---------------------------------------------------------------- for the engine

    @Override
    protected boolean isStillTrue(Sequence<E> newer) {
        return told.hold(base(), newer);
    }

    @Override
    protected Subject subject() {
        return new Subject("TQueue/TDeque", null, told.changed(base(), newest()));
    }

    @Override
    protected Sequence<E> reapplyTo(Sequence<E> newer) {
        Sequence<E> mine = changed == null ? newer : changed;
        Sequence<E> rest = taken.from(newer);
        long below = rest.low();
        long from = rest.high();
        Sequence<E> result = rest;
        // Each keeps its distance from the limit, so that an iterator which has come to it goes on from there.
        for (long slot = mine.previousOccupied(ownBelow - 1);
                slot != Sequence.NONE_BEFORE;
                slot = mine.previousOccupied(slot - 1)) {
            result = prepended(result, below + (slot - ownBelow), mine, slot);
        }
        for (long slot = mine.nextOccupied(Math.max(ownFrom, ownBelow));
                slot != Sequence.NONE_AFTER;
                slot = mine.nextOccupied(slot + 1)) {
            result = appended(result, from + (slot - ownFrom), mine, slot);
        }
        ownBelow = below;
        ownFrom = from;
        changed = result;
        return result;
    }

    private Sequence<E> prepended(Sequence<E> to, long at, Sequence<E> mine, long slot) {
        E element = mine.get(slot);
        return element == null ? to : to.prependAt(at, element);
    }

    private Sequence<E> appended(Sequence<E> to, long at, Sequence<E> mine, long slot) {
        E element = mine.get(slot);
        return element == null ? to : to.appendAt(at, element);
    }

    @Override
    protected Object mark() {
        return new Changes<>(changed == null ? base() : changed, ownBelow, ownFrom, taken);
    }

    @Override
    protected void rollbackTo(@Nullable Object mark) {
        if (mark == null) {
            changed = null;
            taken = Taken.NOTHING;
            return;
        }
        @SuppressWarnings("unchecked") // made by mark()
        Changes<E> changes = (Changes<E>) mark;
        changed = changes.state;
        ownBelow = changes.ownBelow;
        ownFrom = changes.ownFrom;
        taken = changes.taken;
    }
}
