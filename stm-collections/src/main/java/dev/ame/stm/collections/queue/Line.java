package dev.ame.stm.collections.queue;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.queue.Lookup.Kind;
import dev.ame.stm.spi.Structure;
import dev.ame.stm.spi.View;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Elements in a row that blocks share, open at both ends, with or without a limit of their number. What the queues and the
 * deque are, but for waiting.
 *
 * @param <E> the type of the elements
 */
public final class Line<E> extends Structure<Sequence<E>, LineView<E>> implements Drainable<E> {
    private final int capacity;

    /** A line; a capacity of {@link Integer#MAX_VALUE} means no limit. */
    Line(@Nullable String name, int capacity, Sequence<E> initial) {
        super(name, initial);
        this.capacity = capacity;
    }

    @Override
    protected LineView<E> newView(View.Origin origin) {
        return new LineView<>(this, origin, capacity);
    }

    // ---------------------------------------------------------------- the ends

    /**
     * Adds an element behind all others.
     *
     * @param element the element, not null
     * @return false if there is no room
     */
    public boolean offerLast(E element) {
        Objects.requireNonNull(element, "element");
        if (Stm.inAtomic()) {
            return viewToChange().offerLast(element);
        }
        Sequence<E> before;
        do {
            before = state();
            if (before.size() >= capacity) {
                return false;
            }
        } while (!replaceOutside(before, before.append(element)));
        return true;
    }

    /**
     * Adds an element in front of all others.
     *
     * @param element the element, not null
     * @return false if there is no room
     */
    public boolean offerFirst(E element) {
        Objects.requireNonNull(element, "element");
        if (Stm.inAtomic()) {
            return viewToChange().offerFirst(element);
        }
        Sequence<E> before;
        do {
            before = state();
            if (before.size() >= capacity) {
                return false;
            }
        } while (!replaceOutside(before, before.prepend(element)));
        return true;
    }

    /**
     * Takes the first element.
     *
     * @return the element, or null if there is none
     */
    @Override
    public @Nullable E pollFirst() {
        if (Stm.inAtomic()) {
            return isEmpty() ? null : viewToChange().pollFirst();
        }
        while (true) {
            Sequence<E> before = state();
            if (before.isEmpty()) {
                return null;
            }
            if (replaceOutside(before, before.size() == 1 ? Sequence.empty() : before.withoutFirst())) {
                return before.first();
            }
        }
    }

    /**
     * Takes the last element.
     *
     * @return the element, or null if there is none
     */
    public @Nullable E pollLast() {
        if (Stm.inAtomic()) {
            return isEmpty() ? null : viewToChange().pollLast();
        }
        while (true) {
            Sequence<E> before = state();
            if (before.isEmpty()) {
                return null;
            }
            if (replaceOutside(before, before.size() == 1 ? Sequence.empty() : before.withoutLast())) {
                return before.last();
            }
        }
    }

    /**
     * Shows the first element.
     *
     * @return the element, or null if there is none
     */
    @Override
    public @Nullable E peekFirst() {
        LineView<E> view = view();
        if (view != null) {
            return view.peekFirst();
        }
        Sequence<E> state = state();
        return state.isEmpty() ? null : state.first();
    }

    /**
     * Shows the last element.
     *
     * @return the element, or null if there is none
     */
    public @Nullable E peekLast() {
        LineView<E> view = view();
        if (view != null) {
            return view.peekLast();
        }
        Sequence<E> state = state();
        return state.isEmpty() ? null : state.last();
    }

    /**
     * The number of elements.
     *
     * @return the size
     */
    public int size() {
        LineView<E> view = view();
        return view == null ? state().size() : view.size();
    }

    /**
     * Whether there are no elements.
     *
     * @return whether the size is 0
     */
    public boolean isEmpty() {
        LineView<E> view = view();
        return view == null ? state().isEmpty() : view.isEmpty();
    }

    /**
     * How many elements can be added.
     *
     * @return the number; {@link Integer#MAX_VALUE} if there is no limit
     */
    public int remainingCapacity() {
        LineView<E> view = view();
        if (view != null) {
            return view.remainingCapacity();
        }
        return capacity == Integer.MAX_VALUE ? capacity : capacity - state().size();
    }

    // ---------------------------------------------------------------- elements by equality

    /**
     * Whether an element equals an object.
     *
     * @param wanted the object
     * @return whether there is one
     */
    public boolean contains(@Nullable Object wanted) {
        if (wanted == null) {
            return false;
        }
        LineView<E> view = view();
        if (view != null) {
            return view.find(wanted, Kind.ANY) != Sequence.NONE_AFTER;
        }
        return Elements.contain(state(), wanted);
    }

    /**
     * Removes the first element that equals an object.
     *
     * @param wanted the object
     * @return whether there was one
     */
    public boolean removeFirst(@Nullable Object wanted) {
        return wanted != null && remove(wanted, Kind.FIRST);
    }

