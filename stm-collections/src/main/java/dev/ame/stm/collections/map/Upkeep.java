package dev.ame.stm.collections.map;

import dev.ame.stm.spi.Aftermath;
import dev.ame.stm.spi.Blocks;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The entries of one table that one attempt may leave empty: looked after when it has ended. */
final class Upkeep<K, V> extends Aftermath {
    private static final int COMPACT_FROM = 1 << 8;

    private final Index<K, V> index;
    private final List<Entry<K, V>> entries = new ArrayList<>(4);

    /** A block that puts and removes the same keys for ever needs a list of these keys, not of what it has done. */
    private int compactAt = COMPACT_FROM;

    private Upkeep(Index<K, V> index) {
        super(index);
        this.index = index;
    }

    /** To be called in a block that may write, before it writes an entry that was or will be empty. */
    @SuppressWarnings("unchecked") // what belongs to an index has its types
    static <K, V> void note(Index<K, V> index, Entry<K, V> entry) {
        Upkeep<K, V> upkeep = (Upkeep<K, V>) Blocks.aftermathOf(index);
        if (upkeep == null) {
            upkeep = new Upkeep<>(index);
            Blocks.atEnd(upkeep);
        }
        upkeep.add(entry);
    }

    private void add(Entry<K, V> entry) {
        if (entries.size() >= compactAt) {
            Set<Entry<K, V>> distinct = new HashSet<>(2 * entries.size());
            entries.removeIf(again -> !distinct.add(again));
            compactAt = Math.max(COMPACT_FROM, 2 * entries.size());
        }
        entries.add(entry);
        entry.keepFor(this);
    }

    /**
     * The fence makes that of an attempt that leaves an entry, and somebody who empties it, one sees what the other has
     * done, and takes it away.
     */
    @Override
    protected void run() {
        entries.removeIf(entry -> !entry.leave(this));
        VarHandle.fullFence();
        entries.forEach(index::retire);
        index.tidy();
    }
}
