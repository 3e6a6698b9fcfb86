package dev.ame.stm.collections.map;

import dev.ame.stm.spi.Blocks;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations on single keys as parts of a running block. */
final class Inside<K, V> {
    private final Index<K, V> index;

    Inside(Index<K, V> index) {
        this.index = index;
    }

    @Nullable
    V get(Object key, int hash) {
        while (true) {
            KeyQuestion<K, V> question = Blocks.mustAsk() ? new KeyQuestion<>(index, key, hash, false) : null;
            Entry<K, V> entry = index.find(key, hash);
            if (entry == null) {
                if (question != null) {
                    if (Blocks.hasWritten() && Blocks.seeAllUpTo(index.lastClosing())) {
                        continue;
                    }
                    question.askMissing();
                } else if (Blocks.seeAllUpTo(Traces.removedAt(index.slot(hash)))) {
                    continue; // the block sees a later moment now, at which the key may be there
                }
                return null;
            }
            Object content = entry.seeUnlessNull();
            if (content == null) {
                if (question == null || entry.isOwn()) {
                    return null;
                }
                if (Blocks.hasWritten() && Blocks.seeAllUpTo(index.lastLoss(hash))) {
                    continue;
                }
                if (question.askOf(entry)) {
                    return null;
                }
                content = entry.see(); // somebody has put a value in, or a pinned snapshot does not know of it
            }
            if (content != Entry.DEAD) {
                return Entry.value(content);
            }
            index.unlink(entry);
        }
    }

    boolean contains(Object key, int hash) {
        if (Blocks.mustAsk()) {
            Entry<K, V> entry = index.find(key, hash);
            Object content = entry == null ? null : entry.glance();
            if (entry != null && content != null && content != Entry.DEAD) {
                if (entry.isOwn() || new KeyQuestion<>(index, key, hash, true).askOf(entry)) {
                    return true;
                }
            }
        }
        return get(key, hash) != null;
    }

    @Nullable
    V put(K key, int hash, V value) {
        Blocks.beforeWrite(index.size);
        while (true) {
            Entry<K, V> entry = index.obtain(key, hash);
            Object content = entry.see();
            if (content != Entry.DEAD) {
                V old = Entry.value(content);
                if (old == null) {
                    claim(entry);
                }
                set(entry, old, value);
                return old;
            }
            index.unlink(entry);
        }
    }

    @Nullable
    V putIfAbsent(K key, int hash, V value) {
        V present = getIfCertain(key, hash);
        return present != null ? present : put(key, hash, value);
    }

    @Nullable
    V remove(Object key, int hash, @Nullable Object wanted) {
        while (true) {
            Entry<K, V> entry = index.find(key, hash);
            V present = entry == null ? null : Entry.value(entry.seeUnlessNull());
            if (entry != null && present != null) {
                if (wanted != null && !wanted.equals(present)) {
                    return null;
                }
                Blocks.beforeWrite(index.size);
                set(entry, Entry.value(entry.see()), null); // which the comparison may have changed
                return present;
            }
            if (get(key, hash) == null) {
                return null;
            }
        }
    }

    @Nullable
    V update(K key, int hash, Function<@Nullable V, @Nullable V> function) {
        Blocks.beforeWrite(index.size);
        Entry<K, V> entry = obtain(key, hash);
        V old = Entry.value(entry.see());
        V fresh = function.apply(old);
        V present = Entry.value(entry.see()); // which the function may have changed; its result counts
        if (fresh != present) {
            set(entry, present, fresh);
        }
        return fresh;
    }

    /** The value if there is one. If not, nothing is asked: the caller is going to look closer. */
    @Nullable
    V getIfCertain(K key, int hash) {
        Entry<K, V> entry = index.find(key, hash);
        return entry == null ? null : Entry.value(entry.seeUnlessNull());
    }

    /** The entry of a key, which is not dead, and if it is empty will not be until the block has ended. */
    private Entry<K, V> obtain(K key, int hash) {
        while (true) {
            Entry<K, V> entry = index.obtain(key, hash);
            Object content = entry.see();
            if (content == null) {
                claim(entry);
            }
            if (content != Entry.DEAD) {
                return entry;
            }
            index.unlink(entry);
        }
    }

    /** For an entry that is empty: unless the block has made it so, in which case all this has been done already. */
    private void claim(Entry<K, V> entry) {
        if (!entry.isOwn()) {
            if (Blocks.hasWritten()) {
                // Fails if the block has written an earlier entry of the key.
                Blocks.seeAllUpTo(index.lastLoss(entry.hash));
            }
            Upkeep.note(index, entry);
        }
    }

    /** Writes an entry that the block has seen to hold {@code old}. */
    void set(Entry<K, V> entry, @Nullable V old, @Nullable V fresh) {
        if (fresh == null) {
            if (old != null) {
                Upkeep.note(index, entry);
                entry.empty(index.size);
            }
        } else if (old == null) {
            entry.fill(fresh, index.size);
        } else {
            entry.set(fresh);
        }
    }
}
