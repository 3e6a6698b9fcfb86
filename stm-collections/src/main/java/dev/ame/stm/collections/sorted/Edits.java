package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Cursor;
import dev.ame.stm.collections.tree.Path;
import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one element. All have one form: look at the elements present, make them what they are to be, and put
 * that in their place if they are still the same. If not, somebody else has changed them, or the code of users that was
 * called in between has: then all is done again, so nothing is lost.
 *
 * <p>A block is told about a key before it looks: if it has to follow others to a newer state meanwhile, it does so only
 * if the key is still the same there.
 */
final class Edits {
    private Edits() {}

    static <K, V> @Nullable V put(Site<K, V> site, K key, V value) {
        site.tellValue(key);
        Finder<K, V> finder = new Finder<>(key);
        while (true) {
            SortedTree<K, V> before = site.present();
            Path<K, V> path = finder.in(before);
            V old = path.valueOrNull();
            if (site.replace(before, path.with(key, value))) {
                return old;
            }
        }
    }

    /** As {@link #put}, but a block is told no more than whether the key was there. */
    static <K, V> void set(Site<K, V> site, K key, V value) {
        site.tellPresence(key);
        Finder<K, V> finder = new Finder<>(key);
        while (true) {
            SortedTree<K, V> before = site.present();
            SortedTree<K, V> after = finder.in(before).with(key, value);
            if (after == before) {
                site.tellValue(key); // nothing is changed, which is right only as long as that is the value
            }
            if (site.replace(before, after)) {
                return;
            }
        }
    }

    static <K, V> @Nullable V remove(Site<K, V> site, K key) {
        site.tellValue(key);
        Finder<K, V> finder = new Finder<>(key);
        while (true) {
            SortedTree<K, V> before = site.present();
            if (before.size() == 0) {
                return null;
            }
            Path<K, V> path = finder.in(before);
            V old = path.valueOrNull();
            if (site.replace(before, path.without())) {
                return old;
            }
        }
    }

    /** As {@link #remove}, but a block is told no more than whether the key was there. */
    static <K, V> boolean delete(Site<K, V> site, K key) {
        site.tellPresence(key);
        Finder<K, V> finder = new Finder<>(key);
        while (true) {
            SortedTree<K, V> before = site.present();
            if (before.size() == 0) {
                return false;
            }
            SortedTree<K, V> after = finder.in(before).without();
            if (site.replace(before, after)) {
                return after != before;
            }
        }
    }

    /**
     * A function of users, in a block: it is called once. What it has done to the map itself stays, but for the value of this
     * very key, where its result counts.
     *
     * @return the new value
     */
    static <K, V> @Nullable V compute(Site<K, V> site, K key, Change<V> function) {
        return update(site, key, function, true);
    }

    /**
     * A function of our own, which is called again if the value of this very key has changed.
     *
     * @return the old value
     */
    static <K, V> @Nullable V update(Site<K, V> site, K key, Change<V> change) {
        return update(site, key, change, false);
    }

    private static <K, V> @Nullable V update(Site<K, V> site, K key, Change<V> change, boolean once) {
        site.tellValue(key);
        Finder<K, V> finder = new Finder<>(key);
        boolean called = false;
        V old = null;
        V changed = null;
        while (true) {
            SortedTree<K, V> before = site.present();
            Path<K, V> path = before.size() == 0 ? null : finder.in(before);
            V found = path == null ? null : path.valueOrNull();
            if (!called || (!once && found != old)) {
                old = found;
                changed = change.from(old);
                called = true;
            }
            SortedTree<K, V> after;
            if (changed == null) {
                after = path == null ? before : path.without();
            } else {
                after = (path == null ? finder.in(before) : path).with(key, changed); // the first key is checked, too
            }
            if (site.replace(before, after)) {
                return once ? changed : old;
            }
        }
    }

    /** Removes the first or the last element of a range. */
    static <K, V> Map.@Nullable Entry<K, V> poll(Site<K, V> site, Range<K> range, boolean last, boolean valueToo) {
        while (true) {
            SortedTree<K, V> before = site.present();
            Cursor<K, V> cursor = before.cursor(range, last);
            Map.Entry<K, V> end = cursor.advance() ? cursor.entry() : null;
            SortedTree<K, V> after = end == null ? before : cursor.place().without();
            site.tellEnd(range, last, end, valueToo);
            if (site.replace(before, after)) {
                return end;
            }
        }
    }
}
