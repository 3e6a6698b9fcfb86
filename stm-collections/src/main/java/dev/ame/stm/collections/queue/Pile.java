package dev.ame.stm.collections.queue;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Structure;
import dev.ame.stm.spi.Subject;
import dev.ame.stm.spi.View;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Elements that blocks share, of which one takes the smallest. What the priority queue is, but for waiting.
 *
 * @param <E> the type of the elements
 */
public final class Pile<E> extends Structure<Ranking<E>, PileView<E>> implements Drainable<E> {
    /** A comparator may be slow; who is overtaken so often becomes a block, which is let through in the end. */
    private static final int TRIES = 8;

    /**
     * A pile.
     *
     * @param name for reports of conflicts; null for none
     * @param initial the first elements
     */
    public Pile(@Nullable String name, Ranking<E> initial) {
        super(name, initial);
    }

    @Override
    protected Subject subject() {
        return new Subject("TPriorityQueue", null, "");
    }

    @Override
    protected PileView<E> newView(View.Origin origin) {
        return new PileView<>(this, origin);
    }

    /**
     * Adds an element.
     *
     * @param element the element, not null
     */
    public void add(E element) {
        Objects.requireNonNull(element, "element");
        if (!Stm.inAtomic()) {
            for (int i = 0; i < TRIES; i++) {
                Ranking<E> before = state();
                if (replaceOutside(before, before.with(element))) {
                    return;
                }
            }
        }
        Stm.atomic(() -> viewToChange().add(element));
    }

    /**
     * Adds all elements.
     *
     * @param elements the elements, none of them null
     */
    public void addAll(Object[] elements) {
        Stm.atomic(() -> {
            PileView<E> view = viewToChange();
            for (Object element : elements) {
                @SuppressWarnings("unchecked")
                E own = (E) Objects.requireNonNull(element, "element");
                view.add(own);
            }
        });
    }

    /**
     * Adds the first elements, all at once; as {@link #addAll}, and faster if nobody has used the pile before.
     *
     * @param elements the elements, none of them null; the array may be sorted
     */
    public void fill(Object[] elements) {
        if (!Stm.inAtomic()) {
            Ranking<E> before = state();
            if (before.next() == 0 && replaceOutside(before, before.filled(elements))) {
                return;
            }
        }
        addAll(elements);
    }

    /**
     * Takes the smallest element.
     *
     * @return the element, or null if there is none
     */
    @Override
    public @Nullable E pollFirst() {
        if (Stm.inAtomic()) {
            return isEmpty() ? null : viewToChange().poll();
        }
        while (true) {
            Ranking<E> before = state();
            Ranked<E> first = before.first();
            if (first == null) {
                return null;
            }
            if (replaceOutside(before, before.withoutFirst())) {
                return first.element;
            }
        }
    }

    /**
     * Shows the smallest element.
     *
     * @return the element, or null if there is none
     */
    @Override
    public @Nullable E peekFirst() {
        PileView<E> view = view();
        if (view != null) {
            return view.peek();
        }
        Ranked<E> first = state().first();
        return first == null ? null : first.element;
    }

    /**
     * The number of elements.
     *
     * @return the size
     */
    public int size() {
        PileView<E> view = view();
        return view == null ? state().size() : view.size();
    }

    /**
     * Whether there are no elements.
     *
     * @return whether the size is 0
     */
    public boolean isEmpty() {
        PileView<E> view = view();
        return view == null ? state().isEmpty() : view.isEmpty();
    }

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
        PileView<E> view = view();
        if (view != null) {
            return view.find(wanted) != null;
        }
        for (Ranked<E> ranked : state().toList()) {
            if (wanted.equals(ranked.element)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Removes an element that equals an object.
     *
     * @param wanted the object
     * @return whether there was one
     */
    public boolean remove(@Nullable Object wanted) {
        return wanted != null
                && Stm.atomic(() -> {
                    PileView<E> view = viewToChange();
                    Ranked<E> found = view.find(wanted);
                    if (found != null) {
                        view.take(found);
                    }
                    return found != null;
                });
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
            Ranking<E> all = snapshot();
            List<Ranked<E>> taken = all.toList();
            taken.removeIf(ranked -> !doomed.test(ranked.element));
            if (taken.isEmpty()) {
                return false;
            }
            PileView<E> view = viewToChange();
            if (view.state() == all) {
                Ranking<E> left = all;
                for (Ranked<E> ranked : taken) {
                    left = left.without(ranked);
                }
                view.keep(left);
            } else {
                taken.forEach(view::takeIfPresent); // the predicate has changed the queue, too: that stays
            }
            return true;
        });
    }

    /** Removes all elements. */
    public void clear() {
        if (Stm.inAtomic()) {
            viewToChange().clear();
            return;
        }
        Ranking<E> before;
        do {
            before = state();
        } while (!before.isEmpty() && !replaceOutside(before, before.cleared()));
    }

    @Override
    public List<E> takeFirst(int most) {
        Ranking<E> before = state();
        while (before.size() <= most) {
            if (before.isEmpty() || replaceOutside(before, before.cleared())) {
                return before.firstOnes(most);
            }
            before = state();
        }
        return Stm.atomic(() -> {
            PileView<E> view = viewToChange();
            List<E> first = view.state().firstOnes(most);
            for (int i = 0; i < first.size(); i++) {
                view.poll();
            }
            return first;
        });
    }

    @Override
    public void giveBack(List<E> elements) {
        addAll(elements.toArray());
    }

    /**
     * All elements, as they are now; a block is told all of them.
     *
     * @return the elements
     */
    public Ranking<E> snapshot() {
        PileView<E> view = view();
        if (view == null) {
            return state();
        }
        view.tellAll();
        return view.state();
    }

    private void removeIfPresent(Ranked<E> ranked) {
        Stm.atomic(() -> viewToChange().takeIfPresent(ranked));
    }

    /**
     * Goes through the elements that are there now, in order.
     *
     * @return the iterator
     */
    public Iterator<E> iterator() {
        Iterator<Ranked<E>> all = snapshot().toList().iterator();
        return new Iterator<>() {
            private @Nullable Ranked<E> last;

            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public E next() {
                if (!all.hasNext()) {
                    throw new NoSuchElementException();
                }
                Ranked<E> next = all.next();
                last = next;
                return next.element;
            }

            @Override
            public void remove() {
                Ranked<E> present = last;
                if (present == null) {
                    throw new IllegalStateException("no element to remove");
                }
                last = null;
                removeIfPresent(present);
            }
        };
    }
}
