package dev.ame.examples.wordcount;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The program: counts the words of one text in each form of {@link WordCount}, and times them. */
public final class WordCounts {

    private static final int ROUNDS = 5;
    private static final int VOCABULARY = 20_000;
    private static final int WORDS_OF_A_LINE = 10;

    private WordCounts() {}

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String... args) {
        if (!run(System.out, 74_000)) {
            System.exit(1);
        }
    }

    /** Whether all forms count alike. */
    static boolean run(PrintStream out, int lineCount) {
        List<String> lines = text(lineCount);
        Map<String, Integer> expected = WordCount.PLAIN.count(lines);
        out.printf(
                "%,d lines, %,d different words; median of %d rounds after a warm-up%n",
                lineCount, expected.size(), ROUNDS);
        Map<WordCount, double[]> millis = new EnumMap<>(WordCount.class);
        boolean same = true;
        for (int round = 0; round <= ROUNDS; round++) {
            for (WordCount form : WordCount.values()) {
                long start = System.nanoTime();
                Map<String, Integer> counts = form.count(lines);
                double time = (System.nanoTime() - start) / 1e6;
                millis.computeIfAbsent(form, first -> new double[ROUNDS + 1])[round] = time;
                same &= counts.equals(expected);
            }
        }
        double plain = median(millis, WordCount.PLAIN);
        for (WordCount form : WordCount.values()) {
            double time = median(millis, form);
            out.printf("%-44s %8.1f ms %6.2f x%n", form.title(), time, plain / time);
        }
        out.println(same ? "All forms count alike." : "The forms DIFFER.");
        return same;
    }

    private static double median(Map<WordCount, double[]> millis, WordCount form) {
        double[] sorted = Arrays.copyOfRange(Objects.requireNonNull(millis.get(form)), 1, ROUNDS + 1);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Words as frequent as in ordinary text (Zipf's law): the n-th has the share 1/n of the first. Always the same. */
    static List<String> text(int lines) {
        double[] upTo = new double[VOCABULARY];
        double sum = 0;
        for (int i = 0; i < VOCABULARY; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
        double all = sum;
        Random random = new Random(1);
        return IntStream.range(0, lines)
                .mapToObj(line -> IntStream.range(0, WORDS_OF_A_LINE)
                        .mapToObj(word -> "word" + Math.abs(Arrays.binarySearch(upTo, random.nextDouble() * all) + 1))
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
