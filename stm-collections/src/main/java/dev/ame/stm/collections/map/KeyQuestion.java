package dev.ame.stm.collections.map;

import dev.ame.stm.spi.Blocks;
import dev.ame.stm.spi.Cell;
import dev.ame.stm.spi.Question;
import dev.ame.stm.spi.Subject;
import org.jspecify.annotations.Nullable;

/**
 * "The key is in the table", or that it is not. The answer rests on the entry of the key; if there is none, on the number
 * of insertions in the key's slot, which was read before the entry was looked for. Values may change meanwhile, and
 * entries come and go, as long as the answer stays the same.
 */
final class KeyQuestion<K, V> extends Question {
    private final Index<K, V> index;
    private final Object key;
    private final int hash;
    private final int slot;
    private final boolean present;
    private long insertions;
    private long emptySince;

    /** What a waiting thread is woken by; from then on no other entry will do. */
    private @Nullable Entry<K, V> place;

    /** To be made before the entry is looked for. */
    KeyQuestion(Index<K, V> index, Object key, int hash, boolean present) {
        this.index = index;
        this.key = key;
        this.hash = hash;
        this.present = present;
        this.slot = index.slot(hash);
        this.insertions = Traces.insertions(slot);
    }

    /** The block was told that there is no entry. */
    void askMissing() {
        emptySince = Traces.removedAt(slot);
        Blocks.ask(this);
    }

    /** The block is told what the entry says, unless that is something else than was expected. */
    boolean askOf(Entry<K, V> entry) {
        Object content = restOn(entry);
        if (content == Entry.DEAD || (content != null) != present) {
            return false;
        }
        Blocks.ask(this);
        return true;
    }

    @Override
    protected boolean mayHaveChanged() {
        return restsOn() == null && Traces.insertions(slot) != insertions;
    }

    @Override
    protected boolean holds() {
        while (true) {
            insertions = Traces.insertions(slot);
            Entry<K, V> entry = index.find(key, hash);
            if (place != null && entry != place) {
                return false;
            }
            if (entry == null) {
                restOnNothing();
                emptySince = Traces.removedAt(slot);
                return !present;
            }
            Object content = restOn(entry);
            if (content != Entry.DEAD) {
                return (content != null) == present;
            }
            index.unlink(entry);
        }
    }

    @Override
    protected Subject subject() {
        return new Subject(Index.KIND, index.name(), "key", key);
    }

    @Override
    protected long knownSince() {
        return emptySince;
    }

    /** Makes an entry if there is none, which the one who wakes will find, too; so the queue looks after it. */
    @Override
    @SuppressWarnings("unchecked") // a key of another type is in no entry that gets a value
    protected Cell<?> waitingPlace() {
        Entry<K, V> found = index.obtain((K) key, hash);
        while (found.now() == Entry.DEAD) {
            index.unlink(found);
            found = index.obtain((K) key, hash);
        }
        place = found;
        if (found.now() == null) {
            index.retireLater(found);
        }
        return found;
    }

    /** So that a block that looks for one key for ever asks once. Calls no code of users. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyQuestion<?, ?> that
                && that.index == index
                && that.present == present
                && that.slot == slot
                && that.restsOn() == restsOn()
                && that.insertions == insertions
                && isSame(that.key);
    }

    private boolean isSame(Object other) {
        boolean plain = key instanceof String || key instanceof Integer || key instanceof Long;
        return key == other || restsOn() != null || (plain && key.equals(other));
    }

    @Override
    public int hashCode() {
        return slot;
    }
}
