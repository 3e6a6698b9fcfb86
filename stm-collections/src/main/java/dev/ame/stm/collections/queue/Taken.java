package dev.ame.stm.collections.queue;

import org.jspecify.annotations.Nullable;

/**
 * What a block has taken from a committed sequence: the first elements, the last ones, and those of some slots; or everything,
 * whatever it is.
 *
 * @param first how many of the first elements
 * @param last how many of the last elements
 * @param slots the slots of others; taken after those at the ends, so they are not counted among them
 * @param everything whether all is taken; then the rest means nothing
 */
record Taken(int first, int last, @Nullable Slots slots, boolean everything) {
    static final Taken NOTHING = new Taken(0, 0, null, false);
    static final Taken EVERYTHING = new Taken(0, 0, null, true);

    /** Slots, the one that was taken last first, and their number. */
    record Slots(long slot, @Nullable Slots rest, int count) {}

    int count() {
        return first + last + (slots == null ? 0 : slots.count);
    }

    /** Whether the next one that is taken at an end can be counted with those before. */
    boolean isAtTheEnds() {
        return slots == null;
    }

    Taken oneFirst() {
        return new Taken(first + 1, last, slots, everything);
    }

    Taken oneLast() {
        return new Taken(first, last + 1, slots, everything);
    }

    Taken slot(long slot) {
        return new Taken(first, last, new Slots(slot, slots, slots == null ? 1 : slots.count + 1), everything);
    }

    /** What is left of a sequence in which all that was taken is there. */
    <E> Sequence<E> from(Sequence<E> sequence) {
        if (everything) {
            return Sequence.vacant(sequence.high());
        }
        Sequence<E> rest = sequence;
        for (Slots taken = slots; taken != null; taken = taken.rest) {
            rest = rest.without(taken.slot);
        }
        for (int i = 0; i < first; i++) {
            rest = rest.withoutFirst();
        }
        for (int i = 0; i < last; i++) {
            rest = rest.withoutLast();
        }
        return rest;
    }
}
