package dev.ame.stm.collections.sorted;

import dev.ame.stm.collections.tree.Order;
import dev.ame.stm.collections.tree.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ranges a block knows. Adding one calls no code of users; {@link #tidy} merges those that overlap. */
final class SpanLog<K> {
    private static final int TIDY_FROM = 64;

    private List<Span<K>> spans = new ArrayList<>(2);
    private int tidyAt = TIDY_FROM;

    void add(Range<K> range, boolean keysOnly) {
        int size = spans.size();
        if (size > 0) {
            Span<K> last = spans.get(size - 1);
            if (last.keysOnly == keysOnly && isSame(last.range(), range)) {
                return; // asked again, as "first" often is
            }
        }
        spans.add(new Span<>(range, keysOnly));
    }

    /** A span that belongs to one iterator alone. */
    Span<K> addGrowing(Range<K> range, boolean keysOnly) {
        Span<K> span = new Span<>(range, keysOnly);
        spans.add(span);
        return span;
    }

    private static <K> boolean isSame(Range<K> a, Range<K> b) {
        return a.low() == b.low() && a.high() == b.high() && a.withLow() == b.withLow() && a.withHigh() == b.withHigh();
    }

    List<Span<K>> all() {
        return spans;
    }

    boolean isUntidy() {
        return spans.size() >= tidyAt;
    }

    /**
     * Merges spans that overlap, and takes those away from their iterators. Calls the comparator, whatever that does; if
     * it throws, the spans stay as they are.
     */
    void tidy(Order<K> order) {
        List<Span<K>> old = spans;
        int count = old.size();
        tidyAt = 2 * count;
        List<Span<K>> sorted = new ArrayList<>(old.subList(0, count));
        sorted.sort(
                (a, b) -> a.keysOnly != b.keysOnly ? (a.keysOnly ? 1 : -1) : compareLow(order, a.range(), b.range()));
        List<Span<K>> kept = new ArrayList<>();
        Span<K> last = null;
        for (Span<K> span : sorted) {
            if (last != null && last.keysOnly == span.keysOnly && touches(order, last.range(), span.range())) {
                last.grow(union(order, last.range(), span.range()));
            } else {
                last = new Span<>(span.range(), span.keysOnly);
                kept.add(last);
            }
            K witness = span.witness();
            if (witness != null) {
                kept.add(new Span<>(new Range<>(witness, true, witness, true), true));
            }
        }
        for (int i = 0; i < count; i++) {
            old.get(i).setMerged();
        }
        kept.addAll(old.subList(count, old.size())); // added by the comparator
        spans = kept;
        tidyAt = Math.max(TIDY_FROM, 2 * kept.size());
    }

    private static <K> int compareLow(Order<K> order, Range<K> a, Range<K> b) {
        K x = a.low();
        K y = b.low();
        if (x == null || y == null) {
            return x == y ? 0 : x == null ? -1 : 1;
        }
        int c = x == y ? 0 : order.compare(x, y);
        return c != 0 || a.withLow() == b.withLow() ? c : a.withLow() ? -1 : 1;
    }

    /** Whether there is no gap between two ranges, of which the first begins first. */
    private static <K> boolean touches(Order<K> order, Range<K> a, Range<K> b) {
        K end = a.high();
        K begin = b.low();
        if (end == null || begin == null) {
            return true;
        }
        int c = order.compare(begin, end);
        return c < 0 || (c == 0 && (a.withHigh() || b.withLow()));
    }

    private static <K> Range<K> union(Order<K> order, Range<K> a, Range<K> b) {
        K x = a.high();
        K y = b.high();
        boolean endsAtA = true;
        if (x != null) {
            int c = y == null ? -1 : order.compare(x, y);
            endsAtA = c > 0 || (c == 0 && a.withHigh());
        }
        @Nullable K high = endsAtA ? x : y;
        return new Range<>(a.low(), a.withLow(), high, endsAtA ? a.withHigh() : b.withHigh());
    }
}
