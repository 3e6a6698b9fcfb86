package dev.ame.stm.engine.version;

import org.jspecify.annotations.Nullable;

/**
 * Stands over the head of a location that an irrevocable block has written, until that block ends, and says so to those who
 * read it. It is no version: the newest committed value is the one below it, since nobody else can commit meanwhile.
 *
 * <pre>
 *   Location.head --> Reservation --> the committed version        the new value is still in the log of the block
 * </pre>
 */
final class Reservation extends Version {
    final Reservations block;

    /** The reservation that the same block has made before. */
    final @Nullable Reservation next;

    /** @param committed the head; it stays the {@link #previous} for ever */
    Reservation(Location location, Version committed, Reservations block, @Nullable Reservation next) {
        super(location, Stamps.RESERVED, committed);
        this.block = block;
        this.next = next;
    }

    /** The newest committed version of the location, as long as this stands over it. */
    @SuppressWarnings("NullAway") // given to the constructor, and never changed
    Version committed() {
        return previous;
    }
}
