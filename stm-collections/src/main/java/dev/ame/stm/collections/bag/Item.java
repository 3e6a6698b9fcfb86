package dev.ame.stm.collections.bag;

import dev.ame.stm.spi.Blocks;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An element in a bag. Takers claim it, so that others look for another one. A claim is advice only: whether an element
 * is in the bag is said by the {@link Pool}, and of two that take the same one the engine lets one commit.
 *
 * @param <E> the type of the elements
 */
final class Item<E> {
    /** A claim of one that takes the element outside a block, or has taken it; never released but by a failure. */
    static final Object TAKEN = new Object();

    private static final VarHandle CLAIM;

    static {
        try {
            CLAIM = MethodHandles.lookup().findVarHandle(Item.class, "claim", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Null once it was taken by a commit: then the item may still be in memory, the element need not. Who reads an old value
     * here takes an item that is not there any more, which its commit finds out.
     */
    private @Nullable E value;

    private volatile @Nullable Object claim;

    Item(E value) {
        this.value = value;
    }

    @Nullable
    E value() {
        return value;
    }

    boolean isClaimed() {
        Object now = claim;
        return now != null && !(now instanceof Claim<?> lost && lost.isLost());
    }

    /** Claims the item, unless somebody else has. */
    boolean claim(Object by) {
        Object now = claim;
        boolean free = now == null || (now instanceof Claim<?> lost && lost.isLost());
        return free && CLAIM.compareAndSet(this, now, by);
    }

    boolean release(Object by) {
        return CLAIM.compareAndSet(this, by, null);
    }

    /**
     * To be called when the commit that takes the item is over. A block that reads from a pinned snapshot may still see the
     * item in its pool, and take it, to be refused at its commit; such a pin is older than this commit, so it shows here.
     */
    void taken() {
        CLAIM.setRelease(this, TAKEN);
        if (Blocks.oldestSnapshot() >= Long.MAX_VALUE / 2) {
            value = null;
        }
    }
}
