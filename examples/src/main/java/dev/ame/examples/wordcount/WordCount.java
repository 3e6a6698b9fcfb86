package dev.ame.examples.wordcount;

import dev.ame.stm.Counter;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.loop.AtomicLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Counts the words of a text, line by line. Each form gives the same counts. */
@SuppressWarnings("StringSplitter") // there are no blanks at the ends of a line
enum WordCount {

    /** The loop as everybody writes it. */
    PLAIN("plain loop, HashMap.merge") {
        @Override
        Map<String, Integer> count(List<String> lines) {
            Map<String, Integer> words = new HashMap<>();
            for (String line : lines) {
                for (String word : line.split(" ")) {
                    words.merge(word, 1, Integer::sum);
                }
            }
            return words;
        }
    },

    /**
     * The same in blocks. {@code merge} reads a number and writes the next one, and nearly every line has the most frequent words: any
     * two blocks at the same time collide.
     */
    MERGE("atomic loop, TMap.merge") {
        @Override
        Map<String, Integer> count(List<String> lines) {
            TMap<String, Integer> words = new TMap<>();
            AtomicLoop.over(lines).forEach(line -> {
                for (String word : line.split(" ")) {
                    words.merge(word, 1, Integer::sum);
                }
            });
            return words;
        }
    },

    /** Nobody asks for a count before the end, and additions to a {@link Counter} never collide. */
    COUNTER("atomic loop, a Counter for each word") {
        @Override
        Map<String, Integer> count(List<String> lines) {
            TMap<String, Counter> words = new TMap<>();
            AtomicLoop.over(lines).forEach(line -> {
                for (String word : line.split(" ")) {
                    Objects.requireNonNull(words.computeIfAbsent(word, absent -> new Counter()))
                            .increment();
                }
            });
            Map<String, Integer> counts = new HashMap<>();
            words.forEach((word, counter) -> counts.put(word, (int) counter.sum()));
            return counts;
        }
    },

    /** Map and reduce: a block counts its words alone and has nothing to share; the reduction is plain Java. */
    REDUCE("atomic loop for the parts, plain reduction") {
        @Override
        Map<String, Integer> count(List<String> lines) {
            Map<String, Integer> words = new HashMap<>();
            AtomicLoop.over(parts(lines))
                    .map(PLAIN::count)
                    .forEach(part -> part.forEach((word, count) -> words.merge(word, count, Integer::sum)));
            return words;
        }
    };

    private static final int LINES_OF_A_PART = 5_000;

    private final String title;

    WordCount(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract Map<String, Integer> count(List<String> lines);

    private static List<List<String>> parts(List<String> lines) {
        return IntStream.iterate(0, from -> from < lines.size(), from -> from + LINES_OF_A_PART)
                .mapToObj(from -> lines.subList(from, Math.min(lines.size(), from + LINES_OF_A_PART)))
                .toList();
    }
}
