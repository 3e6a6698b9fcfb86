package dev.ame.stm.collections.map;

import dev.ame.stm.spi.Cell;
import dev.ame.stm.spi.Subject;
import dev.ame.stm.spi.Tally;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The cell of one key. What it holds says whether the key is in the table:
 *
 * <pre>
 *            put                    remove, if a pinned reader needs the value
 *    null  ------->  a value  ---------------------------------------------->  null
 *      \                 \
 *       \ Index.retire    \ remove, otherwise
 *        ----------------->---------->  DEAD                                     for ever; to be taken out of the index
 * </pre>
 *
 * A key that comes back after its entry has died gets a new one. Nobody writes over DEAD: who has read it looks into the
 * index again, and who has read something else before is found to have read what is not there any more.
 */
final class Entry<K, V> extends Cell<@Nullable Object> {
    /** The value of an entry that is not used any more. */
    static final Object DEAD = GONE;

    private static final VarHandle KEEPER;
    private static final VarHandle NEXT;

    static {
        try {
            KEEPER = MethodHandles.lookup().findVarHandle(Entry.class, "keeper", Upkeep.class);
            NEXT = MethodHandles.lookup().findVarHandle(Entry.class, "next", Entry.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final K key;

    /** See {@link Buckets#hash}. */
    final int hash;

    /** The next one in the bucket. See {@link Buckets}, which alone sets it. */
    @Nullable
    volatile Entry<K, V> next;

    /**
     * The attempt that is going to look after the entry when it ends; until then nobody else takes an empty entry away.
     * Several attempts may want that at a time, on one key, and the last of them has it: the others lose their attempt if
     * the entry goes, and see to it that they notice, see {@link Index#lastLoss}.
     */
    private volatile @Nullable Upkeep<K, V> keeper;

    /** Whether somebody has tried to {@link #close} it. Set before that is done, so whoever finds it closed sees this. */
    private volatile boolean closing;

    /** Whether it is known to be counted among the insertions; set after that was done. See {@link Index}. */
    private volatile boolean counted;

    Entry(@Nullable String name, K key, int hash) {
        super(name, null);
        this.key = key;
        this.hash = hash;
    }

    // ---------------------------------------------------------------- the place in the index

    /** For whoever makes the entry visible, behind a fence. */
    void setNextBeforePublication(@Nullable Entry<K, V> other) {
        if (other != null) {
            NEXT.set(this, other);
        }
    }

    /** Whoever finds the other entry by this finds all that was done before. */
    void publishNext(@Nullable Entry<K, V> other) {
        NEXT.setRelease(this, other);
    }

    @Override
    protected Subject subject() {
        return new Subject(Index.KIND, null, "key", key);
    }

    // ---------------------------------------------------------------- what a block sees: null, a value, or DEAD

    /** The block depends on it from now on. */
    @Nullable
    Object see() {
        return unlessOwn(read());
    }

    /** The same, in a block that must be able to write. */
    @Nullable
    Object seeToWrite() {
        return unlessOwn(readToWrite());
    }

    /** As {@link #see}, but the block does not depend on it if it is null. */
    @Nullable
    Object seeUnlessNull() {
        return unlessOwn(readUnlessNull());
    }

    /** The block does not depend on it, and may see something newer than its snapshot. */
    @Nullable
    Object glance() {
        return unlessOwn(peek());
    }

    /** An entry that the block has emptied itself is empty, and can be filled again. */
    private @Nullable Object unlessOwn(@Nullable Object content) {
        return content == DEAD && isWritten() ? null : content;
    }

    void set(V value) {
        write(value);
    }

    void fill(V value, Tally size) {
        write(value, size, 1);
    }

    void empty(Tally size) {
        write(DEAD, size, -1);
    }

    boolean isOwn() {
        return isWritten();
    }

    // ---------------------------------------------------------------- outside a block

    @Nullable
    Object now() {
        return newest();
    }

    /** The time of what {@link #now} answers; final if that is DEAD. */
    long since() {
        return newestTime();
    }

    boolean replace(Object expected, V value) {
        return replaceOutside(expected, value);
    }

    boolean fillNow(V value, Tally size) {
        return replaceOutside(null, value, size, 1);
    }

    boolean emptyNow(V value, Tally size) {
        return replaceOutside(value, DEAD, size, -1);
    }

    /** Marks the entry as dead if it is null for everybody. Answers since when it has been null, or -1. */
    long close() {
        if (isAwaited()) {
            return -1;
        }
        closing = true;
        return closeOutside();
    }

    /** Of a dead one: false if it was emptied by a removal, for sure. */
    boolean mayHaveBeenClosed() {
        return closing;
    }

    // ---------------------------------------------------------------- upkeep

    boolean isCounted() {
        return counted;
    }

    void setCounted() {
        counted = true;
    }

    void keepFor(Upkeep<K, V> attempt) {
        KEEPER.setOpaque(this, attempt);
    }

    /** True if the attempt has it to do. A full fence must follow before the entry is looked at. */
    boolean leave(Upkeep<K, V> attempt) {
        if (keeper != attempt) {
            return false;
        }
        KEEPER.setOpaque(this, null);
        return true;
    }

    boolean isKept() {
        return keeper != null;
    }

    /** The value, if it is one. */
    @SuppressWarnings("unchecked") // but for DEAD, only values get in
    static <V> @Nullable V value(@Nullable Object content) {
        return content == DEAD ? null : (V) content;
    }
}
