package dev.ame.examples.costs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.examples.Output;
import org.junit.jupiter.api.Test;

class CostsTest {

    @Test
    void everyLengthIsMeasured() {
        String printed = Output.of(out -> Costs.run(out, 20_000));

        assertTrue(printed.contains("a block that changes two boxes"), printed);
        assertEquals(
                9,
                printed.lines()
                        .filter(line -> line.contains(" us ") && line.contains(" x"))
                        .count(),
                printed);
    }
}
