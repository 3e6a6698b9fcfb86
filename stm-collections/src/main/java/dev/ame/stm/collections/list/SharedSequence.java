package dev.ame.stm.collections.list;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Structure;
import dev.ame.stm.spi.Subject;
import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a list that all others are made of. Each is atomic by itself outside a block.
 *
 * @param <E> the type of the elements
 */
public final class SharedSequence<E extends @Nullable Object> extends Structure<Sequence<E>, ListView<E>>
        implements Indexed<E> {

    public SharedSequence(@Nullable String name, Sequence<E> elements) {
        super(name, elements);
    }

    @Override
    protected Subject subject() {
        return new Subject("TList", null, "");
    }

    @Override
    protected ListView<E> newView(View.Origin origin) {
        return new ListView<>(this, origin);
    }

    // ---------------------------------------------------------------- asking

    @Override
    public int size() {
        ListView<E> view = view();
        return view == null ? state().size() : view.size();
    }

    @Override
    public boolean has(int index) {
        ListView<E> view = view();
        return view == null ? index < state().size() : view.has(index);
    }

    @Override
    public E get(int index) {
        ListView<E> view = view();
        if (view == null) {
            Sequence<E> state = state();
            if (index < 0 || index >= state.size()) {
                throw outOfBounds(index, state.size());
            }
            return state.get(index);
        }
        check(view, index);
        return view.get(index);
    }

    @Override
    public Sequence<E> all() {
        ListView<E> view = view();
        return view == null ? state() : view.all();
    }

    @Override
    public Sequence<E> range(int from, int to) {
        ListView<E> view = view();
        if (view == null) {
            Sequence<E> state = state();
            if (from < 0 || to > state.size()) {
                throw outOfBounds(from < 0 ? from : to, state.size());
            }
            return state.slice(from, to);
        }
        checkReaches(view, from, to);
        view.tell(from, to);
        return view.state().slice(from, to);
    }

    // ---------------------------------------------------------------- changing

    @Override
    public E set(int index, E element) {
        if (Stm.inAtomic()) {
            ListView<E> view = viewToChange();
            check(view, index);
            E before = view.get(index);
            view.set(index, element);
            return before;
        }
        while (true) {
            Sequence<E> state = state();
            if (index < 0 || index >= state.size()) {
                throw outOfBounds(index, state.size());
            }
            if (replaceOutside(state, state.with(index, element))) {
                return state.get(index);
            }
        }
    }

    @Override
    public void append(E element) {
        if (Stm.inAtomic()) {
            viewToChange().append(element);
            return;
        }
        Sequence<E> state;
        do {
            state = state();
        } while (!replaceOutside(state, state.append(element)));
    }

    @Override
    public void append(Sequence<E> elements) {
        if (Stm.inAtomic()) {
            viewToChange().append(elements);
            return;
        }
        Sequence<E> state;
        do {
            state = state();
        } while (!replaceOutside(state, state.concat(elements)));
    }

    @Override
    public E remove(int index) {
        if (Stm.inAtomic()) {
            ListView<E> view = viewToChange();
            check(view, index);
            E before = view.get(index);
            view.splice(index, index + 1, Sequence.empty());
            return before;
        }
        while (true) {
            Sequence<E> state = state();
            if (index < 0 || index >= state.size()) {
                throw outOfBounds(index, state.size());
            }
            if (replaceOutside(state, state.without(index))) {
                return state.get(index);
            }
        }
    }

    @Override
    public void splice(int from, int to, Sequence<E> elements) {
        if (Stm.inAtomic()) {
            ListView<E> view = viewToChange();
            checkReaches(view, from, to);
            view.splice(from, to, elements);
            return;
        }
        while (true) {
            Sequence<E> state = state();
            if (from < 0 || to > state.size()) {
                throw outOfBounds(from < 0 ? from : to, state.size());
            }
            if (replaceOutside(state, Change.splice(state, from, to, elements))) {
                return;
            }
        }
    }

    @Override
    public void replaceAll(Sequence<E> elements) {
        if (Stm.inAtomic()) {
            viewToChange().replaceAll(elements);
            return;
        }
        while (!replaceOutside(state(), elements)) {
            Thread.onSpinWait();
        }
    }

    private void checkReaches(ListView<E> view, int from, int to) {
        if (from < 0 || (to > 0 && !view.has(to - 1))) {
            throw outOfBounds(from < 0 ? from : to, view.state().size());
        }
    }

    private void check(ListView<E> view, int index) {
        if (index < 0 || !view.has(index)) {
            throw outOfBounds(index, view.state().size());
        }
    }

    private static IndexOutOfBoundsException outOfBounds(int index, int size) {
        return new IndexOutOfBoundsException("Index " + index + " out of bounds for length " + size);
    }
}
