package dev.ame.stm.loop;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Stm;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A loop whose every iteration is an atomic block. The iterations run in parallel, and the result is that of running
 * them one after another in some order.
 *
 * <pre>{@code
 * LoopReport report = AtomicLoop.over(files).parallelism(4).forEach(file -> index.merge(kindOf(file), 1, Integer::sum));
 * }</pre>
 *
 * <p>Immutable: each option gives a new loop. A loop over an iterator or a stream can be run once. The elements are taken
 * from their source by one thread at a time, outside any block.
 *
 * <p>If an iteration throws, its block is rolled back, work that has not been started is dropped, and the loop throws the
 * first such failure; iterations that had committed stay. If the calling thread is interrupted, the loop ends in the same
 * way with a {@link dev.ame.stm.TransactionInterruptedException} and the interrupt flag set. Inside an atomic block the
 * loop runs on the calling thread, as part of that block.
 *
 * @param <T> the type of the elements
 */
public final class AtomicLoop<T extends @Nullable Object> {
    private static final AtomicBlock ITERATION = AtomicBlock.named("loop");

    private final Iterable<? extends T> elements;
    private final long total;
    private final int parallelism;
    private final AtomicBlock block;
    private final @Nullable Consumer<? super LoopProgress> onProgress;

    private AtomicLoop(
            Iterable<? extends T> elements,
            long total,
            int parallelism,
            AtomicBlock block,
            @Nullable Consumer<? super LoopProgress> onProgress) {
        this.elements = elements;
        this.total = total;
        this.parallelism = parallelism;
        this.block = block;
        this.onProgress = onProgress;
    }

    private static <T extends @Nullable Object> AtomicLoop<T> of(Iterable<? extends T> elements, long total) {
        return new AtomicLoop<>(elements, total, Runtime.getRuntime().availableProcessors(), ITERATION, null);
    }

    /**
     * A loop over a collection or anything else that can be iterated over.
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
        return new AtomicLoop<>(elements, total, threads, block, onProgress);
    }

    /**
     * A name for the loop's blocks, for reports and messages.
     *
     * @param name the name
     * @return a loop with this option
     */
    public AtomicLoop<T> named(String name) {
        return new AtomicLoop<>(elements, total, parallelism, AtomicBlock.named(name), onProgress);
    }

    /**
     * Somebody to be told of the progress, from time to time and, if the loop comes to its end, then too. Called by one
     * thread at a time, outside the blocks; not if the loop runs inside an atomic block. If it throws, the loop is cancelled and throws that.
     *
     * @param listener is told
     * @return a loop with this option
     */
    public AtomicLoop<T> onProgress(Consumer<? super LoopProgress> listener) {
        return new AtomicLoop<>(elements, total, parallelism, block, Objects.requireNonNull(listener, "listener"));
    }

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
        if (Stm.inAtomic()) {
            return runInside(body);
        }
        AtomicBody<T, X> typed = body::accept;
        long size = elements instanceof Collection<?> all ? all.size() : total;
        return new LoopRun<T, X>(new Source<>(elements.iterator()), size, block, typed, onProgress).run(parallelism);
    }

    private <X extends Exception> LoopReport runInside(AtomicBody<? super T, X> body) throws X {
        long began = System.nanoTime();
        long iterations = 0;
        for (T element : elements) {
            block.run(() -> body.accept(element));
            iterations++;
        }
        return new LoopReport(iterations, 0, 0, 0, Duration.ZERO, Duration.ofNanos(System.nanoTime() - began));
    }

    @SuppressWarnings("unchecked") // an iterator only gives
    private static <T extends @Nullable Object> Iterator<T> retyped(Iterator<? extends T> elements) {
        return (Iterator<T>) elements;
    }
}
