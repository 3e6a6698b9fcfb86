package dev.ame.examples.costs;

import static dev.ame.stm.Stm.atomic;

import dev.ame.stm.LongBox;
import dev.ame.stm.loop.AtomicLoop;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The program: what an access and a block cost on this machine, and how long an iteration must be for a loop to gain from all
 * cores. Its figures are good for an order of magnitude; the benchmarks in {@code stress-tests} are exact.
 */
public final class Costs {

    private static final int ROUNDS = 5;
    private static final int ACCESSES = 100;
    private static final int BOXES = 1024;

    private final LongBox[] boxes =
            IntStream.range(0, BOXES).mapToObj(i -> LongBox.of(0)).toArray(LongBox[]::new);
    private final long[] plain = new long[BOXES];
    private final PrintStream out;
    private long sink;

    private Costs(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String... args) {
        run(System.out, 100_000_000);
    }

    /** Each measurement takes about so much time, some ten times over. */
    static void run(PrintStream out, long nanosEach) {
        Costs costs = new Costs(out);
        costs.printBlocks(nanosEach);
        costs.printLoops(nanosEach);
    }

    private void printBlocks(long nanosEach) {
        int blocks = (int) (nanosEach / 100);
        double read1 = nanosPer(blocks, i -> sink += atomic(() -> boxes[i & 1023].get()));
        double reads = nanosPer(blocks, i -> sink += atomic(() -> sum(i)));
        double write1 = nanosPer(blocks, i -> atomic(() -> boxes[i & 1023].add(1)));
        double move = nanosPer(
                blocks,
                i -> atomic(() -> {
                    boxes[i & 1023].set(boxes[i & 1023].get() - 1);
                    boxes[i + 1 & 1023].set(boxes[i + 1 & 1023].get() + 1);
                }));
        double outside = nanosPer(blocks, i -> sink += boxes[i & 1023].get());
        double addOutside = nanosPer(blocks, i -> boxes[i & 1023].add(1));
        out.println("one thread                                       ns");
        line("box.get() outside a block", outside);
        line("box.add(1) outside a block", addOutside);
        line("a block that reads one box", read1);
        line("a block that adds to one box", write1);
        line("a block that changes two boxes", move);
        line("each further read in a block", (reads - read1) / (ACCESSES - 1));
    }

    private long sum(int from) {
        long sum = 0;
        for (int i = 0; i < ACCESSES; i++) {
            sum += boxes[from + i & 1023].get();
        }
        return sum;
    }

    private void line(String what, double nanos) {
        out.printf("  %-40s %8.1f%n", what, nanos);
    }

    private void printLoops(long nanosEach) {
        double nanosOfAStep = nanosPer(100, i -> sink += work(10_000)) / 10_000;
        int processors = Runtime.getRuntime().availableProcessors();
        out.printf(
                "%na loop on %d threads beside the plain loop; each iteration works, then adds to one of %d boxes%n",
                processors, BOXES);
        out.println("  work of an iteration    plain      any order           in order");
        for (double micros : new double[] {0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000}) {
            int steps = (int) Math.max(1, micros * 1000 / nanosOfAStep);
            int iterations = (int) Math.max(2, nanosEach / (micros * 1000));
            double serial = nanosPer(iterations, i -> plain[i & 1023] += work(steps));
            double anyOrder =
                    median(() -> AtomicLoop.range(0, iterations).forEach(i -> boxes[i & 1023].add(work(steps))))
                            / iterations;
            double inOrder = median(() ->
                            AtomicLoop.range(0, iterations).ordered().forEach(i -> boxes[i & 1023].add(work(steps))))
                    / iterations;
            out.printf(
                    "  %8.1f us         %8.2f us  %8.2f us %5.2f x  %8.2f us %5.2f x%n",
                    micros, serial / 1000, anyOrder / 1000, serial / anyOrder, inOrder / 1000, serial / inOrder);
        }
    }

    private static long work(int steps) {
        long x = steps;
        for (int i = 0; i < steps; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    private static double nanosPer(int times, IntConsumer action) {
        return median(() -> {
                    for (int i = 0; i < times; i++) {
                        action.accept(i);
                    }
                })
                / times;
    }

    /** Of some rounds after as many that warm up. */
    private static double median(Runnable action) {
        double[] nanos = new double[2 * ROUNDS];
        for (int round = 0; round < nanos.length; round++) {
            long start = System.nanoTime();
            action.run();
            nanos[round] = System.nanoTime() - start;
        }
        double[] counted = Arrays.copyOfRange(nanos, ROUNDS, nanos.length);
        Arrays.sort(counted);
        return counted[ROUNDS / 2];
    }
}
