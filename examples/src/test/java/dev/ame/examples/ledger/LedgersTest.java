package dev.ame.examples.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.examples.Output;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgersTest {

    @Test
    void theBooksAreTheSameOnAnyNumberOfThreads() {
        String printed = Output.of(out -> assertTrue(Ledgers.run(out, 3_000, List.of(1, 2, 8))));

        assertTrue(printed.contains("10,000 accounts"), printed);
        assertFalse(printed.contains("DIFFER"), printed);
    }

    @Test
    void whatIsMissingIsRefused() {
        Ledger ledger = new Ledger(2, List.of(new Ledger.Transfer(0, 1, 499), new Ledger.Transfer(0, 1, 2)));

        Ledger.Books expected =
                new Ledger.Books(List.of(1L, 999L), List.of(new Ledger.Event(true, 1), new Ledger.Event(false, 1)));
        assertEquals(expected, ledger.serial());
        assertEquals(expected, ledger.loop(2));
        assertEquals(expected, ledger.executor(2));
    }
}
