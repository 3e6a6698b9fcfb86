package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import dev.ame.stm.spi.Subject;
import dev.ame.stm.spi.View;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The elements as one block sees them. What the block has changed is not written down: it is the difference between the
 * committed elements and the elements as the block sees them, and is worked out only if others have committed meanwhile.
 *
 * <p>Invariant: of each key that the block has changed, it was told at least whether it was there. So where the newer
 * elements agree with what was told, they have as many elements more or less than the base as the block's changes of them
 * have, in each range: which makes it enough to compare numbers of committed elements.
 */
final class EntriesView<K, V> extends View<SortedTree<K, V>> implements Site<K, V> {
    private final Told<K, V> told = new Told<>();

    /** Whether the block has removed everything, whatever there is: then it depends on nothing any more. */
    private boolean cleared;

    /** What the changes were when a nested block began, just after it was undone. */
    private @Nullable Changes<K, V> undoneTo;

    private record Changes<K, V>(SortedTree<K, V> base, SortedTree<K, V> state, boolean cleared) {}

    EntriesView(SharedEntries<K, V> entries, Origin origin) {
        super(entries, origin);
    }

    @Nullable
    V get(K key) {
        tidy();
        SortedTree<K, V> base;
        V value;
        do {
            base = base();
            value = state().get(key);
        } while (base != base()); // a comparator that uses other boxes may have moved it
        if (!cleared) {
            told.value(key);
        }
        return value;
    }

    boolean contains(K key) {
        tidy();
        SortedTree<K, V> base;
        boolean there;
        do {
            base = base();
            there = state().get(key) != null;
        } while (base != base());
        if (!cleared) {
            told.presence(key);
        }
        return there;
    }

    Map.@Nullable Entry<K, V> end(Range<K> range, boolean last, boolean valueToo) {
        tidy();
        SortedTree<K, V> base;
        Map.Entry<K, V> end;
        do {
            base = base();
            end = state().end(range, last);
        } while (base != base());
        tellEnd(range, last, end, valueToo);
        return end;
    }

    int count(Range<K> range) {
        SortedTree<K, V> base;
        int count;
        int committed;
        do {
            base = base();
            count = state().count(range);
            committed = base.count(range);
        } while (base != base());
        if (!cleared) {
            told.count(range, committed, committed);
        }
        return count;
    }

    /**
     * "Not empty" depends on the committed elements only if all that the block sees in the range are committed ones, and
     * then on one of them being there. Let it see n of b committed elements. If it has put none of them, it has removed
     * b - n, of which it was told that they were there: one more must be. If it has put some, then b - n + 1 is at most
     * the number of those that it was told are there, so that nothing more is asked.
     */
    boolean isEmpty(Range<K> range) {
        SortedTree<K, V> base;
        int count;
        int committed;
        do {
            base = base();
            count = state().count(range);
            committed = base.count(range);
        } while (base != base());
        if (!cleared) {
            if (count == 0) {
                told.count(range, committed, committed);
            } else if (committed >= count) {
                told.count(range, committed - count + 1, Integer.MAX_VALUE);
            }
        }
        return count == 0;
    }

    /** All elements, with their values. */
    SortedTree<K, V> all() {
        if (!cleared) {
            told.span(Range.all(), false);
        }
        return state();
    }

    /** Remembers that the block knows all keys, or elements, in a range that is going to grow; null if it need not. */
    @Nullable
    Span<K> tell(Range<K> range, boolean keysOnly) {
        return cleared ? null : told.growingSpan(range, keysOnly);
    }

    /** Remembers that the block knows that a key is there. */
    void expect(K key) {
        if (!cleared) {
            told.presence(key);
        }
    }

    void tidy() {
        told.tidy(state().order());
    }

    // ---------------------------------------------------------------- changes

    @Override
    public SortedTree<K, V> present() {
        return state();
    }

    @Override
    public boolean replace(SortedTree<K, V> expected, SortedTree<K, V> changed) {
        if (state() != expected) {
            return false;
        }
        if (changed != expected) {
            undoneTo = null;
            changeTo(changed);
        }
        return true;
    }

    @Override
    public void clear() {
        undoneTo = null;
        cleared = true;
        changeTo(state().cleared());
    }

    @Override
    public void tellValue(K key) {
        if (!cleared) {
            tidy();
            told.value(key);
        }
    }

    @Override
    public void tellPresence(K key) {
        if (!cleared) {
            tidy();
            told.presence(key);
        }
    }

    @Override
    public void tellEnd(Range<K> range, boolean last, Map.@Nullable Entry<K, V> end, boolean valueToo) {
        if (cleared) {
            return;
        }
        if (end == null) {
            told.span(range, true);
            return;
        }
        K key = end.getKey();
        told.span(
                last
                        ? new Range<>(key, true, range.high(), range.withHigh())
                        : new Range<>(range.low(), range.withLow(), key, true),
                true);
        if (valueToo) {
            told.value(key);
        }
    }

    // ---------------------------------------------------------------- for the engine

    @Override
    protected boolean isStillTrue(SortedTree<K, V> newer) {
        return told.isAlike(base(), newer);
    }

    @Override
    protected Subject subject() {
        return told.changed(base(), newest());
    }

    @Override
    protected SortedTree<K, V> reapplyTo(SortedTree<K, V> newer) {
        Changes<K, V> changes = changes();
        undoneTo = null;
        return changes.cleared() ? changes.state() : changes.base().rebase(changes.state(), newer);
    }

    @Override
    protected Object mark() {
        return changes();
    }

    @Override
    @SuppressWarnings("unchecked") // it is one of ours
    protected void rollbackTo(@Nullable Object mark) {
        undoneTo = (Changes<K, V>) mark;
        cleared = undoneTo != null && undoneTo.cleared();
    }

    private Changes<K, V> changes() {
        Changes<K, V> undone = undoneTo;
        return undone != null ? undone : new Changes<>(base(), state(), cleared);
    }
}
