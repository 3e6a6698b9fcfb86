package dev.ame.stm.collections.bag;

import org.jspecify.annotations.Nullable;

/**
 * The claim of a block, given back if its attempt, or the nested block that made it, is undone. Used by one thread, but for
 * {@link #isLost}.
 *
 * @param <E> the type of the elements
 */
final class Claim<E> {
    private final Stripe<E> stripe;
    private final Thread owner = Thread.currentThread();
    private @Nullable Item<E> item;

    Claim(Stripe<E> stripe) {
        this.stripe = stripe;
    }

    /** Says what is taken, whether or not it could be claimed. */
    void isFor(Item<E> taken) {
        item = taken;
    }

    /** Whether the thread ended without giving the claim back: its stack was full when it should have. */
    boolean isLost() {
        return !owner.isAlive();
    }

    /** Those that wait for an unclaimed item have to look again, which a commit tells them. */
    void undone() {
        Item<E> claimed = item;
        if (claimed != null && claimed.release(this)) {
            stripe.touch();
        }
    }

    void committed() {
        Item<E> claimed = item;
        if (claimed != null) {
            claimed.taken();
        }
    }
}
