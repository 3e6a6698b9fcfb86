package dev.ame.stm.collections.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a block was told of a committed sequence. All of it is put so that it can be asked of another one: how many elements there
 * are, which are the first and the last ones, which stand below and above some slot, where some object is found.
 */
final class Answers<E> {
    final SizeRange size = new SizeRange();

    /** The first so many elements are known, in their order; where they stand is not. */
    private int front;

    /** The last so many. */
    private int back;

    /** All slots below are known. */
    private long below = Sequence.NONE_BEFORE;

    /** All slots above are known. */
    private long above = Sequence.NONE_AFTER;

    private @Nullable List<Lookup<E>> lookups;

    void seenFirst(int count) {
        front = Math.max(front, count);
    }

    void seenLast(int count) {
        back = Math.max(back, count);
    }

    /** The elements up to a slot, and where they stand. */
    void seenUpTo(long slot) {
        below = Math.max(below, slot + 1);
    }

    /** The elements from a slot on, and where they stand. */
    void seenFrom(long slot) {
        above = Math.min(above, slot - 1);
    }

    void seenAll() {
        below = Sequence.NONE_AFTER;
    }

    void found(Lookup<E> lookup) {
        List<Lookup<E>> present = lookups;
        if (present == null) {
            present = new ArrayList<>(1);
            lookups = present;
        }
        present.add(lookup);
    }

    /** Whether all answers, which are right for {@code base}, are right for {@code newer}. */
    boolean hold(Sequence<E> base, Sequence<E> newer) {
        return size.contains(newer.size())
                && firstAgree(base, newer)
                && lastAgree(base, newer)
                && (below == Sequence.NONE_BEFORE || Elements.agree(base, newer, Sequence.NONE_BEFORE, below))
                && (above == Sequence.NONE_AFTER || Elements.agree(base, newer, above + 1, Sequence.NONE_AFTER))
                && lookupsAgree(base, newer);
    }

    /** What it is that is not right for {@code newer}, for reports. */
    String changed(Sequence<E> base, Sequence<E> newer) {
        if (!size.contains(newer.size())) {
            return size.wasCounted() ? "size" : "emptiness";
        } else if (!firstAgree(base, newer)) {
            return "head";
        } else if (!lastAgree(base, newer)) {
            return "tail";
        }
        return lookupsAgree(base, newer) ? "range" : "element";
    }

    private boolean firstAgree(Sequence<E> base, Sequence<E> newer) {
        if (front > newer.size()) {
            return false;
        }
        long mine = base.low();
        long theirs = newer.low();
        for (int i = 0; i < front; i++) {
            if (base.get(mine) != newer.get(theirs)) {
                return false;
            }
            mine = base.nextOccupied(mine + 1);
            theirs = newer.nextOccupied(theirs + 1);
        }
        return true;
    }

    private boolean lastAgree(Sequence<E> base, Sequence<E> newer) {
        if (back > newer.size()) {
            return false;
        }
        long mine = base.high() - 1;
        long theirs = newer.high() - 1;
        for (int i = 0; i < back; i++) {
            if (base.get(mine) != newer.get(theirs)) {
                return false;
            }
            mine = base.previousOccupied(mine - 1);
            theirs = newer.previousOccupied(theirs - 1);
        }
        return true;
    }

    private boolean lookupsAgree(Sequence<E> base, Sequence<E> newer) {
        if (lookups != null) {
            for (Lookup<E> lookup : lookups) {
                if (!lookup.holds(base, newer)) {
                    return false;
                }
            }
        }
        return true;
    }
}
