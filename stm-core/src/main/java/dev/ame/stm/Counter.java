package dev.ame.stm;

import dev.ame.stm.engine.attempt.BlockSettings;
import dev.ame.stm.engine.attempt.Transaction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sum to which any number of blocks add at once: additions never conflict with each other. {@link #sum} conflicts with
 * additions, as any read conflicts with a write.
 *
 * <p>The sum is spread over several boxes, one of which each thread prefers. Every addition is blind, so even two threads
 * that prefer the same box only take turns for the instant of the commit.
 */
public final class Counter {
    private static final int STRIPES = stripes(Runtime.getRuntime().availableProcessors());

    private final @Nullable String name;
    private final LongBox[] stripes;

    private Counter(@Nullable String name) {
        this.name = name;
        stripes = new LongBox[STRIPES];
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = name == null ? LongBox.of(0) : LongBox.named(name, 0);
        }
    }

    /**
     * A counter without a name, at zero.
     *
     * @return the counter
     */
    public static Counter create() {
        return new Counter(null);
    }

    /**
     * A counter with a name, for reports, at zero.
     *
     * @param name the name
     * @return the counter
     */
    public static Counter named(String name) {
        return new Counter(Objects.requireNonNull(name, "name"));
    }

    /** Adds 1. */
    public void increment() {
        add(1);
    }

    /**
     * Adds.
     *
     * @param amount what to add; overflow wraps around
     */
    public void add(long amount) {
        stripes[Transaction.current().stripe() & (STRIPES - 1)].add(amount);
    }

    /**
     * The sum of all additions, those of the running block included.
     *
     * @return the sum; overflow wraps around
     */
    public long sum() {
        if (STRIPES == 1 || Stm.inAtomic()) {
            return total();
        }
        long[] sum = new long[1];
        AttemptLoop.run(BlockSettings.SINGLE, () -> {
            sum[0] = total();
        });
        return sum[0];
    }

    /**
     * The name, if there is one, and the sum.
     *
     * @return a text for people
     */
    @Override
    public String toString() {
        return (name == null ? "Counter" : name) + '[' + sum() + ']';
    }

    private long total() {
        long sum = 0;
        for (LongBox stripe : stripes) {
            sum += stripe.get();
        }
        return sum;
    }

    private static int stripes(int processors) {
        return Math.min(64, Integer.highestOneBit(Math.max(1, processors - 1)) << 1);
    }
}
