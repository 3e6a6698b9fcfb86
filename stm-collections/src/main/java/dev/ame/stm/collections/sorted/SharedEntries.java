package dev.ame.stm.collections.sorted;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.tree.Cursor;
import dev.ame.stm.collections.tree.Order;
import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import dev.ame.stm.spi.Structure;
import dev.ame.stm.spi.Subject;
import dev.ame.stm.spi.View;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a sorted map that blocks share. Outside a block each operation is a single look at, or a single
 * replacement of, the committed tree, and this object is the site of changes; in a block the view is both.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class SharedEntries<K, V> extends Structure<SortedTree<K, V>, EntriesView<K, V>>
        implements Entries<K, V>, Site<K, V> {
    private final WrittenEntries<K, V> written = new WrittenEntries<>(this);
    private final Order<K> order;

    /**
     * Elements.
     *
     * @param name for reports of conflicts; null for none
     * @param initial those at the beginning
     */
    public SharedEntries(@Nullable String name, SortedTree<K, V> initial) {
        super(name, initial);
        this.order = initial.order();
    }

    @Override
    protected Subject subject() {
        return new Subject(Told.KIND, null, "");
    }

    @Override
    protected EntriesView<K, V> newView(View.Origin origin) {
        return new EntriesView<>(this, origin);
    }

    @Nullable
    EntriesView<K, V> viewOrNull() {
        return view();
    }

    SortedTree<K, V> committed() {
        return state();
    }

    @Override
    public Order<K> order() {
        return order;
    }

    @Override
    public @Nullable V get(K key) {
        EntriesView<K, V> view = view();
        return view == null ? state().get(key) : view.get(key);
    }

    @Override
    public boolean contains(K key) {
        EntriesView<K, V> view = view();
        return view == null ? state().get(key) != null : view.contains(key);
    }

    @Override
    public Map.@Nullable Entry<K, V> end(Range<K> range, boolean last, boolean valueToo) {
        EntriesView<K, V> view = view();
        return view == null ? state().end(range, last) : view.end(range, last, valueToo);
    }

    @Override
    public int count(Range<K> range) {
        EntriesView<K, V> view = view();
        return view == null ? state().count(range) : view.count(range);
    }

    @Override
    public boolean isEmpty(Range<K> range) {
        EntriesView<K, V> view = view();
        return view == null ? state().count(range) == 0 : view.isEmpty(range);
    }

    @Override
    public SortedTree<K, V> all() {
        EntriesView<K, V> view = view();
        return view == null ? state() : view.all();
    }

    @Override
    public Walk<K, V> walk(Range<K> range, boolean descending, boolean keysOnly) {
        return isLive()
                ? new LiveWalk<>(this, range, descending, keysOnly)
                : new FixedWalk<>(state().cursor(range, descending));
    }

    @Override
    public boolean isLive() {
        return Stm.inAtomic();
    }

    @Override
    public Site<K, V> site() {
        return Stm.inAtomic() ? viewToChange() : this;
    }

    @Override
    public SortedTree<K, V> present() {
        return state();
    }

    @Override
    public boolean replace(SortedTree<K, V> expected, SortedTree<K, V> changed) {
        return expected == changed || replaceOutside(expected, changed);
    }

    @Override
    public void clear() {
        SortedTree<K, V> before;
        do {
            before = state();
        } while (before.size() > 0 && !replaceOutside(before, before.cleared()));
    }

    @Override
    public WrittenEntries<K, V> written() {
        return written;
    }

    @Override
    public void fill(SortedTree<K, V> elements) {
        if (!Stm.inAtomic()) {
            SortedTree<K, V> before = state();
            if (before.size() == 0 && replaceOutside(before, elements)) {
                return;
            }
        }
        Cursor<K, V> cursor = elements.cursor(Range.all(), false);
        while (cursor.advance()) {
            Edits.set(site(), cursor.key(), cursor.value());
        }
    }
}
