package dev.ame.stm;

import dev.ame.stm.engine.attempt.BlockSettings;
import dev.ame.stm.engine.attempt.Commutes;
import dev.ame.stm.engine.attempt.EngineStart;
import dev.ame.stm.engine.attempt.Outside;
import dev.ame.stm.engine.attempt.Structures;
import dev.ame.stm.engine.attempt.Sums;
import dev.ame.stm.engine.attempt.Transaction;
import dev.ame.stm.engine.version.LongLocation;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sum to which any number of blocks add at once: additions never conflict with each other. {@link #sum} conflicts
 * with additions, as any read conflicts with a write.
 *
 * <p>{@link #isAtLeast} and {@link #tryAdd} conflict only with what changes their answer. So they suit stocks, quotas
 * and seats, where thousands of blocks take one of many: they do not conflict until the limit is near, and then exactly
 * as many get one as there are.
 *
 * <pre>{@code
 * atomic(() -> {
 *     if (stock.tryAdd(-1, 0)) {            // takes one, unless there would be less than none
 *         orders.add(order);
 *     }
 * });
 * atomic(() -> check(stock.tryAdd(-1, 0)));    // waits until there is one, and takes it
 * boolean seated = seats.tryAdd(1, capacity);
 * }</pre>
 *
 * <p>The sum is a {@code long}. {@link #add} wraps around where it overflows; {@code tryAdd} never does.
 *
 * <p>Any thread may use a counter. It is serializable with its name and its sum, which inside a block is the one that
 * the block sees.
 */
public final class Counter implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int STRIPES = stripes(Runtime.getRuntime().availableProcessors());

    static {
        EngineStart.ensure();
    }

    private final transient @Nullable String name;

    /**
     * The sum is spread over several boxes, the stripes, one of which each thread prefers. Every addition is blind, so
     * even two threads that prefer the same stripe only take turns for the instant of the commit.
     */
    private final transient Stripe[] stripes;

    /**
     * Set, for good, by the first {@link #tryAdd}. From then on all additions go to one stripe. A block knows exactly
     * what it puts its own addition over, but has to look again if another stripe was added to while it looked; so it
     * is better if the others stay as they are. Advice only: it does not matter for the sum which stripe is added to.
     */
    private transient boolean limited;

    /** A part of the sum. */
    private static final class Stripe extends LongLocation {
        Stripe(@Nullable String name, long value) {
            super(name, value);
        }

        @Override
        protected String kind() {
            return "counter";
        }
    }

    /** A counter without a name, at zero. */
    public Counter() {
        this(null, 0);
    }

    private Counter(@Nullable String name, long sum) {
        this.name = name;
        stripes = new Stripe[STRIPES];
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe(name, i == 0 ? sum : 0);
        }
    }

    /**
     * A counter without a name, at zero, as {@link #Counter()}.
     *
     * @return the counter
     */
    public static Counter create() {
        return new Counter();
    }

    /**
     * A counter with a name, for reports and messages, at zero.
     *
     * @param name the name
     * @return the counter
     */
    public static Counter named(String name) {
        return new Counter(Objects.requireNonNull(name, "name"), 0);
    }

    /**
     * Adds 1.
     *
     * @throws IllegalStateException in a read-only block
     */
    public void increment() {
        add(1);
    }

    /**
     * Subtracts 1.
     *
     * @throws IllegalStateException in a read-only block
     */
    public void decrement() {
        add(-1);
    }

    /**
     * Adds, in any case; see {@link #tryAdd} for a limit.
     *
     * @param amount what to add; overflow wraps around
     * @throws IllegalStateException in a read-only block
     */
    public void add(long amount) {
        Transaction transaction = Transaction.current();
        Stripe stripe = stripes[limited ? 0 : transaction.stripe() & (STRIPES - 1)];
        if (transaction.isIdle()) {
            Outside.add(transaction, stripe, amount);
        } else {
            Commutes.add(transaction, stripe, amount);
        }
    }

    /**
     * Adds, if the sum stays within a limit. A positive amount is added if the new sum is at most the limit, a negative
     * one if the new sum is at least the limit; it does not matter on which side the sum was before, and to add zero
     * always succeeds. A new sum beyond the range of {@code long} is beyond every limit.
     *
     * <pre>{@code
     * stock.tryAdd(-3, 0)            // takes three, if there are three
     * seats.tryAdd(1, capacity)      // takes a seat, if one is free
     * }</pre>
     *
     * <p>Inside a block the sum is the one that the block sees, its own additions included. When the block commits,
     * whatever others have added meanwhile, the answer is still right; the block conflicts only with commits that make
     * it wrong. Outside a block this is one atomic operation.
     *
     * @param amount what to add
     * @param limit the highest sum to reach by adding, or the lowest one by subtracting
     * @return whether it was added
     * @throws IllegalStateException in a read-only block, whatever the answer would be
     */
    public boolean tryAdd(long amount, long limit) {
        Transaction transaction = Transaction.current();
        if (transaction.isIdle()) {
            return AttemptLoop.call(BlockSettings.SINGLE, () -> tryAdd(amount, limit));
        }
        Stripe first = stripes[0];
        Structures.readyToWrite(transaction, first);
        if (!staysWithin(transaction, amount, limit)) {
            return false;
        }
        if (!limited) {
            limited = true;
        }
        Commutes.add(transaction, first, amount);
        return true;
    }

    private boolean staysWithin(Transaction transaction, long amount, long limit) {
        long bound = limit - amount;
        boolean overflows = ((limit ^ amount) & (limit ^ bound)) < 0;
        if (amount > 0) {
            return !overflows && !Sums.isAtLeast(transaction, stripes, bound + 1); // the bound is below the limit
        }
        return amount == 0 || (!overflows && Sums.isAtLeast(transaction, stripes, bound));
    }

    /**
     * Whether the sum is at least a number. A block that asks conflicts only with commits that change the answer, and
     * if it waits in {@link Stm#retry} it goes on when the answer has changed.
     *
     * @param number the number
     * @return whether the sum of all additions, those of the running block included, is that number or more
     */
    public boolean isAtLeast(long number) {
        return Sums.isAtLeast(Transaction.current(), stripes, number);
    }

    /**
     * The sum of all additions, those of the running block included.
     *
     * @return the sum; overflow wraps around
     */
    public long sum() {
        Transaction transaction = Transaction.current();
        if (STRIPES == 1 || !transaction.isIdle()) {
            return Sums.read(transaction, stripes);
        }
        long[] sum = new long[1];
        AttemptLoop.run(BlockSettings.SINGLE, () -> {
            sum[0] = Sums.read(transaction, stripes);
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

    private static int stripes(int processors) {
        return Math.min(64, Integer.highestOneBit(Math.max(1, processors - 1)) << 1);
    }

    // ---------------------------------------------------------------- serialization

    /**
     * A counter refers to nothing that could refer back to it, so another object may stand for it in the stream.
     *
     * @param name the name, if there is one
     * @param sum the sum
     */
    private record SerialForm(@Nullable String name, long sum) implements Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() {
            return new Counter(name, sum);
        }
    }

    /**
     * What is written in place of this.
     *
     * @return an object that makes an equal counter when it is read
     */
    private Object writeReplace() {
        return new SerialForm(name, sum());
    }

    /**
     * Refuses a stream that was not written by this class.
     *
     * @param in the stream
     * @throws InvalidObjectException always
     */
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a counter is read from what stands for it in the stream");
    }
}
