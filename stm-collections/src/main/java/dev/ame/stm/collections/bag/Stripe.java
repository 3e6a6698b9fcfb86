package dev.ame.stm.collections.bag;

import dev.ame.stm.Stm;
import dev.ame.stm.spi.Blocks;
import dev.ame.stm.spi.Structure;
import dev.ame.stm.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * A part of a bag, which some threads prefer.
 *
 * @param <E> the type of the elements
 */
final class Stripe<E> extends Structure<Pool<E>, StripeView<E>> {

    Stripe(@Nullable String name) {
        super(name, Pool.empty());
    }

    @Override
    protected StripeView<E> newView(View.Origin origin) {
        return new StripeView<>(this, origin);
    }

    // ---------------------------------------------------------------- anywhere

    void add(E element) {
        Item<E> item = new Item<>(element);
        if (Stm.inAtomic()) {
            viewToChange().add(item);
            return;
        }
        Pool<E> state;
        do {
            state = state();
        } while (!replaceOutside(state, state.with(item)));
    }

    int size() {
        StripeView<E> view = view();
        return view == null ? state().size() : view.size();
    }

    /** Whether there is nothing, without remembering that it was asked. */
    boolean looksEmpty() {
        StripeView<E> view = view();
        return (view == null ? state() : view.state()).size() == 0;
    }

    boolean tellWhetherEmpty() {
        StripeView<E> view = view();
        return view == null ? state().size() == 0 : view.tellWhetherEmpty();
    }

    // ---------------------------------------------------------------- outside a block

    /**
     * Takes an item that nobody claims; null if there is none. It is claimed first, so that blocks leave it alone: one
     * that took it too would have to be run again.
     */
    @Nullable
    E takeOutside() {
        while (true) {
            Pool.Found<E> found = state().findFree();
            if (found == null) {
                return null;
            }
            Item<E> item = found.item();
            if (item.claim(Item.TAKEN)) {
                E value = item.value();
                if (commitTaking(found) && value != null) {
                    item.taken();
                    return value;
                }
            }
        }
    }

    /** False if somebody has committed taking it before. */
    private boolean commitTaking(Pool.Found<E> found) {
        boolean done = false;
        try {
            Pool<E> state;
            Pool<E> rest;
            do {
                state = state();
                rest = state.without(found.number());
            } while (rest != null && !replaceOutside(state, rest));
            done = true;
            return rest != null;
        } finally {
            if (!done && found.item().release(Item.TAKEN)) {
                touch();
            }
        }
    }

    /** Commits nothing, so that those that wait for a change of the stripe look again. */
    void touch() {
        Pool<E> state;
        do {
            state = state();
        } while (!replaceOutside(state, state.copy()));
    }

    // ---------------------------------------------------------------- in a block

    /** Makes sure that the block has a view of the stripe, and may change it. */
    StripeView<E> open() {
        return viewToChange();
    }

    /** The newest element that the block has added itself; null if there is none. */
    @Nullable
    E takeOwn() {
        Item<E> own = viewToChange().takeOwn();
        return own == null ? null : own.value();
    }

    /** Takes and claims an item that nobody else claims; null if there is none. */
    @Nullable
    E takeFree() {
        StripeView<E> view = viewToChange();
        Pool.Found<E> found = view.state().findFree();
        if (found == null) {
            return null;
        }
        Claim<E> claim = newClaim();
        while (found != null) {
            if (found.item().claim(claim)) {
                claim.isFor(found.item());
                E value = found.item().value();
                if (value != null) {
                    view.take(found);
                    return value;
                }
                // Taken by a commit that the block does not see yet, after a claim that was released too late.
                claim = newClaim();
            }
            found = view.state().findFree();
        }
        return null;
    }

    /** Takes an item that another block claims: the first to commit will have it. */
    @Nullable
    E takeClaimed() {
        StripeView<E> view = viewToChange();
        if (view.state().size() == 0) {
            return null;
        }
        Pool.Found<E> found = view.state().any();
        E value = found.item().value();
        if (value != null) {
            newClaim().isFor(found.item());
            view.take(found);
        }
        return value;
    }

    /** Moves the block to the present, as far as this stripe is concerned. */
    void follow() {
        Blocks.seeAllUpTo(newestTime());
    }

    /** The hooks come first: a claim without them would stay for ever. */
    private Claim<E> newClaim() {
        Claim<E> claim = new Claim<>(this);
        Stm.afterRollback(claim::undone);
        Stm.afterCommit(claim::committed);
        return claim;
    }
}
