package dev.ame.stm.collections.map;

import dev.ame.stm.spi.Blocks;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the keys, inside a block, as the block sees them, its own writes included.
 *
 * <p>The block depends on every addition to the size, even of zero: so no key that it has not met can have been put in,
 * and none that it has met can have been removed. Therefore keys alone need not be remembered. They are looked at without
 * regard to the snapshot, some at a time, and handed out only after it is certain that up to now nothing has been added to
 * the size: what was there at the look was there all the time since the snapshot.
 *
 * <p>Entries that were taken out of the index while it went through were emptied after the snapshot, or long before; in
 * the first case the size has changed, which is noticed at the latest before the end is announced.
 */
final class Cursor<K, V> extends Walk<K, V> {
    private static final int AT_ONCE = 32;

    private final Index<K, V> index;
    private final boolean valuesToo;
    private final Traversal<K, V> entries;
    private final ArrayDeque<Entry<K, V>> certain = new ArrayDeque<>();
    private @Nullable Entry<K, V> current;
    private @Nullable V value;

    Cursor(Index<K, V> index, boolean valuesToo) {
        this.index = index;
        this.valuesToo = valuesToo;
        index.size.follow();
        confirm(); // from here on the block keeps its snapshot, even if it remembers nothing
        entries = index.traverse();
    }

    @Override
    boolean advance() {
        return valuesToo ? advanceToValue() : advanceToKey();
    }

    private boolean advanceToValue() {
        for (Entry<K, V> next = entries.next(); next != null; next = entries.next()) {
            V seen = Entry.value(next.seeUnlessNull());
            if (seen != null) {
                current = next;
                value = seen;
                return true;
            }
        }
        confirm();
        return false;
    }

    private boolean advanceToKey() {
        while (true) {
            Entry<K, V> next = certain.poll();
            if (next == null) {
                if (!lookAhead()) {
                    return false;
                }
            } else if (!next.isOwn() || next.glance() != null) {
                current = next;
                return true;
            }
        }
    }

    private boolean lookAhead() {
        Entry<K, V> next;
        while (certain.size() < AT_ONCE && (next = entries.next()) != null) {
            if (Entry.value(next.glance()) != null) {
                certain.add(next);
            }
        }
        confirm();
        return !certain.isEmpty();
    }

    /** Ends the attempt if something was added to the size since the snapshot, or an entry that it has written is gone. */
    private void confirm() {
        long changed = index.size.newestTime();
        Blocks.seeAllUpTo(Blocks.hasWritten() ? Math.max(changed, index.lastClosing()) : changed);
    }

    Entry<K, V> entry() {
        return Objects.requireNonNull(current);
    }

    @Override
    K key() {
        return entry().key;
    }

    @Override
    V value() {
        return Objects.requireNonNull(value);
    }
}
