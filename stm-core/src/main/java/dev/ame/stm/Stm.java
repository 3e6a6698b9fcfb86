package dev.ame.stm;

import dev.ame.stm.engine.attempt.BlockSettings;
import dev.ame.stm.engine.attempt.EngineStart;
import dev.ame.stm.engine.attempt.HookRunner;
import dev.ame.stm.engine.attempt.Requests;
import dev.ame.stm.engine.attempt.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Atomic blocks. A program behaves as if its blocks had run one after another, in some order; in truth they run in
 * parallel and those that collide are run again.
 *
 * <pre>{@code
 * import static dev.ame.stm.Stm.*;
 *
 * atomic(() -> { from.set(from.get() - 10); to.set(to.get() + 10); });
 * int total = atomic(() -> from.get() + to.get());
 * }</pre>
 *
 * <p>What a block does to {@link Box}, {@link LongBox}, {@link Counter} and the transactional collections happens at
 * once when the block commits, or not at all. Everything else it does happens as often as the block is run. Values put
 * in boxes must be immutable or never changed afterwards.
 *
 * <p>Every attempt, also one that is going to be run again, sees a state that some serial order of the blocks explains.
 * An attempt that cannot go on is unwound by an {@link Error} of the library's own. If the body catches it, no harm is
 * done: every further access throws it again, and the attempt cannot commit.
 *
 * <p><b>Rules for the body.</b> What it does besides reading and writing transactional objects must be safe to repeat. It must not
 * wait for other threads: no {@code Future.get}, {@code Thread.join} or {@code CountDownLatch.await}, no parallel stream over code that
 * writes boxes. That works until the block has to run alone, because it has lost too often or is irrevocable; then the other
 * threads wait for the block, and the block for them. A {@linkplain AtomicBlock#deadline deadline} ends that, unless the block is
 * irrevocable. Without one, a block that holds up others for ten seconds is named in the log of {@code dev.ame.stm}, with its
 * stack; the system property {@code ame.serialWarning} sets another number of seconds, 0 for never. To wait for something that
 * another block does, use {@link #retry}, {@link #check} or {@link #retryFor}.
 *
 * <p><b>What is learned of blocks.</b> Each thread notes how the blocks that it ran last have fared: whether they only
 * read, and so need no log of it; whether they read much; whether they collide so often that they had better run alone
 * for a while. It goes by the class of the body, which for a lambda or a method reference is the place where it stands
 * in the source. A method that runs whatever it is given, such as
 *
 * <pre>{@code
 * void execute(Runnable operation) { atomic(operation::run); }
 * }</pre>
 *
 * has one such place for all operations. They then share what is learned: those that only read keep a log because
 * others write, a write after many runs that only read starts its block once more, and one operation that collides
 * makes the next ones, up to some thousand, run alone. Results are right all the same. The remedy is an {@link
 * AtomicBlock} with a name for each kind of operation: what is learned is kept apart for each name.
 *
 * <p><b>Kotlin</b> does not infer the type of the exception ("not enough information to infer type argument for 'X'").
 * It needs explicit type arguments: {@code atomic<RuntimeException> { ... }}, and with a result {@code atomic<Int,
 * RuntimeException> { ... }}.
 *
 * <p>All methods may be called by any thread, platform or virtual. A trap: a method {@code check} or {@code retry} of
 * your own class hides the statically imported ones.
 */
public final class Stm {
    static {
        EngineStart.ensure();
    }

    private Stm() {}

    /**
     * Runs a block atomically. Within another block it joins that one: if it throws and the outer block catches, only
     * what the inner one did is undone.
     *
     * @param <X> what the body may throw
     * @param block the body; may be run several times
     * @throws X as the body does, after the block was rolled back
     * @throws TransactionInterruptedException if the thread is interrupted while it waits in {@link #retry}
     */
    public static <X extends Exception> void atomic(AtomicAction<X> block) throws X {
        Objects.requireNonNull(block, "block");
        AttemptLoop.run(BlockSettings.DEFAULT, block);
    }

    /**
     * As {@link #atomic(AtomicAction)}, with a result.
     *
     * @param <T> the type of the result
     * @param <X> what the body may throw
     * @param block the body; may be run several times
     * @return the result of the run that committed
     * @throws X as the body does, after the block was rolled back
     * @throws TransactionInterruptedException if the thread is interrupted while it waits in {@link #retry}
     */
    public static <T extends @Nullable Object, X extends Exception> T atomic(AtomicCall<T, X> block) throws X {
        Objects.requireNonNull(block, "block");
        return AttemptLoop.call(BlockSettings.DEFAULT, block);
    }

    /**
     * As {@link #atomic(AtomicAction)}, with a {@linkplain Txn handle} for the block: an option for hot code.
     *
     * <p>If all that the body does is to call a method of yours that returns nothing, it needs braces, {@code atomic(tx -> {
     * transfer(tx); })}, or be a method reference; {@code atomic(tx -> transfer(tx))} is taken for a body with a result and not compiled.
     *
     * @param <X> what the body may throw
     * @param block the body; may be run several times
     * @throws X as the body does, after the block was rolled back
     * @throws TransactionInterruptedException if the thread is interrupted while it waits in {@link #retry}
     */
    @SuppressWarnings("overloads") // which form a lambda gets is said in TxnCall
    public static <X extends Exception> void atomic(TxnAction<X> block) throws X {
        Objects.requireNonNull(block, "block");
        AttemptLoop.run(BlockSettings.DEFAULT, block, null);
    }

    /**
     * As {@link #atomic(AtomicCall)}, with a {@linkplain Txn handle} for the block: an option for hot code.
     *
     * @param <T> the type of the result
     * @param <X> what the body may throw
     * @param block the body; may be run several times
     * @return the result of the run that committed
     * @throws X as the body does, after the block was rolled back
     * @throws TransactionInterruptedException if the thread is interrupted while it waits in {@link #retry}
     */
    @SuppressWarnings("overloads")
    public static <T extends @Nullable Object, X extends Exception> T atomic(TxnCall<T, X> block) throws X {
        Objects.requireNonNull(block, "block");
        return AttemptLoop.call(BlockSettings.DEFAULT, block, null);
    }

    /**
     * Waits until something that the block has read changes, then runs the block again from its beginning. In the first
     * branch of {@link #orElse} it goes on with the second branch instead.
     *
     * @param <T> any type, so that it can stand in an expression
     * @return never
     * @throws IllegalStateException outside a block; in a block that has read nothing, or nothing but its own writes,
     *     and has no deadline; in an irrevocable block, and then in the first branch of {@code orElse} as well if
     *     {@link #irrevocable} was called in it
     */
    @SuppressWarnings("DoNotCallSuggester") // never returning is what it is for
    public static <T extends @Nullable Object> T retry() {
        throw Requests.retry(Transaction.current());
    }

    /**
     * Waits, as {@link #retry} does, unless the condition holds.
     *
     * @param condition what must hold for the block to go on
     * @throws IllegalStateException outside a block, and as {@link #retry} does
     */
    public static void check(boolean condition) {
        if (!condition) {
            retry();
        } else {
            Transaction.current().checkInBlock("check(condition)");
        }
    }

    /**
     * Waits as {@link #retry} does, but not for longer than a limit: once that has passed since the block first came to this
     * call, it returns instead. So the block can go on without what it waits for. In the first branch of {@link #orElse} the
     * block goes on with the second one in place of waiting, until the limit has passed.
     *
     * <p>The time counts over all attempts of the block. If a block has several such calls, the n-th that an attempt comes to is
     * taken for the n-th of the attempt before.
     *
     * <pre>{@code
     * String order = atomic(() -> {
     *     if (queue.isEmpty()) retryFor(Duration.ofMillis(100));
     *     return queue.isEmpty() ? "none" : queue.remove();
     * });
     * }</pre>
     *
     * @param limit how long to wait; if it is zero or less, the call returns at once
     * @throws IllegalStateException outside a block; in an irrevocable block, unless the limit has passed
     */
    public static void retryFor(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        Transaction transaction = Transaction.current();
        Requests.retryUntil(transaction, Requests.timer(transaction), nanos(limit));
    }

    private static long nanos(Duration time) {
        try {
            return time.toNanos();
        } catch (ArithmeticException e) {
            return time.isNegative() ? 0 : Long.MAX_VALUE; // 292 years
        }
    }

    /**
     * Runs the first branch; if it calls {@link #retry}, undoes what it wrote and runs the second one. If that calls
     * {@code retry} too, the block waits for a change of anything that either has read. Both are nested blocks. Outside
     * a block it opens one.
     *
     * @param <T> the type of the result
     * @param <X> what the branches may throw
     * @param first the branch that is preferred
     * @param second the alternative
     * @return the result of the branch that came through
     * @throws X as the branches do
     */
    public static <T extends @Nullable Object, X extends Exception> T orElse(
            AtomicCall<T, X> first, AtomicCall<T, X> second) throws X {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        return Nesting.orElse(first, second);
    }

    /**
     * As {@link #orElse(AtomicCall, AtomicCall)}, for branches without a result, and any number of them: each one is
     * run if those before it have called {@link #retry}.
     *
     * @param <X> what the branches may throw
     * @param first the branch that is preferred
     * @param second the alternative
     * @param more alternatives to that, in this order
     * @throws X as the branches do
     */
    // Since it takes any number of branches, it is considered only where the form with results does not fit. With two
    // forms for exactly two branches, references to overloaded methods would be ambiguous: orElse(queue::poll,
    // other::poll).
    @SafeVarargs
    public static <X extends Exception> void orElse(
            AtomicAction<X> first, AtomicAction<X> second, AtomicAction<X>... more) throws X {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        List<AtomicAction<X>> branches = new ArrayList<>(List.of(first, second));
        for (AtomicAction<X> branch : more) {
            branches.add(Objects.requireNonNull(branch, "more contains null"));
        }
        TxnCall<@Nullable Void, X> rest = AttemptLoop.asCall(branches.get(branches.size() - 1));
        for (int i = branches.size() - 2; i > 0; i--) {
            TxnCall<@Nullable Void, X> preferred = AttemptLoop.asCall(branches.get(i));
            TxnCall<@Nullable Void, X> alternative = rest;
            rest = tx -> Nesting.orElse(preferred, alternative);
        }
        Nesting.orElse(AttemptLoop.asCall(first), rest);
    }

    /**
     * Makes the running block the one block of the process that cannot be aborted, so that it may do what cannot be
     * repeated, such as output. Waits until it is the only one; the block may be run again once before that. Until it
     * ends no other block commits a write; blocks that only read go on.
     *
     * <p><b>A block that cannot be undone cannot roll back:</b> if it throws after this call, what it did stays done,
     * its writes are committed, and the throwable goes to the caller. This holds for every level of nesting that is open at the
     * call, and for the first branch of {@link #orElse}: none of them is undone, and {@link #retry} in them is refused. Nested
     * blocks that are opened later are undone, in memory, as usual.
     *
     * <p><b>What it tells others is true:</b> the block may complete a future, count down a latch, or put something into a plain
     * queue. Whoever learns of that, and then begins a block or reads a box, sees what the block wrote before: a read of
     * what it has written waits for its end, and a block that is declared read-only begins only then. So the block must not wait for threads that do so; if it does wait for others for
     * a second without a pause, readers go on with what was there before the block.
     *
     * @param reason why, for reports
     * @throws IllegalStateException outside a block
     */
    public static void irrevocable(String reason) {
        Objects.requireNonNull(reason, "reason");
        Requests.becomeIrrevocable(Transaction.current(), reason);
    }

    /**
     * Registers an action to be run inside the block as its last act. It may read and write, and veto the commit by
     * throwing.
     *
     * @param hook the action
     * @throws IllegalStateException outside a block
     */
    public static void beforeCommit(Runnable hook) {
        Objects.requireNonNull(hook, "hook");
        Requests.beforeCommit(Transaction.current(), hook);
    }

    /**
     * Registers an action to be run once the block has committed, outside it, in the order of registration. What it
     * throws goes to the {@linkplain #setHookFailureHandler failure handler}: it cannot hide that the block committed.
     *
     * @param hook the action
     * @throws IllegalStateException outside a block
     */
    public static void afterCommit(Runnable hook) {
        Objects.requireNonNull(hook, "hook");
        Requests.afterCommit(Transaction.current(), hook);
    }

    /**
     * Registers an action to be run if the running attempt, or the nested block that registers it, is undone, for
     * whatever reason; outside the block. What it throws goes to the {@linkplain #setHookFailureHandler failure
     * handler}.
     *
     * @param hook the action
     * @throws IllegalStateException outside a block
     */
    public static void afterRollback(Runnable hook) {
        Objects.requireNonNull(hook, "hook");
        Requests.afterRollback(Transaction.current(), hook);
    }

    /**
     * Whether the calling thread is running a block.
     *
     * @return true inside a block, hooks after its end excepted
     */
    public static boolean inAtomic() {
        return !Transaction.current().isIdle();
    }

    /**
     * The number of times the running block has been started.
     *
     * @return 1 on its first run; 0 outside a block
     */
    public static int attempt() {
        return Transaction.current().attempt();
    }

    /**
     * A guard for code that must not be run by a block, since it cannot be undone.
     *
     * @throws IllegalStateException inside a block
     */
    public static void requireNotAtomic() {
        if (inAtomic()) {
            throw new IllegalStateException("this code must not be run inside an atomic block: it cannot be undone");
        }
    }

    /**
     * Sets who is told of failures of {@link #afterCommit} and {@link #afterRollback} hooks, in the whole process. The
     * default writes them to the {@link System.Logger} named {@code dev.ame.stm}.
     *
     * @param handler called by the thread that ran the hook
     */
    public static void setHookFailureHandler(Consumer<? super Throwable> handler) {
        HookRunner.setFailureHandler(Objects.requireNonNull(handler, "handler"));
    }
}
