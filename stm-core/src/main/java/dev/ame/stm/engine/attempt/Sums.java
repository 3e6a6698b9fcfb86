package dev.ame.stm.engine.attempt;

import dev.ame.stm.engine.log.Sum;
import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LongVersion;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stm.engine.version.Reservations;
import dev.ame.stm.engine.version.Stamps;
import dev.ame.stm.engine.version.Version;
import java.util.Objects;

/**
 * Numbers that are spread over several locations, the parts. Blocks add to any of them, blind, and ask about the sum.
 * Whoever asks conflicts only with what changes the answer, see {@link Sum}.
 */
public final class Sums {
    /** Looks at all parts until they stay the same; then a snapshot is pinned, or a block gives way. */
    private static final int LOOKS = 16;

    private static final int LOOKS_INSIDE = 256;

    private Sums() {}

    /** An addition outside a block; answers the part's new number. */
    public static long addOutside(Transaction transaction, Location part, long amount) {
        LongVersion version = new LongVersion(part, 0, Stamps.SINGLE);
        while (true) {
            Version base = Heads.awaitCommitted(part);
            long sum = ((LongVersion) base).value + amount;
            version.value = sum;
            if (transaction.replaceSingle(part, base, version)) {
                return sum;
            }
        }
    }

    /** The sum. A block conflicts with everything that changes it. */
    public static long get(Transaction transaction, Location[] parts) {
        if (transaction.isIdle()) {
            return newest(parts);
        }
        if (!Structures.remembers(transaction)) {
            return read(transaction, parts);
        }
        Sum sum = see(transaction, parts);
        long view = sum.total() + added(transaction, parts, sum);
        sum.mustStayBetween(view, view, view);
        return view;
    }

    /** Whether the sum is at least a number. A block conflicts with what changes the answer. */
    public static boolean isAtLeast(Transaction transaction, Location[] parts, long bound) {
        if (transaction.isIdle()) {
            return newest(parts) >= bound;
        }
        if (!Structures.remembers(transaction)) {
            return read(transaction, parts) >= bound;
        }
        Sum sum = see(transaction, parts);
        long view = sum.total() + added(transaction, parts, sum);
        boolean atLeast = view >= bound;
        sum.mustStayBetween(view, atLeast ? bound : Long.MIN_VALUE, atLeast ? Long.MAX_VALUE : bound - 1);
        return atLeast;
    }

    /** The time of the newest addition. */
    public static long newestTime(Location[] parts) {
        long newest = 0;
        for (Location part : parts) {
            newest = Math.max(newest, Heads.settle(part).stamp());
        }
        return newest;
    }

    /** The sum, by reading all parts as boxes: a block conflicts with every addition. */
    public static long read(Transaction transaction, Location[] parts) {
        long sum = 0;
        for (Location part : parts) {
            sum += transaction.readLong(part);
        }
        return sum;
    }

    private static long added(Transaction transaction, Location[] parts, Sum sum) {
        long own = 0;
        for (int i = 0; i < parts.length; i++) {
            own += Structures.added(transaction, parts[i], sum.version(i));
        }
        return own;
    }

    /** What the attempt sees of the parts, all of one moment; what it was told before holds there as well. */
    private static Sum see(Transaction transaction, Location[] parts) {
        Version[] seen = new Version[parts.length];
        for (int look = 0; look < LOOKS_INSIDE; look++) {
            if (seeTogether(transaction, parts, seen)) {
                Sum known = transaction.reads.sum(parts[0]);
                if (known == null) {
                    Sum sum = new Sum(parts, seen);
                    Structures.remember(transaction, sum);
                    return sum;
                }
                if (!known.moveTo(seen)) {
                    throw transaction.doom(AbortReason.CONFLICT);
                }
                return known;
            }
        }
        throw transaction.doom(AbortReason.CONFLICT); // others add all the time; in the end the block runs alone
    }

    private static boolean seeTogether(Transaction transaction, Location[] parts, Version[] seen) {
        Structures.cover(transaction, newestTime(parts)); // then the snapshot need not move for any part
        for (int i = 0; i < seen.length; i++) {
            seen[i] = Structures.seeAny(transaction, parts[i]);
        }
        boolean together = true;
        for (int i = 0; i < seen.length; i++) {
            together &= Structures.fits(transaction, parts[i], seen[i]);
        }
        return together;
    }

    private static long newest(Location[] parts) {
        Version[] found = new Version[parts.length];
        boolean together = Sum.look(parts, found);
        // Beside an irrevocable block, which may have told this thread to look, a snapshot would be too old.
        for (int look = 1; !together && (look < LOOKS || Reservations.isAnyActive()); look++) {
            together = Sum.look(parts, found);
        }
        if (together) {
            return Sum.total(found);
        }
        Pin pin = Pins.claim(null);
        try {
            long snapshot = Pins.fix(pin);
            for (int i = 0; i < found.length; i++) {
                Version version = Heads.awaitCommitted(parts[i]);
                while (version.stamp() > snapshot) {
                    version = Objects.requireNonNull(version.previous());
                }
                found[i] = version;
            }
            return Sum.total(found);
        } finally {
            Pins.release(pin);
        }
    }
}
