package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Order;
import dev.ame.stm.collections.tree.Range;
import dev.ame.stm.collections.tree.SortedTree;
import dev.ame.stm.spi.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a block was told of the committed elements: only the questions are kept, since the committed elements that the
 * answers came from are still at hand. What is added calls no code of users; {@link #tidy} does, and is called where
 * that does not matter.
 */
final class Told<K, V> {
    /** For reports of conflicts: both are made of this. */
    static final String KIND = "TSortedMap/TSortedSet";

    private static final int MOST_COUNTS = 64;

    private final KeyLog<K> values = new KeyLog<>();
    private final KeyLog<K> presences = new KeyLog<>();
    private final SpanLog<K> spans = new SpanLog<>();
    private List<Count<K>> counts = new ArrayList<>(1);
    private boolean tidying;

    /** "So many elements are in the range", or "not fewer" or "not more". */
    private record Count<K>(Range<K> range, int least, int most) {}

    void value(K key) {
        values.add(key);
    }

    void presence(K key) {
        presences.add(key);
    }

    void span(Range<K> range, boolean keysOnly) {
        spans.add(range, keysOnly);
    }

    Span<K> growingSpan(Range<K> range, boolean keysOnly) {
        return spans.addGrowing(range, keysOnly);
    }

    void count(Range<K> range, int least, int most) {
        for (int i = 0; i < counts.size(); i++) {
            Count<K> known = counts.get(i);
            if (known.range() == range) {
                counts.set(i, new Count<>(range, Math.max(known.least(), least), Math.min(known.most(), most)));
                return;
            }
        }
        if (counts.size() < MOST_COUNTS) {
            counts.add(new Count<>(range, least, most));
        } else {
            span(range, true); // more than was told, but what is kept stays small
        }
    }

    /** To be called before the state is looked at. */
    void tidy(Order<K> order) {
        if (tidying || !(values.isUntidy() || presences.isUntidy() || spans.isUntidy())) {
            return;
        }
        tidying = true;
        try {
            if (values.isUntidy()) {
                values.tidy(order);
            }
            if (presences.isUntidy()) {
                presences.tidy(order);
            }
            if (spans.isUntidy()) {
                spans.tidy(order);
            }
        } catch (RuntimeException e) {
            // Keys that cannot be compared, or comparisons that contradict each other: not worth a failure here.
        } finally {
            tidying = false;
        }
    }

    /** What would be told otherwise of newer elements, for reports. */
    Subject changed(SortedTree<K, V> base, SortedTree<K, V> newer) {
        for (Count<K> count : counts) {
            int now = newer.count(count.range());
            if (now < count.least() || now > count.most()) {
                return new Subject(
                        KIND, null, count.least() > 0 && count.least() == count.most() ? "size" : "emptiness");
            }
        }
        for (KeyLog<K> keys : List.of(values, presences)) {
            for (int i = 0; i < keys.size(); i++) {
                if (!base.agreesAt(keys.get(i), keys == presences, newer)) {
                    return new Subject(KIND, null, "key", keys.get(i));
                }
            }
        }
        for (Span<K> span : spans.all()) {
            if (!span.isAlike(base, newer)) {
                return new Subject(KIND, null, "range", span.range());
            }
        }
        return new Subject(KIND, null, "");
    }

    /** Whether all of it would be told alike of newer elements. The cheapest first. */
    boolean isAlike(SortedTree<K, V> base, SortedTree<K, V> newer) {
        for (Count<K> count : counts) {
            int now = newer.count(count.range());
            if (now < count.least() || now > count.most()) {
                return false;
            }
        }
        for (int i = 0; i < values.size(); i++) {
            if (!base.agreesAt(values.get(i), false, newer)) {
                return false;
            }
        }
        for (int i = 0; i < presences.size(); i++) {
            if (!base.agreesAt(presences.get(i), true, newer)) {
                return false;
            }
        }
        for (Span<K> span : spans.all()) {
            if (!span.isAlike(base, newer)) {
                return false;
            }
        }
        return true;
    }
}
