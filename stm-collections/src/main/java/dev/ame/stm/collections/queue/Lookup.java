package dev.ame.stm.collections.queue;

/**
 * What a block was told when it looked for an element that equals some object: the slot of one, or that there is none.
 * Elements that were there at that time need not be compared again, only those that others have put there since.
 */
final class Lookup<E> {
    /** What the answer said. */
    enum Kind {
        /** There is one, no matter where. */
        ANY,
        /** The first one is the witness. */
        FIRST,
        /** The last one is the witness. */
        LAST,
        /** The witness is there; others may be anywhere. */
        THERE,
        /** There is none. */
        NONE
    }

    private final Object wanted;
    private final Kind kind;
    private final long witness;

    Lookup(Object wanted, Kind kind, long witness) {
        this.wanted = wanted;
        this.kind = kind;
        this.witness = witness;
    }

    /** Whether the answer, which is right for {@code base}, is right for {@code newer}. Calls {@code equals}. */
    boolean holds(Sequence<E> base, Sequence<E> newer) {
        boolean stays = kind != Kind.NONE && base.get(witness) == newer.get(witness);
        return switch (kind) {
            case ANY -> stays || hasNew(base, newer, newer.low(), newer.high());
            case THERE -> stays;
            case FIRST -> stays && !hasNew(base, newer, newer.low(), witness);
            case LAST -> stays && !hasNew(base, newer, witness + 1, newer.high());
            case NONE -> !hasNew(base, newer, newer.low(), newer.high());
        };
    }

    /** For {@link Kind#ANY} the old ones count as well: another of them may equal the object. */
    private boolean hasNew(Sequence<E> base, Sequence<E> newer, long from, long to) {
        for (long slot = newer.nextOccupied(from); slot < to; slot = newer.nextOccupied(slot + 1)) {
            E element = newer.get(slot);
            if ((kind == Kind.ANY || base.get(slot) != element) && wanted.equals(element)) {
                return true;
            }
        }
        return false;
    }
}
