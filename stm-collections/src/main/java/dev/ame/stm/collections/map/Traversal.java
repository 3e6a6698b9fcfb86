package dev.ame.stm.collections.map;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Goes through the entries of {@link Buckets}: meets all that are there from the beginning to the end, each once. */
final class Traversal<K, V> {
    /** The table at the beginning. Its buckets are gone through one after another, wherever they are now. */
    private final @Nullable Object[] base;

    private int baseBucket;

    /** All of this bucket, in the base, is before this place in the order. */
    private long end;

    /** All that are before this place in the order were met, of this bucket in the base. */
    private long position;

    /** The bucket in which that place is: of the base, or if that was moved, of a larger table. */
    private @Nullable Object[] slots;

    private int bucket;
    private @Nullable Entry<K, V> last;

    Traversal(Buckets<K, V> buckets) {
        base = buckets.table();
        end = span(base);
        slots = base;
    }

    /** The next entry; null if there is none. */
    @Nullable
    Entry<K, V> next() {
        Entry<K, V> next = last == null ? firstFromPosition() : last.next;
        while (next == null && baseBucket < base.length) {
            VarHandle.acquireFence();
            if (slots[bucket] instanceof Object[] larger) {
                slots = larger; // perhaps the chain was cut before its end was reached
            } else {
                position = Buckets.order(bucket) + span(slots);
                slots = base;
            }
            if (position == end) {
                position = Buckets.order(++baseBucket);
                end = position + span(base);
                slots = base;
            }
            bucket = Buckets.bucket(Integer.reverse((int) position << 1), slots);
            next = firstFromPosition();
        }
        last = next;
        position = next == null ? position : Buckets.order(next.hash) + 1L;
        return next;
    }

    private @Nullable Entry<K, V> firstFromPosition() {
        Object slot = baseBucket < base.length ? slots[bucket] : null;
        return slot instanceof Entry<?, ?> ? Buckets.notBelow((int) position, Buckets.entry(slot)) : null;
    }

    /** The length of the part of the order that a bucket has. */
    private static long span(@Nullable Object[] slots) {
        return (1L << 31) / slots.length;
    }
}
