package dev.ame.stm.spi;

import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LockHolder;
import dev.ame.stm.engine.version.Word;
import org.jspecify.annotations.Nullable;

/** "This cell is null", or what its owner says means the same. */
final class Absence extends Inquiry {
    private final Cell<?> cell;
    private long seen;
    private @Nullable Question instead;

    Absence(Cell<?> cell, long seen) {
        this.cell = cell;
        this.seen = seen;
    }

    @Override
    protected boolean isUnchanged(LockHolder holder) {
        Question other = instead;
        if (other != null) {
            return other.isUnchanged(holder);
        }
        return Locations.head(cell, holder) == seen;
    }

    @Override
    protected boolean askAgain() {
        Question other = instead;
        if (other != null) {
            return other.askAgain();
        }
        long word;
        Object value;
        do {
            word = Locations.settle(cell);
            value = Locations.object(cell);
        } while (!Locations.is(cell, word));
        if (value == null) {
            seen = Word.committed(word);
            return true;
        }
        instead = cell.askWhenNotNull();
        return instead != null;
    }

    @Override
    protected long since() {
        return instead == null ? seen : instead.since();
    }

    @Override
    protected Location place() {
        return instead == null ? cell : instead.place();
    }

    /** So that a block that looks at one cell for ever remembers it once. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Absence that && that.cell == cell && that.seen == seen && that.instead == instead;
    }

    @Override
    public int hashCode() {
        return Locations.hash(cell);
    }
}
