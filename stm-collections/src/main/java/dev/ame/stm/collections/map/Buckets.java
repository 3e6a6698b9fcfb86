package dev.ame.stm.collections.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a table by key: a concurrent hash table whose nodes are the entries. Calls {@code equals} of keys with no
 * lock held, so they may throw, take their time, or use the map.
 *
 * <pre>
 *    table                                                   Each slot holds null,
 *    [0] -> entry(hash 8) -> entry(hash 4)                   the first entry of a chain,
 *    [1]                                                     or, if its bucket was moved, the larger table.
 *    [2] -> larger table   [2] -> entry(10) -> entry(18)
 *    [3] -> entry(7)       ...
 *                          [6] -> entry(6)
 * </pre>
 *
 * <h2>Order</h2>
 * The lower bits of the hash are the number of the bucket, and chains ascend by the hash read from its lowest bit on, as in
 * Shalev, Shavit: <i>Split-ordered lists</i>, JACM 2006. So the halves of a bucket that is split are the two ends of its chain,
 * and whoever goes through the entries of a bucket knows by the last one where to go on, whatever the size of the table.
 * Entries of one hash stand together, the latest in front.
 *
 * <h2>Who changes a bucket</h2>
 * Into an empty bucket an entry, or the larger table, comes by compare-and-set. Otherwise whoever holds the monitor of the
 * first entry of a bucket, and has then seen that it is still the first, is the only one to change the bucket. If it puts
 * another entry in the first place, that is the last thing it does: from then on others may hold the monitor of that one. A
 * split leaves the first entry of the lower half where it was, so its monitor still guards the half that is cut off.
 *
 * <h2>Readers</h2>
 * They take no lock. Claim: a key whose entry is in the chain all the time is found.
 *
 * <ul>
 *   <li><i>Insertion</i> does not change what can be reached from any entry otherwise.
 *   <li><i>Removal</i> leaves the {@code next} of the removed entry as it is, and it never comes back. By induction, what was
 *       behind an entry when it was removed, and has stayed, can be reached from it for good: if the next one is removed
 *       as well, it leads on to the same entries. What was put in later may be missed; then the reader, who came to that
 *       entry before it was removed, had begun before.
 *   <li><i>A split</i> first fills both slots of the larger table, then sets the old slot to that table, and then cuts the
 *       chain between the halves. A reader who misses an entry of the upper half because of the cut has read the null that was
 *       stored there. So when it looks at the slot again, it finds the larger table, and looks there. Readers in the lower
 *       half miss nothing.
 * </ul>
 *
 * An entry that is found may have been removed meanwhile. The caller sees that it is DEAD.
 *
 * <h2>Growth</h2>
 * A larger table is begun when there are more entries than buckets. Insertions move some buckets each, so nobody waits for
 * all of them. Whether a bucket was moved is said by its slot alone, so any number of threads may move the same ones, and what one
 * leaves undone, for lack of stack, is done by the next.
 *
 * <h2>Cost</h2>
 * Keys with one hash are looked through one by one.
 */
final class Buckets<K, V> {
    private static final int SMALLEST = 16;
    private static final int LARGEST = 1 << 30;

    /**
     * Up to so many buckets a table is as large as that of a {@link java.util.concurrent.ConcurrentHashMap}. So small maps are gone through in the same order, as long as there are no collisions.
     */
    private static final int SMALL = 1 << 8;

    /**
     * Buckets that an insertion moves, which takes a fraction of a millisecond. One would do; with many, tables are rarely left
     * half moved when insertions come to an end.
     */
    private static final int AT_ONCE = 1 << 13;

    /** The table of all that never had an entry. Nothing is put there. */
    private static final @Nullable Object[] EMPTY = new @Nullable Object[1];

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    /** A table that is being replaced. */
    private static final class Growth {
        final @Nullable Object[] from;
        final @Nullable Object[] to;

        /**
         * All buckets below this one were moved. Set by several threads, to what each knows to be true; so it may go back,
         * and some buckets are looked at twice.
         */
        volatile int moved;

        /** Somebody is moving buckets, so others go their way. If several do all the same, they do some work twice. */
        volatile boolean isBusy;

        Growth(@Nullable Object[] from) {
            this.from = from;
            this.to = new @Nullable Object[2 * from.length];
        }
    }

    private final int initialCapacity;

