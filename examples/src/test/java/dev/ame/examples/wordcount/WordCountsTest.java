package dev.ame.examples.wordcount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.examples.Output;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordCountsTest {

    @Test
    void allFormsCountAlike() {
        String printed = Output.of(out -> assertTrue(WordCounts.run(out, 2_500)));

        assertTrue(printed.contains("2,500 lines"), printed);
        for (WordCount form : WordCount.values()) {
            assertTrue(printed.contains(form.title()), printed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachFormCountsEachWord(WordCount form) {
        assertEquals(Map.of("a", 3, "b", 1, "c", 1), form.count(List.of("a b a", "c", "a")));
    }
}
