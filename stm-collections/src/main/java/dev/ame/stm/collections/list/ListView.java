package dev.ame.stm.collections.list;

import dev.ame.stm.spi.Subject;
import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * A list as one block sees it. Positions are the block's; what it is told is kept as positions in the base. The
 * size of the base is told no more precisely than the block knows it: that some position exists, or does not.
 *
 * <p>The block's list is the parts of the {@link Layout}, its rest, and what the block has appended behind. So
 * {@code size = parted + (size of base - rest) + appended}, and without a rest {@code parted + appended}.
 *
 * @param <E> the type of the elements
 */
public final class ListView<E extends @Nullable Object> extends View<Sequence<E>> {
    private final Told told = new Told();
    private Layout layout = Layout.UNTOUCHED;
    private int appended;
    private @Nullable Change<E> changes;

    private record Mark<E extends @Nullable Object>(
            Layout layout, int appended, @Nullable Change<E> changes) {}

    ListView(SharedSequence<E> list, Origin origin) {
        super(list, origin);
    }

    // ---------------------------------------------------------------- asking

    int size() {
        tellSize();
        return state().size();
    }

    /** Whether there is an element at a position, not which. */
    boolean has(int index) {
        boolean has = index < state().size();
        if (layout.hasRest()) {
            int size = index - layout.parted - appended + layout.rest;
            if (has) {
                told.sizeAtLeast(size + 1);
            } else {
                told.sizeAtMost(size);
            }
        }
        return has;
    }

    /** The element at a position that exists. */
    E get(int index) {
        if (index < layout.parted) {
            int origin = layout.baseIndex(index);
            if (origin != Layout.OWN) {
                told.element(origin);
            }
        } else if (index < endOfRest()) {
            told.element(layout.rest + index - layout.parted);
        } else {
            tellSize(); // an element that the block has appended, at a position that depends on what was before
        }
        return state().get(index);
    }

    /** All elements. */
    Sequence<E> all() {
        tell(0, size());
        return state();
    }

    /** Tells the elements between two positions that exist. */
    void tell(int from, int to) {
        layout.tell(told, from, to);
        int end = endOfRest();
        int low = Math.max(from, layout.parted);
        if (low < Math.min(to, end)) {
            told.elements(layout.rest + low - layout.parted, layout.rest + Math.min(to, end) - layout.parted);
        }
        if (to > end) {
            tellSize();
        }
    }

    private void tellSize() {
        if (layout.hasRest()) {
            told.sizeAtLeast(base().size());
            told.sizeAtMost(base().size());
        }
    }

    private int endOfRest() {
        return layout.hasRest() ? layout.parted + base().size() - layout.rest : layout.parted;
    }

    // ---------------------------------------------------------------- changing

    /** Replaces the element at a position that exists, which the block has been told. */
    void set(int index, E element) {
        changes = Change.set(changes, index, element);
        changeTo(state().with(index, element));
    }

    void append(Sequence<E> elements) {
        changes = Change.append(changes, elements);
        appended += elements.size();
        changeTo(state().concat(elements));
    }

    void append(E element) {
        Sequence<E> one = Sequence.<E>empty().append(element);
        changes = Change.append(changes, one);
        appended++;
        changeTo(state().append(element));
    }

    /** Replaces the elements between two positions that exist, without telling which they are. */
    void splice(int from, int to, Sequence<E> elements) {
        if (layout.hasRest()) {
            // That the position exists, counted from the front: the base must reach there.
            told.sizeAtLeast(layout.rest + Math.min(Math.max(to, layout.parted), endOfRest()) - layout.parted);
        }
        int end = endOfRest();
        if (to > end || from > end) {
            tellSize();
        }
        int added = elements.size();
        if (from > end) {
            appended += added - (to - from);
        } else {
            appended -= Math.max(0, to - end);
            layout = layout.remove(from, Math.min(to, end)).insert(from, added);
        }
        changes = Change.splice(changes, from, to, elements);
        changeTo(Change.splice(state(), from, to, elements));
    }

    /** Replaces everything, whatever it is. */
    void replaceAll(Sequence<E> elements) {
        layout = Layout.WITHOUT_BASE;
        appended = elements.size();
        changes = Change.all(elements);
        changeTo(elements);
    }

    // ---------------------------------------------------------------- for the engine

    @Override
    protected boolean isStillTrue(Sequence<E> newer) {
        return told.holds(base(), newer);
    }

    @Override
    protected Subject subject() {
        int index = told.changedIndex(base(), newest());
        return index < 0 ? new Subject("TList", null, "size") : new Subject("TList", null, "element", index);
    }

    @Override
    protected Sequence<E> reapplyTo(Sequence<E> newer) {
        Change<E> all = changes;
        return all == null ? newer : all.applyTo(newer);
    }

    @Override
    protected Object mark() {
        return new Mark<>(layout, appended, changes);
    }

    @Override
    @SuppressWarnings("unchecked") // only marks of this view come back
    protected void rollbackTo(@Nullable Object mark) {
        Mark<E> back = mark == null ? new Mark<>(Layout.UNTOUCHED, 0, null) : (Mark<E>) mark;
        layout = back.layout;
        appended = back.appended;
        changes = back.changes;
    }
}
