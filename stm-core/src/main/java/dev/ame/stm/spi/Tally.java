package dev.ame.stm.spi;

import dev.ame.stm.engine.attempt.Commutes;
import dev.ame.stm.engine.attempt.EngineStart;
import dev.ame.stm.engine.attempt.Outside;
import dev.ame.stm.engine.attempt.Structures;
import dev.ame.stm.engine.attempt.Sums;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.LongLocation;
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

    private final Stripe[] stripes;

    static {
        EngineStart.ensure();
    }

    /** A part of the sum. */
    private static final class Stripe extends LongLocation {
        private final String kind;

        Stripe(String kind, @Nullable String name) {
            super(name, 0);
            this.kind = kind;
        }

        @Override
        protected Subject subject() {
            return new Subject(kind, Locations.name(this), "size");
        }
    }

    /**
     * A tally at zero.
     *
     * @param name for reports of conflicts; null for none
     */
    public Tally(@Nullable String name) {
        this("collection", name);
    }

    /**
     * A tally at zero.
     *
     * @param kind what has so many elements, for reports of conflicts, as "TMap"
     * @param name for reports of conflicts; null for none
     */
    public Tally(String kind, @Nullable String name) {
        stripes = new Stripe[STRIPES];
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe(kind, name);
        }
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
        return Sums.get(Transaction.current(), stripes);
    }

    /**
     * Whether the sum is above zero.
     *
     * @return whether it is
     */
    public boolean isPositive() {
        return Sums.isAtLeast(Transaction.current(), stripes, 1);
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
        return Sums.newestTime(stripes);
    }

    void add(Transaction transaction, long amount) {
        Commutes.add(transaction, stripe(transaction), amount);
    }

    /** A write of a cell outside a block, with an addition at the same instant; see {@link Cell#replaceOutside}. */
    boolean replace(Cell<?> cell, @Nullable Object expected, @Nullable Object value, long amount) {
        Transaction transaction = Blocks.requireOutside("replaceOutside");
        return Outside.replace(transaction, cell, expected, value, stripe(transaction), amount);
    }

    /** For its name. */
    Location first() {
        return stripes[0];
    }

    private Stripe stripe(Transaction transaction) {
        return stripes[transaction.stripe() & (STRIPES - 1)];
    }

    private static int stripes(int processors) {
        return Math.min(16, Integer.highestOneBit(Math.max(1, processors - 1)) << 1);
    }
}
