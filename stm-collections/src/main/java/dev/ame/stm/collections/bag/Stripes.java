package dev.ame.stm.collections.bag;

import dev.ame.stm.spi.Blocks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * All stripes of a bag.
 *
 * <h2>Why "there is nothing" is never a lie</h2>
 * An element is in the bag if the committed {@link Pool} of a stripe has it; a claim changes nothing of that. A block that answers
 * "nothing" has all stripes open in one snapshot, in which all pools are empty, and remembers of each that it was. The engine
 * confirms that at its commit, as everything else it has seen. So there is a place for it in the serial order, where the bag
 * is empty. If the only elements left are claimed by others, the bag is not empty there: the block waits for these others,
 * or takes an element all the same, and then one of the two is run again.
 *
 * @param <E> the type of the elements
 */
public final class Stripes<E> {
    private static final int COUNT = Math.min(
            32, Integer.highestOneBit(Math.max(1, 2 * Runtime.getRuntime().availableProcessors() - 1)));

    private static final int SPINS = 64;
    private static final int YIELDS = 128;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /**
     * How many turns a block waits, in the middle, for takers that are about to commit: a tenth of a second or more. Not
     * counted in time, since a machine that stands still for a while holds up these takers as well.
     */
    private static final int PATIENCE = 1000;

    /** What to do when all elements left are claimed. */
    private enum Otherwise {
        TAKE,
        ANSWER
    }

    private final List<Stripe<E>> stripes = new ArrayList<>(COUNT);

    public Stripes(@Nullable String name) {
        for (int i = 0; i < COUNT; i++) {
            stripes.add(new Stripe<>(name));
        }
    }

    /** The stripes in the order in which the thread tries them. */
    private Stripe<E> stripe(int i) {
        return stripes.get((Blocks.stripe() + i) & (COUNT - 1));
    }

    public void add(E element) {
        stripe(0).add(element);
    }

    /** Outside a block: an element that nobody claims; null if none was found, which does not mean that there is none. */
    public @Nullable E takeOutside() {
        for (int i = 0; i < COUNT; i++) {
            E taken = stripe(i).takeOutside();
            if (taken != null) {
                return taken;
            }
        }
        return null;
    }

    /** In a block: an element; null if there is none. */
    public @Nullable E poll() {
        E taken = takeOpen(Otherwise.TAKE);
        if (taken == null) {
            stripes.forEach(Stripe::tellWhetherEmpty);
        }
        return taken;
    }

    /**
     * In a block: an element; null if there is none to be had now, and then the block must wait for a change. Elements that
     * others have claimed are not to be had, if it can wait, unless the others cannot commit before it: they may be waiting
     * for that, as the iterations of an ordered loop do.
     */
    public @Nullable E pollOrWait() {
        if (!Blocks.mayWait()) {
            return poll();
        }
        E taken = takeOpen(Otherwise.ANSWER);
        if (taken == null && Blocks.isAlone()) {
            taken = takeClaimed();
        }
        if (taken == null) {
            stripes.forEach(stripe -> {
                if (!stripe.tellWhetherEmpty()) {
                    stripe.open().tellAll();
                }
            });
        }
        return taken;
    }

    /** Null only if, in the block's present snapshot, nothing is left, or nothing but what others claim. */
    private @Nullable E takeOpen(Otherwise ifClaimed) {
        E own = stripe(0).takeOwn();
        for (int turn = 0; own == null; turn++) {
            own = stripe(0).takeFree();
            if (own == null) {
                own = takeFree();
            }
            if (own != null || ifClaimed == Otherwise.ANSWER || areEmpty()) {
                return own;
            }
            if (turn >= PATIENCE || !Blocks.mustAsk()) {
                own = takeClaimed(); // or nobody else can commit before this block
            } else {
                pause(turn);
            }
            stripes.forEach(Stripe::follow);
        }
        return own;
    }

    private @Nullable E takeFree() {
        // All are opened before any is looked at: opening one may move the others to a newer state.
        stripes.forEach(Stripe::open);
        E taken = null;
        for (int i = 0; i < COUNT && taken == null; i++) {
            taken = stripe(i).takeFree();
        }
        return taken;
    }

    private @Nullable E takeClaimed() {
        E taken = null;
        for (int i = 0; i < COUNT && taken == null; i++) {
            taken = stripe(i).takeClaimed();
        }
        return taken;
    }

    private boolean areEmpty() {
        for (Stripe<E> stripe : stripes) {
            if (!stripe.looksEmpty()) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ThreadPriorityCheck") // waits for threads that are about to commit
    private static void pause(int turn) {
        if (turn < SPINS) {
            Thread.onSpinWait();
        } else if (turn < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** To be called in a block. */
    public int size() {
        long sum = 0;
        for (Stripe<E> stripe : stripes) {
            sum += stripe.size();
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    /** To be called in a block. */
    public boolean isEmpty() {
        stripes.forEach(Stripe::looksEmpty); // opens all, so that none moves any more
        for (int i = 0; i < COUNT; i++) {
            if (!stripe(i).looksEmpty()) {
                return stripe(i).tellWhetherEmpty();
            }
        }
        stripes.forEach(Stripe::tellWhetherEmpty);
        return true;
    }

    /** Whether some stripe has an element, looked at one after the other; true is right, false is doubtful. */
    public boolean hasSome() {
        return !areEmpty();
    }
}