    /** Guarded by the monitor of this. */
    private int largest = LARGEST;

    private final LongAdder count = new LongAdder();

    /** The smallest table of which not all buckets are known to have been moved. Set under the monitor of this. */
    private volatile @Nullable Object[] table = EMPTY;

    /** Null if the table is as large as it should be. Set under the monitor of this. */
    private volatile @Nullable Growth growth;

    Buckets(long expectedEntries) {
        int buckets = (int) Math.min(LARGEST, Math.max(SMALLEST, expectedEntries));
        initialCapacity = Integer.highestOneBit(2 * buckets - 1);
    }

    /** Not negative. To be computed once for each operation: it calls code of users. */
    static int hash(Object key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & Integer.MAX_VALUE;
    }

    /** What chains are sorted by: the bits of the hash, the lowest first. Not negative, and another one for each hash. */
    static int order(int hash) {
        return Integer.reverse(hash) >>> 1;
    }

    static int bucket(int hash, @Nullable Object[] slots) {
        return hash & (slots.length - 1);
    }

    /** The number of entries, or some more if a thread had no stack left to say that it has put none in. */
    long size() {
        return count.sum();
    }

    @Nullable
    Entry<K, V> find(Object key, int hash) {
        @Nullable Object[] slots = table;
        while (true) {
            int bucket = bucket(hash, slots);
            if (slots[bucket] instanceof Entry<?, ?> first) {
                for (Entry<K, V> entry = entry(first); entry != null; entry = entry.next) {
                    if (entry.hash == hash && (entry.key == key || key.equals(entry.key))) {
                        return entry;
                    }
                }
            }
            VarHandle.acquireFence(); // what follows, here and in callers, is read after the end of the chain
            if (!(slots[bucket] instanceof Object[] larger)) {
                return null;
            }
            slots = larger;
        }
    }

    /** Puts an entry in, if its key has none; answers the one that is there. */
    Entry<K, V> insert(Entry<K, V> made) {
        moveSome();
        count.increment(); // before there is an entry, since it may fail
        Entry<K, V> present = insertUncounted(made);
        if (present != made) {
            count.decrement();
        }
        return present;
    }

    private Entry<K, V> insertUncounted(Entry<K, V> made) {
        @Nullable Object[] slots = table;
        while (true) {
            int bucket = bucket(made.hash, slots);
            Object slot = slots[bucket];
            if (slots == EMPTY) {
                begin();
                slots = table;
            } else if (slot instanceof Object[] larger) {
                slots = larger;
            } else if (slot == null) {
                makeRoom(slots, false);
                if (SLOT.compareAndSet(slots, bucket, null, made)) {
                    return made;
                }
            } else {
                Entry<K, V> first = entry(slot);
                Entry<K, V> seen = notBelow(order(made.hash), first);
                for (Entry<K, V> same = seen; same != null && same.hash == made.hash; same = same.next) {
                    if (same.key == made.key || made.key.equals(same.key)) {
                        return same;
                    }
                }
                makeRoom(slots, true);
                if (insertBefore(seen, slots, bucket, first, made)) {
                    return made;
                }
            }
        }
    }

    /**
     * Puts an entry into a bucket that is not empty; not if the bucket is not what it was. That none of those with the hash
     * has the key is known of all from {@code seen} on. If that is still the first of them none was added since: they are
     * added in front, and never come back. So there is no need to compare keys here, with a lock held.
     */
    private boolean insertBefore(
            @Nullable Entry<K, V> seen, @Nullable Object[] slots, int bucket, Entry<K, V> first, Entry<K, V> made) {
        synchronized (first) {
            if (slots[bucket] != first) {
                return false;
            }
            int order = order(made.hash);
            Entry<K, V> before = null;
            Entry<K, V> after = first;
            while (after != null && order(after.hash) < order) {
                before = after;
                after = after.next;
            }
            if (after != null && after != seen && after.hash == made.hash) {
                return false;
            }
            made.setNextBeforePublication(after);
            VarHandle.releaseFence();
            if (before == null) {
                slots[bucket] = made;
            } else {
                before.publishNext(made);
            }
            return true;
        }
    }

