package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Cursor;
import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A way through the elements as a block sees them, its own later changes included: it finds its way by the last key. The
 * block is told as it goes, so it depends on nothing behind the element it has got to.
 */
final class LiveWalk<K, V> implements Walk<K, V> {
    private final SharedEntries<K, V> entries;
    private final boolean descending;
    private final boolean keysOnly;

    /** What is left: what lies behind the last element, once there is one. */
    private Range<K> rest;

    /** Null if it has to be made. */
    private @Nullable Cursor<K, V> cursor;

    /** Whether the cursor stands at the last element, and not at the next one. */
    private boolean isBehind;

    /** Whether there is a next element, if the cursor is not behind. */
    private boolean more;

    private @Nullable K key;
    private @Nullable V value;

    /** The element that {@link #hasNext} has seen: what it has promised, {@link #next} must keep. */
    private @Nullable K promisedKey;

    private @Nullable V promisedValue;

    /** What the block knows through this walk, and the view that remembers it. */
    private @Nullable Span<K> span;

    private @Nullable EntriesView<K, V> teller;

    LiveWalk(SharedEntries<K, V> entries, Range<K> range, boolean descending, boolean keysOnly) {
        this.entries = entries;
        this.rest = range;
        this.descending = descending;
        this.keysOnly = keysOnly;
    }

    @Override
    public boolean hasNext() {
        if (promisedKey != null) {
            return true;
        }
        Cursor<K, V> next = look();
        if (next == null) {
            tell(rest);
            return false;
        }
        promisedKey = next.key();
        promisedValue = next.value();
        promise(next.key());
        return true;
    }

    @Override
    public void next() {
        Cursor<K, V> next = look();
        if (next != null) {
            key = next.key();
            value = next.value();
        } else if (promisedKey != null) {
            key = promisedKey;
            value = promisedValue;
        } else {
            tell(rest);
            throw new NoSuchElementException();
        }
        K reached = key();
        tell(
                descending
                        ? new Range<>(reached, true, rest.high(), rest.withHigh())
                        : new Range<>(rest.low(), rest.withLow(), reached, true));
        rest = descending
                ? new Range<>(rest.low(), rest.withLow(), reached, false)
                : new Range<>(reached, false, rest.high(), rest.withHigh());
        promisedKey = null;
        promisedValue = null;
        isBehind = true;
    }

    /** The cursor at the next element; null if there is none. */
    private @Nullable Cursor<K, V> look() {
        EntriesView<K, V> view = entries.viewOrNull();
        if (view == null) {
            return lookIn(entries.committed());
        }
        view.tidy();
        while (true) {
            SortedTree<K, V> base = view.base();
            Cursor<K, V> next = lookIn(view.state());
            if (view.base() == base) { // otherwise a comparator that uses other boxes has moved it
                return next;
            }
        }
    }

    private @Nullable Cursor<K, V> lookIn(SortedTree<K, V> tree) {
        Cursor<K, V> current = cursor;
        if (current == null || current.tree() != tree || isBehind) {
            cursor = null; // in case a comparator throws
            if (current == null || current.tree() != tree) {
                current = tree.cursor(rest, descending);
            }
            more = current.advance();
            isBehind = false;
            cursor = current;
        }
        return more ? current : null;
    }

    /** The block knows what lies between the last element and the end of a range. */
    private void tell(Range<K> passed) {
        EntriesView<K, V> view = entries.viewOrNull();
        if (view == null) {
            return;
        }
        Span<K> current = span;
        if (current == null || teller != view || current.isMerged()) {
            span = view.tell(passed, keysOnly);
            teller = view;
        } else {
            Range<K> known = current.range();
            current.grow(
                    descending
                            ? new Range<>(passed.low(), passed.withLow(), known.high(), known.withHigh())
                            : new Range<>(known.low(), known.withLow(), passed.high(), passed.withHigh()));
        }
    }

    /** The block knows that there is a next element, and not yet what lies before that. */
    private void promise(K next) {
        EntriesView<K, V> view = entries.viewOrNull();
        if (view == null) {
            return;
        }
        Span<K> current = span;
        if (current == null || teller != view || current.isMerged()) {
            view.expect(next);
        } else {
            current.expect(next);
        }
    }

    @Override
    public K key() {
        if (key == null) {
            throw new IllegalStateException("next() was not called");
        }
        return key;
    }

    @Override
    public V value() {
        if (value == null) {
            throw new IllegalStateException("next() was not called");
        }
        return value;
    }
}