    /**
     * Removes the last element that equals an object.
     *
     * @param wanted the object
     * @return whether there was one
     */
    public boolean removeLast(@Nullable Object wanted) {
        return wanted != null && remove(wanted, Kind.LAST);
    }

    private boolean remove(Object wanted, Kind kind) {
        return Stm.atomic(() -> {
            LineView<E> view = viewToChange();
            long slot = view.find(wanted, kind);
            if (slot == Sequence.NONE_AFTER) {
                return false;
            }
            view.take(slot);
            return true;
        });
    }

    /** Removes one element, if it is still in its slot. */
    void removeAt(long slot, E element) {
        if (Stm.inAtomic()) {
            LineView<E> view = viewToChange();
            if (view.state().get(slot) == element) {
                view.take(slot);
            }
            return;
        }
        Sequence<E> before;
        do {
            before = state();
        } while (before.get(slot) == element && !replaceOutside(before, before.without(slot)));
    }

    // ---------------------------------------------------------------- many elements

    /**
     * Adds all elements behind the others, or none.
     *
     * @param elements the elements, none of them null
     * @return false if there is not room for all
     */
    public boolean offerAll(Object[] elements) {
        for (Object element : elements) {
            Objects.requireNonNull(element, "element");
        }
        return elements.length == 0 || Stm.atomic(() -> viewToChange().offerAll(elements));
    }

    /**
     * Removes all elements that a predicate holds for.
     *
     * @param doomed the predicate
     * @return whether there were any
     */
    public boolean removeIf(Predicate<? super E> doomed) {
        Objects.requireNonNull(doomed, "filter");
        return Stm.atomic(() -> {
            Sequence<E> all = snapshot();
            Sequence<E> left = Elements.without(all, doomed);
            if (left == all) {
                return false;
            }
            Elements.take(viewToChange(), all, left);
            return true;
        });
    }

    /** Removes all elements. */
    public void clear() {
        if (Stm.inAtomic()) {
            viewToChange().clear();
            return;
        }
        Sequence<E> before;
        do {
            before = state();
        } while (!before.isEmpty() && !replaceOutside(before, Sequence.empty()));
    }

    @Override
    public List<E> takeFirst(int most) {
        Sequence<E> before = state();
        while (before.size() <= most) {
            if (before.isEmpty() || replaceOutside(before, Sequence.empty())) {
                return Elements.firstOf(before, most);
            }
            before = state();
        }
        return Stm.atomic(() -> {
            LineView<E> view = viewToChange();
            List<E> first = Elements.firstOf(view.state(), most);
            for (int i = 0; i < first.size(); i++) {
                view.pollFirst();
            }
            return first;
        });
    }

    @Override
    public void giveBack(List<E> elements) {
        Stm.atomic(() -> {
            LineView<E> view = viewToChange();
            for (int i = elements.size() - 1; i >= 0; i--) {
                view.putBack(elements.get(i));
            }
        });
    }

    // ---------------------------------------------------------------- iteration

    /**
     * Gives all elements that are there now, in order.
     *
     * @param action what they are given to
     */
    public void forEach(Consumer<? super E> action) {
        snapshot().forEach(Objects.requireNonNull(action, "action"));
    }

    /**
     * All elements that are there now, in order.
     *
     * @return a new array
     */
    public Object[] toArray() {
        return snapshot().toArray();
    }

    /** All elements, as they are now; a block is told all of them. */
    Sequence<E> snapshot() {
        LineView<E> view = view();
        if (view == null) {
            return state();
        }
        view.tellAll();
        return view.state();
    }

    /** What the caller sees, without being told of it. */
    Sequence<E> present() {
        LineView<E> view = view();
        return view == null ? state() : view.state();
    }

    void tellUpTo(long slot, boolean forwards) {
        LineView<E> view = view();
        if (view != null) {
            if (slot == Sequence.NONE_AFTER || slot == Sequence.NONE_BEFORE) {
                view.tellAll();
            } else if (forwards) {
                view.tellUpTo(slot);
            } else {
                view.tellFrom(slot);
            }
        }
    }

    /**
     * Goes through the elements from the first one on. Outside a block it shows those that are there now; inside it goes along with
     * what the block does.
     *
     * @return the iterator
     */
    public Iterator<E> iterator() {
        return new LineIterator<>(this, true);
    }

    /**
     * Goes through the elements from the last one on.
     *
     * @return the iterator
     */
    public Iterator<E> descendingIterator() {
        return new LineIterator<>(this, false);
    }

    /**
     * Shows the elements that are there when it is first used; inside a block it goes along with what the block does.
     *
     * @return the spliterator
     */
    public Spliterator<E> spliterator() {
        return new SequenceSpliterator<>(this);
    }
}
