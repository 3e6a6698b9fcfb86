package dev.ame.stm.engine.log;

import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LongVersion;
import dev.ame.stm.engine.version.Version;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * What an attempt was told of the sum of the numbers in some locations, the parts: that it lies between bounds. An
 * attempt has one for all that it asks about the same parts.
 *
 * <p>The bounds are kept as bounds of how far the sum may have moved since the first look, the <em>drift</em>. The sum
 * may wrap around, and so may the drift; a drift within the bounds takes the sum to a place within the bounds that were
 * asked for, without wrapping around on the way.
 *
 * <h2>Why a commit may rely on it</h2> The commit looks at the parts after it has read the clock, which is its place in
 * the order of commits. Another commit that comes before it in this order had its tentative versions installed by then.
 * So a part whose head is still the version that was seen had this value at that place. A part that the commit writes
 * itself had the value that it is put over. A part with the tentative version of another commit over the version that
 * was seen had one of the two values: both have to do. Of a part that has been committed to since, the value at that
 * place is not known: then the question has to be asked again.
 */
public final class Sum extends Inquiry {
    /** Looks for a moment at which nobody commits to any part, before that counts as a conflict. */
    private static final int LOOKS = 1 << 10;

    private final Location[] parts;
    private final Version[] seen;
    private final long origin;
    private long leastDrift = Long.MIN_VALUE;
    private long greatestDrift = Long.MAX_VALUE;

    /**
     * Without bounds.
     *
     * @param parts where the numbers are; the first one stands for all
     * @param seen what the attempt has seen in them, all of one moment
     */
    public Sum(Location[] parts, Version[] seen) {
        this.parts = parts;
        this.seen = seen;
        origin = total();
    }

    /** What the numbers that were seen last add up to. */
    public long total() {
        return total(seen);
    }

    public Version version(int part) {
        return seen[part];
    }

    public static long total(Version[] versions) {
        long total = 0;
        for (Version version : versions) {
            total += ((LongVersion) version).value;
        }
        return total;
    }

    /** Takes another look for the last one; false if the sum is not within the bounds there. */
    public boolean moveTo(Version[] newer) {
        System.arraycopy(newer, 0, seen, 0, seen.length);
        long drift = total() - origin;
        return leastDrift <= drift && drift <= greatestDrift;
    }

    /**
     * Adds what the attempt was told: its view of the sum, which is what was seen last and what it has added itself,
     * lies between two bounds.
     *
     * @param view the sum as the attempt sees it
     * @param lowest at most the view
     * @param highest at least the view
     */
    public void mustStayBetween(long view, long lowest, long highest) {
        long drift = total() - origin;
        leastDrift = Math.max(leastDrift, add(drift, subtract(lowest, view)));
        greatestDrift = Math.min(greatestDrift, add(drift, subtract(highest, view)));
    }

    /** The sum, or the bound of all numbers that it would pass: then the bounds are closer than they need be. */
    private static long add(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? bound(a) : sum;
    }

    private static long subtract(long a, long b) {
        long difference = a - b;
        return ((a ^ b) & (a ^ difference)) < 0 ? bound(a) : difference;
    }

    private static long bound(long direction) {
        return direction < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /**
     * Looks at what is newest. True if all of it was so at one moment: a version that is the head at two looks has been
     * so in between, since no version comes back once another was published over it.
     */
    public static boolean look(Location[] parts, Version[] found) {
        return look(parts, found, Heads::awaitCommitted);
    }

    /** @param newest how to find the newest committed version of a part */
    private static boolean look(Location[] parts, Version[] found, Function<Location, Version> newest) {
        for (int i = 0; i < found.length; i++) {
            found[i] = newest.apply(parts[i]);
        }
        for (int i = 0; i < found.length - 1; i++) {
            if (newest.apply(parts[i]) != found[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected boolean isUnchanged(long own) {
        long drift = total() - origin;
        long fall = 0;
        long rise = 0;
        for (int i = 0; i < seen.length; i++) {
            Location part = parts[i];
            Version head = Heads.head(part);
            if (head == seen[i]) {
                continue;
            }
            long value = ((LongVersion) seen[i]).value;
            if (head.stamp() == own) {
                drift += valueBelow(head) - value;
                continue;
            }
            long change = ((LongVersion) head).value - value;
            if (!isUndecided(part, head, seen[i])) {
                return false;
            }
            if (change < 0) {
                fall = add(fall, change);
            } else {
                rise = add(rise, change);
            }
        }
        return leastDrift <= drift
                && drift <= greatestDrift
                && fall >= subtract(leastDrift, drift)
                && rise <= subtract(greatestDrift, drift)
                && fall > Long.MIN_VALUE
                && rise < Long.MAX_VALUE;
    }

    /** What a tentative version of the asker is put over. */
    private static long valueBelow(Version own) {
        return own.previous() instanceof LongVersion below ? below.value : 0;
    }

    /**
     * Whether the head is another commit's tentative version over the one that was seen; then its value, read before,
     * is what the location has if that commit succeeds. The owner may take the version off and give it another value,
     * but only over another version; and that one stays, so the version never lies over the one that was seen again.
     */
    private static boolean isUndecided(Location part, Version head, Version below) {
        VarHandle.acquireFence();
        return Heads.head(part) == head && head.previous() == below && head.isTentative();
    }

    @Override
    protected boolean askAgain() {
        Version[] found = new Version[seen.length];
        for (int look = 0; look < LOOKS; look++) {
            if (look(parts, found, Heads::settle)) { // what an irrevocable block has written is still what it was
                return moveTo(found);
            }
        }
        return false;
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
        return parts[0];
    }

    @Override
    protected Collection<? extends Location> places() {
        return List.of(parts);
    }
}
