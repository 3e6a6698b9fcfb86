package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Stm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collector;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A loop whose every iteration is an atomic block. The iterations run in parallel, and the result is that of running
 * them one after another: in some order, or, if the loop is {@linkplain #ordered ordered}, in that of the elements.
 *
 * <pre>{@code
 * LoopReport report = AtomicLoop.over(files).parallelism(4).forEach(file -> index.merge(kindOf(file), 1, Integer::sum));
 * }</pre>
 *
 * <p>Immutable: each option gives a new loop. A loop over an iterator or a stream can be run once. The elements are taken
 * from their source by one thread at a time, outside any block, shortly before they are needed: a source of any length
 * takes little memory.
 *
 * <p>Several iterations may share a transaction, which makes small bodies cheap; no iteration can notice that. How many,
 * adapts to how long the bodies are and how often they conflict, unless {@link #chunk} says otherwise. If conflicts leave
 * nothing to be gained from several threads, the loop uses one for a while.
 *
 * <p>If an iteration throws, its block is rolled back, work that has not been started is dropped, and the loop throws the
 * first such failure, with a {@link LoopElementNote} that names the element; iterations that had committed stay. See
 * {@link #collectFailures} for another way. If the calling
 * thread is interrupted, the loop ends in the same way with a {@link dev.ame.stm.TransactionInterruptedException} and the
 * interrupt flag set. Threads that work on a loop that ends early are interrupted. Inside an atomic block the loop runs on
 * the calling thread, in the order of the elements, as part of that block.
 *
 * @param <T> the type of the elements
 */
public final class AtomicLoop<T extends @Nullable Object> {
    private final Iterable<? extends T> elements;
    private final long total;
    private final LoopSettings settings;

    private AtomicLoop(Iterable<? extends T> elements, long total, LoopSettings settings) {
        this.elements = elements;
        this.total = total;
        this.settings = settings;
    }

    private static <T extends @Nullable Object> AtomicLoop<T> of(Iterable<? extends T> elements, long total) {
        return new AtomicLoop<>(elements, total, LoopSettings.DEFAULT);
    }

    private AtomicLoop<T> with(LoopSettings newSettings) {
        return new AtomicLoop<>(elements, total, newSettings);
    }

    // ---------------------------------------------------------------- sources

    /**
     * A loop over a collection or anything else that can be iterated over.
     *
     * <p>A {@link java.nio.file.Path} can: over the names it consists of, {@code home}, {@code ann}, {@code notes.txt}. For the files
     * in a directory or the lines of a file, give {@code over} the streams of {@link java.nio.file.Files#list} and
     * {@link java.nio.file.Files#lines}, and close them afterwards.
     *
     * @param <T> the type of the elements
     * @param elements the elements
     * @return the loop
     */
    public static <T extends @Nullable Object> AtomicLoop<T> over(Iterable<? extends T> elements) {
        Objects.requireNonNull(elements, "elements");
        return of(elements, -1);
    }

    /**
     * A loop over what an iterator has left.
     *
     * @param <T> the type of the elements
     * @param elements the elements
     * @return the loop, to be run once
     */
    public static <T extends @Nullable Object> AtomicLoop<T> over(Iterator<? extends T> elements) {
        Objects.requireNonNull(elements, "elements");
        return of(() -> retyped(elements), -1);
    }

    /**
     * A loop over an array.
     *
     * @param <T> the type of the elements
     * @param elements the elements
     * @return the loop
     */
    public static <T extends @Nullable Object> AtomicLoop<T> over(T[] elements) {
        Objects.requireNonNull(elements, "elements");
        return of(Arrays.asList(elements), -1);
    }

    /**
     * A loop over the entries of a map.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param map the map
     * @return the loop
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> AtomicLoop<Map.Entry<K, V>> over(
            Map<K, V> map) {
        Objects.requireNonNull(map, "map");
        return of(map.entrySet(), -1);
    }

    /**
     * A loop over a stream, which is not closed.
     *
     * @param <T> the type of the elements
     * @param elements the elements
     * @return the loop, to be run once
     */
    public static <T extends @Nullable Object> AtomicLoop<T> over(Stream<? extends T> elements) {
        Objects.requireNonNull(elements, "elements");
        return of(() -> retyped(elements.iterator()), -1);
    }

    /**
     * A loop over whole numbers.
     *
     * @param from the first
     * @param to the one after the last; no iterations if it is not larger than {@code from}
     * @return the loop
     */
    public static AtomicLoop<Integer> range(int from, int to) {
        return of(() -> IntStream.range(from, to).iterator(), Math.max(0, (long) to - from));
    }

    /**
     * A loop over whole numbers.
     *
     * @param from the first
     * @param to the one after the last; no iterations if it is not larger than {@code from}
     * @return the loop
     */
    public static AtomicLoop<Long> range(long from, long to) {
        long size = to <= from ? 0 : to - from;
        return of(() -> LongStream.range(from, to).iterator(), size < 0 ? -1 : size);
    }

    // ---------------------------------------------------------------- options

    /**
     * Makes the result exactly that of the plain serial loop, whatever the number of threads: the iterations behave as if
     * they had run one after another in the order of the elements. If one throws, those before it have happened, it has
     * not (unless it was {@linkplain Stm#irrevocable irrevocable}), and none after it has.
     *
     * <p>Iterations are run ahead of their turn and committed when it comes; if what one has read has changed by then it is
     * run again. An iteration is run at most three times because of other iterations. One that calls
     * {@link Stm#irrevocable}, to do input or output directly, or {@link Stm#retry}, waits for its turn to do so. What is
     * run ahead is a small multiple of the number of threads, so memory is bounded.
     *
     * @return a loop with this option
     */
    public AtomicLoop<T> ordered() {
        return with(settings.inOrder());
    }

    /**
     * The number of threads that work on the loop, the caller's included. The default is the number of processors.
     *
     * @param threads 1 or more
     * @return a loop with this option
     */
    public AtomicLoop<T> parallelism(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be 1 or more, not " + threads);
        }
        return with(settings.withParallelism(threads));
    }

    /**
     * The threads that help with the loop, besides the caller's: for example those of an executor that makes virtual
     * threads. The default is a pool of daemon threads that is kept warm for a while, and has nothing of whoever used it first: neither
     * the context class loader nor inheritable thread locals. If the executor refuses, or is late, the loop gets by with fewer threads.
     *
     * <p>It must not run helpers inside an atomic block. If it does all the same, the loop throws {@link IllegalStateException}.
     *
     * @param threads runs the helpers; not an {@link AtomicExecutor}, whose tasks are blocks
     * @return a loop with this option
     */
    public AtomicLoop<T> executor(Executor threads) {
        return with(settings.withThreads(HelperThreads.check(threads)));
    }

    /**
     * What makes the threads that help with the loop: a new one for each helper of each run. Instead of {@link #executor}.
     *
     * @param factory makes threads
     * @return a loop with this option
     */
    public AtomicLoop<T> threads(ThreadFactory factory) {
        return with(settings.withThreads(HelperThreads.madeBy(factory)));
    }

    /**
     * How many iterations share a transaction. By default the number adapts.
     *
     * @param iterations 1 or more; more only if the loop's {@link #block} allows it
     * @return a loop with this option
     */
    public AtomicLoop<T> chunk(int iterations) {
        if (iterations < 1) {
            throw new IllegalArgumentException("iterations must be 1 or more, not " + iterations);
        }
        return with(settings.withChunk(iterations));
    }

    /**
     * A name for the loop and its blocks, for reports and messages.
     *
     * @param name the name
     * @return a loop with this option
     */
    public AtomicLoop<T> named(String name) {
        return with(settings.withName(Objects.requireNonNull(name, "name")));
    }

    /**
     * What each iteration is run as: all options of the block count for each iteration by itself, and its name, if it has one, is the loop's.
     *
     * <ul>
     *   <li>With a {@linkplain AtomicBlock#deadline deadline}, {@link AtomicBlock#maxAttempts maxAttempts}, {@link
     *       AtomicBlock#noRollbackFor noRollbackFor} or {@link AtomicBlock#irrevocable irrevocable} each iteration is a transaction of its
     *       own, so small bodies cost more. For the time of the whole loop see {@link #deadline}.
     *   <li>In an {@linkplain #ordered ordered} loop the deadline counts from the iteration's turn, or from when it is run ahead of it; not
     *       while it waits for its turn. Only conflicts with others than the loop count towards {@code maxAttempts}.
     *   <li>An ordered loop runs nothing ahead if its iterations are {@code irrevocable} or {@link AtomicBlock#serialAfter
     *       serialAfter(0)}.
     *   <li>{@code serialAfter} counts anew when iterations that shared a transaction have to be run one by one.
     *   <li>Inside an atomic block iterations are nested blocks, and only the options of such count.
     * </ul>
     *
     * @param block made once, for any number of loops
     * @return a loop with this option
     * @throws IllegalArgumentException if the block does not allow the loop's {@link #chunk}; so does {@code chunk}
     */
    public AtomicLoop<T> block(AtomicBlock block) {
        return with(settings.withBlock(Objects.requireNonNull(block, "block")));
    }

    /**
     * The time for the whole loop, from the call that runs it. When it is over the loop ends with a {@link
     * dev.ame.stm.DeadlineExceededException}: iterations that have not begun are dropped, threads that work on it are interrupted, so that
     * those that wait end, and those that had finished stay. A body that goes on after an interrupt is waited for, and may finish. Inside an
     * atomic block the loop is a nested block with this {@linkplain AtomicBlock#deadline deadline}: all of it is undone.
     *
     * @param time more than zero
     * @return a loop with this option
     */
    public AtomicLoop<T> deadline(Duration time) {
        return with(settings.withDeadline(RunDeadline.check(time)));
    }

    /**
     * A {@code break}: the loop ends after an iteration at whose end the condition holds. It is asked inside the
     * iteration's block, so it may read what the iteration has written. An ordered loop ends after the first such
     * iteration, and nothing of later ones has happened; any other loop ends soon after.
     *
     * @param condition whether to stop
     * @return a loop with this option
     */
    public AtomicLoop<T> stopWhen(BooleanSupplier condition) {
        return with(settings.withStopWhen(Objects.requireNonNull(condition, "condition")));
    }

    /**
     * Makes the loop go on when an iteration throws: its block is rolled back, and what it has thrown is found in
     * {@link LoopReport#failures}. By default the first failure ends the loop. An interrupt ends it in any case, as does
     * an {@link InterruptedException} that an iteration throws.
     *
     * @return a loop with this option
     */
    public AtomicLoop<T> collectFailures() {
        return with(settings.goingOn());
    }

    /**
     * The same as {@link #collectFailures}.
     *
     * @return a loop with this option
     */
    public AtomicLoop<T> goOnAfterFailures() {
        return collectFailures();
    }

    /**
     * Somebody to be told of the progress, from time to time and, if the loop comes to its end, then too. Called by one
     * thread at a time, outside the blocks; not if the loop runs inside an atomic block. If it throws, the loop is cancelled and throws that.
     *
     * @param listener is told
     * @return a loop with this option
     */
    public AtomicLoop<T> onProgress(Consumer<? super LoopProgress> listener) {
        return with(settings.withOnProgress(Objects.requireNonNull(listener, "listener")));
    }

    // ---------------------------------------------------------------- running

    /**
     * Runs the loop.
     *
     * @param <X> what the body may throw
     * @param body run once for each element, as an atomic block
     * @return what was done
     * @throws X as the body does
     */
    public <X extends Exception> LoopReport forEach(AtomicBody<? super T, X> body) throws X {
        Objects.requireNonNull(body, "body");
        return run(new ForEach<T, X>(body), null);
    }

    /**
     * Runs the loop for its results.
     *
     * @param <R> the type of the results
     * @param <X> what the body may throw
     * @param body run once for each element, as an atomic block
     * @return the results, in the order of the elements; those of iterations that have failed are left out
     * @throws X as the body does
     */
    @SuppressWarnings("unchecked") // the results are the body's
    public <R extends @Nullable Object, X extends Exception> List<R> map(AtomicFunction<? super T, R, X> body)
            throws X {
        Objects.requireNonNull(body, "body");
        LoopResults results = new LoopResults();
        run(body, results);
        List<R> list = new ArrayList<>();
        results.forEach(result -> list.add((R) result));
        return list;
    }

    /**
     * Runs the loop and collects its results. The collector is used by the calling thread alone, in the order of the
     * elements, when the loop is over.
     *
     * @param <R> the type of the iterations' results
     * @param <A> what the collector accumulates in
     * @param <S> the type of the result
     * @param <X> what the body may throw
     * @param body run once for each element, as an atomic block
     * @param collector collects the results
     * @return what the collector makes of them
     * @throws X as the body does
     */
    @SuppressWarnings("unchecked") // the results are the body's
    public <R extends @Nullable Object, A extends @Nullable Object, S extends @Nullable Object, X extends Exception>
            S collect(AtomicFunction<? super T, R, X> body, Collector<? super R, A, S> collector) throws X {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(collector, "collector");
        LoopResults results = new LoopResults();
        run(body, results);
        A container = collector.supplier().get();
        BiConsumer<A, ? super R> accumulator = collector.accumulator();
        results.forEach(result -> accumulator.accept(container, (R) result));
        return collector.finisher().apply(container);
    }

    private <X extends Exception> LoopReport run(AtomicFunction<? super T, ?, X> body, @Nullable LoopResults results)
            throws X {
        if (Stm.inAtomic()) {
            return new LoopInside<T, X>(settings, body, results).run(elements);
        }
        long size = elements instanceof Collection<?> all ? all.size() : total;
        return new LoopRun<T>(settings, elements.iterator(), size, body, results).run();
    }

    /** A body without a result. */
    record ForEach<T extends @Nullable Object, X extends Exception>(AtomicBody<? super T, X> body)
            implements AtomicFunction<T, @Nullable Object, X> {
        @Override
        public @Nullable Object apply(T element) throws X {
            body.accept(element);
            return null;
        }
    }

    @SuppressWarnings("unchecked") // an iterator only gives
    private static <T extends @Nullable Object> Iterator<T> retyped(Iterator<? extends T> elements) {
        return (Iterator<T>) elements;
    }
}
