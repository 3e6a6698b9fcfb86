package dev.ame.stm.collections.map;

import dev.ame.stm.spi.Tally;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which entry a key has, outside of the transactional memory; and the upkeep of entries that hold nothing.
 *
 * <h2>When an entry may be taken out</h2>
 * Only after it is DEAD, and it is marked so only if no pinned reader could see a value in it. All others who do not find
 * it must not need it: before it is taken out, its slot of {@link Traces} says since when it has been empty, and who
 * misses it makes sure that its snapshot is not before that time.
 *
 * <p>That an entry goes which was empty changes nothing for anybody but a block that has put a value there: it would look for
 * its own value, and find nothing. Such a block has lost already, since it has read the entry. So before an entry that was
 * closed is taken out, {@link #lastClosing} is moved to that time; and a block that may have written, and does not find an
 * entry of its own, makes sure that its snapshot is not before that time. Then the loss is noticed before anything is shown.
 * The same for removals, which others have committed: {@link #lastLoss}.
 *
 * <h2>Why nobody misses an entry unnoticed</h2>
 * A block R that has read the number of insertions in a slot, and then has not found a key's entry, depends on no cell: it
 * precedes whoever commits a value to that entry later, and is told by the number. So the insertion must be counted before
 * such a commit, by whomever. The thread T1 that makes an entry may be held up as soon as the entry can be found, and
 * before it has counted it. If T2 found it, put a value in and committed, then R would see the old number and commit as well,
 * each having missed the other. So whoever is about to use an entry that is not known to be counted counts it first.
 *
 * <p>Let C commit a value to the entry. C has counted it, or has seen the flag, which is set after somebody has; either way
 * one count comes before C installs its write. That count comes after the entry was put into the index, since those who
 * count have found it there. So it comes after R read the number: else R would have found the entry. Now R reads the number
 * again with its own writes installed. If it sees the count, it asks again. If not, its writes were installed before C's, and
 * C is the one to look whether they concern it. An insertion that is counted more than once makes somebody ask again in vain.
 *
 * <h2>Who takes care of empty entries</h2>
 * Each has somebody who will look after it: the operation outside a block that has emptied it, at once; the attempts that
 * have written it, or made it in order to, when they end, see {@link Upkeep}; if it cannot go yet, since a pinned reader
 * needs it or a thread waits for it, the queue, of which each later change does a bit. So there is no garbage to be
 * collected in the background, and no more of it than blocks are running.
 */
final class Index<K, V> {
    /** Entries of the queue that each change looks at: more than one, so that the queue shrinks. */
    private static final int AT_ONCE = 2;

    final @Nullable String name;
    final Tally size;
    private final int salt = System.identityHashCode(this);
    private final Buckets<K, V> entries;

    /** In the order in which they came; guarded by its own lock, under which no code of users runs. Rarely used. */
    private final LinkedHashSet<Entry<K, V>> queue = new LinkedHashSet<>(0);

    /** For reports of conflicts: an entry is in either. */
    static final String KIND = "TMap/TSet";

    private volatile int queued;

    /** The latest time at which an entry was closed that is, or soon will be, out of the index. Never goes back. */
    private final AtomicLong lastClosing = new AtomicLong();

    Index(@Nullable String name) {
        this(name, 0);
    }

    Index(@Nullable String name, long expectedEntries) {
        this.name = name;
        this.entries = new Buckets<>(expectedEntries);
        this.size = new Tally(KIND, name);
    }

    @Nullable
    String name() {
        return name;
    }

    @Nullable
    Entry<K, V> find(Object key, int hash) {
        return entries.find(key, hash);
    }

    /** The entry of a key, made now if there is none. It is counted: see above. */
    Entry<K, V> obtain(K key, int hash) {
        Entry<K, V> entry = entries.find(key, hash);
        if (entry == null) {
            entry = insert(key, hash);
        }
        if (!entry.isCounted()) {
            Traces.inserted(slot(hash));
            entry.setCounted();
        }
        return entry;
    }

    /** The entry of a key, which is not known to be counted. */
    Entry<K, V> insert(K key, int hash) {
        return entries.insert(new Entry<>(name, key, hash));
    }

    /** Goes through all entries, also empty ones. */
    Traversal<K, V> traverse() {
        return new Traversal<>(entries);
    }

    /** The number of entries, empty ones included. */
    long entryCount() {
        return entries.size();
    }

    int slot(int hash) {
        return Traces.slot(hash + salt);
    }

    // ---------------------------------------------------------------- outside a block

    /** Puts a value into an empty entry. False if it is not empty any more. */
    boolean fill(Entry<K, V> entry, V value) {
        boolean decided = false;
        boolean filled;
        try {
            filled = entry.fillNow(value, size);
            decided = true;
        } finally {
            if (!decided) {
                retireLater(entry);
            }
        }
        tidy();
        return filled;
    }

    /** Takes the value out of an entry, and the entry out of the index if no pinned reader is in the way. */
    boolean empty(Entry<K, V> entry, V value) {
        boolean emptied = entry.emptyNow(value, size);
        if (emptied) {
            retire(entry);
            tidy();
        }
        return emptied;
    }

    // ---------------------------------------------------------------- entries without a value

    /** Takes an entry out that was found DEAD. */
    void unlink(Entry<K, V> dead) {
        unlink(dead, dead.since());
    }

    private void unlink(Entry<K, V> dead, long emptySince) {
        if (dead.mayHaveBeenClosed()) {
            advanceLastClosing(dead.since());
        }
        Traces.removed(slot(dead.hash), emptySince);
        entries.remove(dead);
    }

    private void advanceLastClosing(long time) {
        long latest = lastClosing.get();
        while (latest < time && !lastClosing.compareAndSet(latest, time)) {
            latest = lastClosing.get();
        }
    }

    /** The time up to which a block that may have written must see, to be sure that no entry it has written is gone. */
    long lastClosing() {
        return lastClosing.get();
    }

    /**
     * The same for one key, and for removals too. To be asked when a key was not found, or in an entry that is empty, and not
     * by the block's own doing.
     */
    long lastLoss(int hash) {
        return Math.max(lastClosing.get(), Traces.removedAt(slot(hash)));
    }

    /** Takes an entry out if it is empty and not needed any more; or else sees to it that this is tried again. */
    void retire(Entry<K, V> entry) {
        Object content = entry.now();
        if (content == null && !entry.isKept()) {
            long emptySince = entry.close();
            if (emptySince >= 0) {
                unlink(entry, emptySince);
                return;
            }
            content = entry.now();
            if (content == null) {
                retireLater(entry);
            }
        }
        if (content == Entry.DEAD) {
            unlink(entry);
        }
    }

    void retireLater(Entry<K, V> entry) {
        synchronized (queue) {
            queue.add(entry);
            queued = queue.size();
        }
    }

    /** Does a bit of what has been queued. To be called outside a block, after each change. */
    void tidy() {
        for (int i = 0; i < AT_ONCE && queued > 0; i++) {
            Entry<K, V> entry;
            synchronized (queue) {
                Iterator<Entry<K, V>> first = queue.iterator();
                entry = first.hasNext() ? first.next() : null;
                if (entry != null) {
                    first.remove();
                }
                queued = queue.size();
            }
            if (entry != null) {
                retire(entry);
            }
        }
    }
}
