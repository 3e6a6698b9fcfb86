package dev.ame.stm.collections.map;

import org.jspecify.annotations.Nullable;

/** The operations on single keys outside a block: each is one commit, without a block. */
final class Outside<K, V> {
    private final Index<K, V> index;

    Outside(Index<K, V> index) {
        this.index = index;
    }

    @Nullable
    V put(K key, int hash, V value, boolean onlyIfAbsent) {
        while (true) {
            Entry<K, V> entry = index.obtain(key, hash);
            Object content = entry.now();
            if (content == null) {
                if (index.fill(entry, value)) {
                    return null;
                }
            } else if (content == Entry.DEAD) {
                index.unlink(entry);
            } else if (onlyIfAbsent || entry.replace(content, value)) {
                return Entry.value(content);
            }
        }
    }

    /** Removes the key; if {@code wanted} is not null, only if it has that value. */
    @Nullable
    V remove(Object key, int hash, @Nullable Object wanted) {
        while (true) {
            Entry<K, V> entry = index.find(key, hash);
            V present = entry == null ? null : Entry.value(entry.now());
            if (entry == null || present == null || (wanted != null && !wanted.equals(present))) {
                return null;
            }
            if (index.empty(entry, present)) {
                return present;
            }
        }
    }

    @Nullable
    V replace(K key, int hash, @Nullable Object wanted, V value) {
        while (true) {
            Entry<K, V> entry = index.find(key, hash);
            V present = entry == null ? null : Entry.value(entry.now());
            if (entry == null || present == null || (wanted != null && !wanted.equals(present))) {
                return null;
            }
            if (entry.replace(present, value)) {
                return present;
            }
        }
    }
}
