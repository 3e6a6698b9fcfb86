package dev.ame.examples.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.examples.Output;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BugHuntTest {

    @Test
    void theModesShowBothBugs() {
        String printed = Output.of(out -> assertTrue(BugHunt.hunt(out)));

        assertTrue(printed.contains("letters: 100"), printed);
        assertTrue(printed.contains("belongs in afterCommit"), printed);
        assertTrue(printed.contains("the same seed again: the same order"), printed);
    }
}
