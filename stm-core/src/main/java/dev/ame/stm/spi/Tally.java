package dev.ame.stm.spi;

import dev.ame.stm.engine.attempt.Commutes;
import dev.ame.stm.engine.attempt.EngineStart;
import dev.ame.stm.engine.attempt.Structures;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.version.Heads;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.LongVersion;
import dev.ame.stm.engine.version.ObjectVersion;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stm.engine.version.Reservations;
import dev.ame.stm.engine.version.Stamps;
import dev.ame.stm.engine.version.Version;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many elements a collection has. Additions never conflict with each other, and who asks for the sum conflicts only
 * with what changes the answer: {@link #sum} with additions that do not cancel out, {@link #isPositive} with a change from
 * or to zero, {@link #follow} with every addition, even of zero.
 *
 * <p>The sum is spread over stripes, one of which each thread prefers. Any thread may use a tally.
 */
public final class Tally {
    private static final int STRIPES = stripes(Runtime.getRuntime().availableProcessors());

    /** Looks at all stripes until they stay the same; then a snapshot is pinned. */
    private static final int LOOKS = 16;

    private final List<Stripe> stripes;

    static {
        EngineStart.ensure();
    }

    /** A part of the sum. */
    private static final class Stripe extends Location {
        Stripe(@Nullable String name) {
            super(new LongVersion(0), name);
        }
    }

    /**
     * A tally at zero.
     *
     * @param name for reports of conflicts; null for none
     */
    public Tally(@Nullable String name) {
        Stripe[] all = new Stripe[STRIPES];
        for (int i = 0; i < STRIPES; i++) {
            all[i] = new Stripe(name);
        }
        stripes = List.of(all);
    }

    /**
     * Adds, as part of the running block.
     *
     * @param amount what to add
     * @throws IllegalStateException outside a block, or if the block may not write
     */
    public void add(long amount) {
        Transaction transaction = Transaction.current();
        transaction.checkInBlock("an addition to a tally");
        add(transaction, amount);
    }

    /**
     * The sum; in a block, its own additions included.
     *
     * @return the sum
     */
    public long sum() {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            return newest();
        }
        if (!Structures.remembers(transaction)) {
            return read(transaction);
        }
        Sum seen = see(transaction);
        long own = own(transaction, seen);
        seen.mustBeBetween(seen.total(), seen.total());
        Structures.remember(transaction, seen);
        return seen.total() + own;
    }

    /**
     * Whether the sum is above zero.
     *
     * @return whether it is
     */
    public boolean isPositive() {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            return newest() > 0;
        }
        if (!Structures.remembers(transaction)) {
            return read(transaction) > 0;
        }
        Sum seen = see(transaction);
        long own = own(transaction, seen);
        boolean positive = seen.total() + own > 0;
        seen.mustBeBetween(positive ? 1 - own : Long.MIN_VALUE, positive ? Long.MAX_VALUE : -own);
        Structures.remember(transaction, seen);
        return positive;
    }

    /** Makes the running block conflict with every addition from now on; nothing if it need not remember what it reads. */
    public void follow() {
        Transaction transaction = Transaction.current();
        for (Stripe stripe : stripes) {
            Structures.follow(transaction, stripe);
        }
    }

    /**
     * The time of the newest addition.
     *
     * @return a time as of {@link Cell#newestTime}
     */
    public long newestTime() {
        long newest = 0;
        for (Stripe stripe : stripes) {
            newest = Math.max(newest, Heads.settle(stripe).stamp());
        }
        return newest;
    }

    void add(Transaction transaction, long amount) {
        Commutes.addLong(transaction, stripe(transaction), amount);
    }

    /** A write of a cell outside a block, with an addition at the same instant; see {@link Cell#replaceOutside}. */
    boolean replace(Cell<?> cell, @Nullable Object expected, @Nullable Object value, long amount) {
        Transaction transaction = Blocks.requireOutside("replaceOutside");
        Stripe stripe = stripe(transaction);
        LongVersion sum = new LongVersion(stripe, 0, Stamps.SINGLE);
        ObjectVersion version = new ObjectVersion(cell, value, Stamps.SINGLE);
        while (true) {
            Version base = Heads.awaitCommitted(cell);
            if (((ObjectVersion) base).value != expected) {
                return false;
            }
            if (Structures.replaceCounted(transaction, stripe, sum, amount, cell, base, version)) {
                return true;
            }
        }
    }

    private Stripe stripe(Transaction transaction) {
        return stripes.get(transaction.stripe() & (STRIPES - 1));
    }

    // ---------------------------------------------------------------- reading

    private long read(Transaction transaction) {
        long sum = 0;
        for (Stripe stripe : stripes) {
            sum += transaction.readLong(stripe);
        }
        return sum;
    }

    /** The committed stripes, all of one moment. */
    private Sum see(Transaction transaction) {
        Version[] seen = new Version[STRIPES];
        boolean together;
        do {
            Structures.cover(transaction, newestTime()); // then the snapshot need not move for any stripe
            together = true;
            for (int i = 0; i < STRIPES; i++) {
                seen[i] = Structures.seeAny(transaction, stripes.get(i));
            }
            for (int i = 0; i < STRIPES; i++) {
                together &= Structures.fits(transaction, stripes.get(i), seen[i]);
            }
        } while (!together);
        return new Sum(stripes, seen);
    }

    private long own(Transaction transaction, Sum seen) {
        long own = 0;
        for (int i = 0; i < STRIPES; i++) {
            own += Structures.added(transaction, stripes.get(i), seen.version(i));
        }
        return own;
    }

    private long newest() {
        Sum sum = new Sum(stripes, new Version[STRIPES]);
        boolean together = sum.look();
        // Beside an irrevocable block, which may have told this thread to look, a snapshot would be too old.
        for (int look = 1; !together && (look < LOOKS || Reservations.isAnyActive()); look++) {
            together = sum.look();
        }
        if (together) {
            return sum.total();
        }
        Pin pin = Pins.claim(null);
        try {
            long snapshot = Pins.fix(pin);
            long total = 0;
            for (Stripe stripe : stripes) {
                Version version = Heads.awaitCommitted(stripe);
                while (version.stamp() > snapshot) {
                    version = Objects.requireNonNull(version.previous());
                }
                total += ((LongVersion) version).value;
            }
            return total;
        } finally {
            Pins.release(pin);
        }
    }

    private static int stripes(int processors) {
        return Math.min(16, Integer.highestOneBit(Math.max(1, processors - 1)) << 1);
    }
}
