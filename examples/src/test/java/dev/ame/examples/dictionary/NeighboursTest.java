package dev.ame.examples.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.examples.Output;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeighboursTest {

    @Test
    void bothLoopsFindTheSame() {
        String printed = Output.of(out -> assertTrue(Neighbours.run(out, 500)));

        assertTrue(printed.contains("500 words"), printed);
        assertTrue(printed.endsWith(String.format("Both loops found the same.%n")), printed);
    }

    @Test
    void aNeighbourDiffersByOneLetter() {
        Map<String, Integer> dictionary = Map.of("baba", 0, "babe", 1, "bebe", 2, "ba", 3);

        Map<String, String> neighbours = Neighbours.atomicLoop(dictionary);

        assertEquals(Map.of("baba", "babe", "babe", "bebe baba", "bebe", "babe", "ba", ""), neighbours);
        assertEquals(Neighbours.plainLoop(dictionary), neighbours);
    }
}