    /** Takes an entry out, if it is there. */
    void remove(Entry<K, V> gone) {
        @Nullable Object[] slots = table;
        while (true) {
            int bucket = bucket(gone.hash, slots);
            Object slot = slots[bucket];
            if (slot instanceof Object[] larger) {
                slots = larger;
            } else if (slot == null) {
                return;
            } else {
                Entry<K, V> first = entry(slot);
                synchronized (first) {
                    if (slots[bucket] == first) {
                        if (removeFrom(slots, bucket, first, gone)) {
                            count.decrement();
                        }
                        return;
                    }
                }
            }
        }
    }

    private boolean removeFrom(@Nullable Object[] slots, int bucket, Entry<K, V> first, Entry<K, V> gone) {
        if (first == gone) {
            slots[bucket] = gone.next;
            return true;
        }
        Entry<K, V> before = first;
        while (before != null && before.next != gone) {
            before = before.next;
        }
        if (before != null) {
            before.publishNext(gone.next);
        }
        return before != null;
    }

    static <K, V> @Nullable Entry<K, V> notBelow(int order, @Nullable Entry<K, V> first) {
        Entry<K, V> entry = first;
        while (entry != null && order(entry.hash) < order) {
            entry = entry.next;
        }
        return entry;
    }

    @SuppressWarnings("unchecked") // it is in a slot, and not a table
    static <K, V> Entry<K, V> entry(@Nullable Object slot) {
        return (Entry<K, V>) Objects.requireNonNull(slot);
    }

    // ---------------------------------------------------------------- growth

    private synchronized void begin() {
        if (table == EMPTY) {
            table = new @Nullable Object[initialCapacity];
        }
    }

    /** Called before each insertion: with a collision, or if the table is small, sees to it that there are not many more. */
    private void makeRoom(@Nullable Object[] slots, boolean collision) {
        boolean small = slots.length <= SMALL;
        if ((collision || small) && growth == null) {
            int enough = small ? slots.length - slots.length / 4 : slots.length;
            if (count.sum() >= enough) {
                grow(slots);
                moveSome();
            }
        }
    }

    private synchronized void grow(@Nullable Object[] full) {
        if (growth == null && table == full && full.length < largest) {
            try {
                growth = new Growth(full);
            } catch (OutOfMemoryError e) {
                largest = full.length; // longer chains are better than no insertion, or one failure for each
            }
        }
    }

    private synchronized void end(Growth done) {
        if (growth == done) {
            table = done.to;
            growth = null;
        }
    }

    private void moveSome() {
        Growth growing = growth;
        if (growing != null && !growing.isBusy) {
            growing.isBusy = true;
            try {
                int bucket = growing.moved;
                int end = Math.min(growing.from.length, bucket + AT_ONCE);
                while (bucket < end) {
                    move(growing.from, growing.to, bucket++);
                }
                growing.moved = end;
                if (end == growing.from.length) {
                    end(growing);
                }
            } finally {
                growing.isBusy = false; // no call, so it is done whatever has failed
            }
        }
    }

    private void move(@Nullable Object[] from, @Nullable Object[] to, int bucket) {
        while (true) {
            Object slot = from[bucket];
            if (slot instanceof Object[]) {
                return;
            }
            if (slot == null) {
                if (SLOT.compareAndSet(from, bucket, null, to)) {
                    return;
                }
            } else {
                Entry<K, V> first = entry(slot);
                synchronized (first) {
                    if (from[bucket] == first) {
                        split(from, to, bucket, first);
                        return;
                    }
                }
            }
        }
    }

    /** Fills two slots of the larger table, says that the bucket is there now, and cuts the chain: in this order, see above. */
    private void split(@Nullable Object[] from, @Nullable Object[] to, int bucket, Entry<K, V> first) {
        Entry<K, V> last = null;
        Entry<K, V> upper = first;
        while (upper != null && (upper.hash & from.length) == 0) {
            last = upper;
            upper = upper.next;
        }
        to[bucket] = last == null ? null : first;
        to[bucket + from.length] = upper;
        try {
            VarHandle.releaseFence();
        } catch (Throwable e) {
            // Of a full stack. Nobody has seen these slots; and the bucket may be empty when it is moved by another
            // thread.
            to[bucket] = null;
            to[bucket + from.length] = null;
            throw e;
        }
        from[bucket] = to;
        if (last != null) {
            last.next =
                    null; // volatile, so it comes after the store before; no calls here, so nothing can come in between
        }
    }

    // ---------------------------------------------------------------- for those who go through

    @Nullable
    Object[] table() {
        return table;
    }
}
