package dev.ame.stm;

import dev.ame.stm.engine.attempt.BlockAccess;
import dev.ame.stm.engine.attempt.BlockSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an atomic block is to be run: immutable, made once, used for any number of blocks by any number of threads.
 *
 * <pre>{@code
 * static final AtomicBlock TRANSFER = AtomicBlock.named("transfer").deadline(Duration.ofMillis(50));
 *
 * TRANSFER.run(() -> { from.set(from.get() - 10); to.set(to.get() + 10); });
 * }</pre>
 *
 * <p>A block inside another joins it, and then only these options apply: the name; {@link #noRollbackFor}; the
 * {@linkplain #deadline deadline}, which ends the inner block alone; {@link #readOnly}, which forbids the inner block's writes;
 * {@link #irrevocable}, which makes the whole outer block so. The others are ignored.
 *
 * <p>What a thread {@linkplain Stm learns of blocks} it keeps apart for each name, for each class of bodies, and for each
 * object of this class that has options; so make those once. Whoever runs operations that are handed in, as {@code execute(Runnable operation)} does, had
 * better have a named block for each kind of them:
 *
 * <pre>{@code
 * static final AtomicBlock QUERY = AtomicBlock.named("query");
 * static final AtomicBlock BOOKING = AtomicBlock.named("booking");
 *
 * void execute(Kind kind, Runnable operation) { (kind == Kind.QUERY ? QUERY : BOOKING).run(operation::run); }
 * }</pre>
 *
 * <p>{@link #create} makes a block, and {@link #named} one with a name; each of the other methods makes one with
 * another option. Values put in boxes must be immutable or never changed afterwards. A block is part of the program and
 * not of its data, as a constant is, so it is not serializable.
 */
public final class AtomicBlock {
    static {
        BlockAccess.open(block -> ((AtomicBlock) block).settings, AtomicBlock::new);
    }

    private final BlockSettings settings;

    private AtomicBlock(BlockSettings settings) {
        this.settings = settings;
    }

    /**
     * A block without a name and without options, to be given some.
     *
     * @return the block
     */
    public static AtomicBlock create() {
        return new AtomicBlock(BlockSettings.DEFAULT);
    }

    /**
     * A block with a name, for reports and messages, and no other option.
     *
     * @param name the name
     * @return the block
     */
    public static AtomicBlock named(String name) {
        Objects.requireNonNull(name, "name");
        BlockSettings d = BlockSettings.DEFAULT;
        return new AtomicBlock(new BlockSettings(
                name, d.serialAfter(), d.deadlineNanos(), d.maxAttempts(), false, false, d.noRollbackFor()));
    }

    /**
     * After so many conflicts the block runs while no other block can commit, and so is certain to commit itself. A
     * smaller {@link #maxAttempts} wins. A woken {@link Stm#retry} is no conflict.
     *
     * @param aborts 0 or more; 0 means at once
     * @return a block with this option
     */
    public AtomicBlock serialAfter(int aborts) {
        if (aborts < 0) {
            throw new IllegalArgumentException("aborts must be 0 or more, not " + aborts);
        }
        BlockSettings s = settings;
        return new AtomicBlock(new BlockSettings(
                s.name(),
                aborts,
                s.deadlineNanos(),
                s.maxAttempts(),
                s.readOnly(),
                s.irrevocable(),
                s.noRollbackFor()));
    }

    /**
     * The time for the whole block: every attempt, every wait for a lock, every {@link Stm#retry}. When it is over the
     * block is rolled back and throws {@link DeadlineExceededException}. A body that is running is not interrupted; it
     * is refused the commit. A block that runs alone, and for which others wait, is refused its next read as well. An irrevocable
     * block is past its deadline.
     *
     * <p>A block inside another one that is not done in time is rolled back alone. The exception goes to the block around it, which
     * may catch it and go on. The time that the inner block takes is added up over all attempts of the outer one.
     *
     * <pre>{@code
     * try {
     *     SOON.run(() -> { check(stock.get() > 0); stock.add(-1); });       // waits for 150 ms at most
     * } catch (DeadlineExceededException e) {
     *     waitingList.add(customer);
     * }
     * }</pre>
     *
     * @param time more than zero
     * @return a block with this option
     */
    public AtomicBlock deadline(Duration time) {
        Objects.requireNonNull(time, "time");
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("time must be more than zero, not " + time);
        }
        long nanos;
        try {
            nanos = time.toNanos();
        } catch (ArithmeticException e) {
            nanos = BlockSettings.NO_DEADLINE; // 292 years
        }
        BlockSettings s = settings;
        return new AtomicBlock(new BlockSettings(
                s.name(), s.serialAfter(), nanos, s.maxAttempts(), s.readOnly(), s.irrevocable(), s.noRollbackFor()));
    }

    /**
     * The number of conflicts at which the block gives up with {@link TooManyAttemptsException}. A woken
     * {@link Stm#retry} is no conflict.
     *
     * @param attempts 1 or more
     * @return a block with this option
     */
    public AtomicBlock maxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be 1 or more, not " + attempts);
        }
        BlockSettings s = settings;
        return new AtomicBlock(new BlockSettings(
                s.name(),
                s.serialAfter(),
                s.deadlineNanos(),
                attempts,
                s.readOnly(),
                s.irrevocable(),
                s.noRollbackFor()));
    }

    /**
     * A block that does not write: a write throws {@link IllegalStateException}. It reads a fixed snapshot and is never
     * aborted, however long it is and whatever others write. If an {@linkplain Stm#irrevocable irrevocable} block that has written
     * something is running, it begins when that has ended.
     *
     * @return a block with this option
     */
    public AtomicBlock readOnly() {
        BlockSettings s = settings;
        return new AtomicBlock(new BlockSettings(
                s.name(),
                s.serialAfter(),
                s.deadlineNanos(),
                s.maxAttempts(),
                true,
                s.irrevocable(),
                s.noRollbackFor()));
    }

    /**
     * A block that is {@linkplain Stm#irrevocable irrevocable} from its beginning.
     *
     * @return a block with this option
     */
    public AtomicBlock irrevocable() {
        BlockSettings s = settings;
        return new AtomicBlock(new BlockSettings(
                s.name(), s.serialAfter(), s.deadlineNanos(), s.maxAttempts(), s.readOnly(), true, s.noRollbackFor()));
    }

    /**
     * Throwables that do not roll the block back: it commits, then throws them, as a block that holds a lock would.
     *
     * @param types added to those named before
     * @return a block with this option
     */
    @SafeVarargs
    public final AtomicBlock noRollbackFor(Class<? extends Throwable>... types) {
        Objects.requireNonNull(types, "types");
        List<Class<? extends Throwable>> all = new ArrayList<>(settings.noRollbackFor());
        for (Class<? extends Throwable> type : types) {
            all.add(Objects.requireNonNull(type, "types contains null"));
        }
        BlockSettings s = settings;
        return new AtomicBlock(new BlockSettings(
                s.name(),
                s.serialAfter(),
                s.deadlineNanos(),
                s.maxAttempts(),
                s.readOnly(),
                s.irrevocable(),
                List.copyOf(all)));
    }

    /**
     * Runs a block with these options; otherwise as {@link Stm#atomic(AtomicAction)}.
     *
     * @param <X> what the body may throw
     * @param block the body
     * @throws X as the body does
     */
    public <X extends Exception> void run(AtomicAction<X> block) throws X {
        Objects.requireNonNull(block, "block");
        AttemptLoop.run(settings, block);
    }

    /**
     * Runs a block with these options; otherwise as {@link Stm#atomic(AtomicCall)}.
     *
     * @param <T> the type of the result
     * @param <X> what the body may throw
     * @param block the body
     * @return the body's result
     * @throws X as the body does
     */
    public <T extends @Nullable Object, X extends Exception> T call(AtomicCall<T, X> block) throws X {
        Objects.requireNonNull(block, "block");
        return AttemptLoop.call(settings, block);
    }

    /**
     * Runs a block with these options, and a handle; otherwise as {@link Stm#atomic(TxnAction)}.
     *
     * @param <X> what the body may throw
     * @param block the body
     * @throws X as the body does
     */
    public <X extends Exception> void run(TxnAction<X> block) throws X {
        Objects.requireNonNull(block, "block");
        AttemptLoop.run(settings, block, null);
    }

    /**
     * Runs a block with these options, and a handle; otherwise as {@link Stm#atomic(TxnCall)}.
     *
     * @param <T> the type of the result
     * @param <X> what the body may throw
     * @param block the body
     * @return the body's result
     * @throws X as the body does
     */
    public <T extends @Nullable Object, X extends Exception> T call(TxnCall<T, X> block) throws X {
        Objects.requireNonNull(block, "block");
        return AttemptLoop.call(settings, block, null);
    }

    @Override
    public String toString() {
        return "AtomicBlock" + settings;
    }
}
