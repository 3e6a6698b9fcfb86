package dev.ame.examples.dictionary;

import dev.ame.stm.collections.TMap;
import dev.ame.stm.loop.AtomicLoop;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The program: for each word of a dictionary, which other words differ from it by one letter? The plain loop and the atomic
 * one have the same body; the one writes to a {@link HashMap}, the other to a {@link TMap}.
 */
public final class Neighbours {

    private static final int ROUNDS = 5;
    private static final List<String> SYLLABLES = List.of(
            "ba", "be", "bi", "bo", "ca", "ce", "co", "da", "de", "di", "do", "fa", "fe", "fi", "ga", "go", "la", "le",
            "li", "lo", "ma", "me", "mi", "mo", "na", "ne", "no");

    private Neighbours() {}

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String... args) {
        if (!run(System.out, 20_000)) {
            System.exit(1);
        }
    }

    /** Whether both loops found the same. */
    static boolean run(PrintStream out, int words) {
        Map<String, Integer> dictionary = dictionary(words);
        out.printf("%,d words; for each one, those that differ from it by one letter%n", words);
        boolean same = true;
        for (int round = 0; round <= ROUNDS; round++) {
            long start = System.nanoTime();
            Map<String, String> plain = plainLoop(dictionary);
            long middle = System.nanoTime();
            Map<String, String> atomic = atomicLoop(dictionary);
            long end = System.nanoTime();
            same &= atomic.equals(plain);
            out.printf(
                    "plain loop %6.1f ms   atomic loop %6.1f ms   %.2f x%s%n",
                    (middle - start) / 1e6,
                    (end - middle) / 1e6,
                    (double) (middle - start) / (end - middle),
                    round == 0 ? "   (warm-up)" : "");
        }
        Map.Entry<String, String> best = atomicLoop(dictionary).entrySet().stream()
                .max(Map.Entry.<String, String>comparingByValue((a, b) -> Integer.compare(a.length(), b.length()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow();
        out.printf("most neighbours: %s (%s)%n", best.getKey(), best.getValue());
        out.println(same ? "Both loops found the same." : "The loops DIFFER.");
        return same;
    }

    /** The loop as everybody writes it. */
    static Map<String, String> plainLoop(Map<String, Integer> dictionary) {
        Map<String, String> neighbours = new HashMap<>();
        for (Map.Entry<String, Integer> entry : dictionary.entrySet()) {
            neighbours.put(entry.getKey(), neighboursOf(entry.getKey(), dictionary));
        }
        return neighbours;
    }

    /** The same in blocks. Two of them put different keys, so they never collide. The dictionary is only read: it may stay a plain map. */
    static Map<String, String> atomicLoop(Map<String, Integer> dictionary) {
        Map<String, String> neighbours = new TMap<>();
        AtomicLoop.over(dictionary).forEach(entry -> {
            neighbours.put(entry.getKey(), neighboursOf(entry.getKey(), dictionary));
        });
        return neighbours;
    }

    private static String neighboursOf(String word, Map<String, Integer> dictionary) {
        StringBuilder found = new StringBuilder();
        char[] letters = word.toCharArray();
        for (int place = 0; place < letters.length; place++) {
            char original = letters[place];
            for (char letter = 'a'; letter <= 'z'; letter++) {
                letters[place] = letter;
                String candidate = new String(letters);
                if (letter != original && dictionary.containsKey(candidate)) {
                    found.append(found.length() == 0 ? "" : " ").append(candidate);
                }
            }
            letters[place] = original;
        }
        return found.toString();
    }

    /** Words and their numbers, always the same. */
    static Map<String, Integer> dictionary(int words) {
        Random random = new Random(1);
        Map<String, Integer> dictionary = new TreeMap<>();
        while (dictionary.size() < words) {
            StringBuilder word = new StringBuilder();
            for (int left = 2 + random.nextInt(3); left > 0; left--) {
                word.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
            }
            dictionary.putIfAbsent(word.toString(), dictionary.size());
        }
        return Map.copyOf(dictionary);
    }
}
