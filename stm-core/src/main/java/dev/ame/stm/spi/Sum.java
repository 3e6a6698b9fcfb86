package dev.ame.stm.spi;

import dev.ame.stm.engine.log.Inquiry;
import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LongVersion;
import dev.ame.stm.engine.version.Version;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** "The numbers in these locations add up to something between two bounds." */
final class Sum extends Inquiry {
    private final List<? extends Location> parts;
    private final Version[] seen;
    private long low = Long.MIN_VALUE;
    private long high = Long.MAX_VALUE;

    Sum(List<? extends Location> parts, Version[] seen) {
        this.parts = parts;
        this.seen = seen;
    }

    void mustBeBetween(long lowest, long highest) {
        low = lowest;
        high = highest;
    }

    Version version(int part) {
        return seen[part];
    }

    long total() {
        long total = 0;
        for (Version version : seen) {
            total += ((LongVersion) version).value;
        }
        return total;
    }

    /**
     * Takes what is newest. True if all of it was so at one moment: a version that is the head at two looks has been so
     * in between, since no version comes back once another was published over it.
     */
    boolean look() {
        for (int i = 0; i < seen.length; i++) {
            seen[i] = Heads.awaitCommitted(parts.get(i));
        }
        for (int i = 0; i < seen.length - 1; i++) {
            if (Heads.awaitCommitted(parts.get(i)) != seen[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected boolean isUnchanged(long own) {
        for (int i = 0; i < seen.length; i++) {
            Version head = Heads.head(parts.get(i));
            if (head != seen[i] && (head.stamp() != own || head.previous() != seen[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected boolean askAgain() {
        boolean together = look();
        while (!together) {
            together = look();
        }
        long total = total();
        return low <= total && total <= high;
    }

    @Override
    protected long since() {
        long since = 0;
        for (Version version : seen) {
            since = Math.max(since, version.stamp());
        }
        return since;
    }

    @Override
    protected Location place() {
        return parts.get(0);
    }

    @Override
    protected Collection<? extends Location> places() {
        return parts;
    }

    /** So that a block that asks the same again and again remembers it once. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Sum that
                && that.parts == parts
                && that.low == low
                && that.high == high
                && Arrays.equals(that.seen, seen);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(seen) + Long.hashCode(low);
    }
}
