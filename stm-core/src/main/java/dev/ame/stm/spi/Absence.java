package dev.ame.stm.spi;

import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.ObjectVersion;
import dev.ame.stm.engine.version.Version;
import org.jspecify.annotations.Nullable;

/** "This cell is null", or what its owner says means the same. */
final class Absence extends Inquiry {
    private final Cell<?> cell;
    private Version seen;
    private @Nullable Question instead;

    Absence(Cell<?> cell, Version seen) {
        this.cell = cell;
        this.seen = seen;
    }

    @Override
    protected boolean isUnchanged(long own) {
        Question other = instead;
        if (other != null) {
            return other.isUnchanged(own);
        }
        Version head = Heads.head(cell);
        return head == seen || (head.stamp() == own && head.previous() == seen);
    }

    @Override
    protected boolean askAgain() {
        Question other = instead;
        if (other != null) {
            return other.askAgain();
        }
        ObjectVersion head = (ObjectVersion) Heads.settle(cell);
        if (head.value == null) {
            seen = head;
            return true;
        }
        instead = cell.askWhenNotNull();
        return instead != null;
    }

    @Override
    protected long since() {
        return instead == null ? seen.stamp() : instead.since();
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
        return Heads.hash(cell);
    }
}
