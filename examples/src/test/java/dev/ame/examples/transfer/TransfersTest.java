package dev.ame.examples.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.examples.Output;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransfersTest {

    @Test
    void noAuditFindsMoneyMissing() {
        String printed = Output.of(out -> assertTrue(Transfers.run(out, 3, 5_000)));

        assertTrue(printed.contains("15,000 transfers by 3 tellers"), printed);
        assertTrue(printed.contains("; 0 found money missing"), printed);
        assertTrue(printed.contains("money at the end: 100,000,"), printed);
    }

    @Test
    void everybodyIsPaidOrNobody() throws Bank.OverdrawnException {
        Bank bank = new Bank(4, 10);

        assertThrows(Bank.OverdrawnException.class, () -> bank.payAll(0, List.of(1, 2, 3), 4));
        assertEquals(10, bank.balance(0));
        assertEquals(10, bank.balance(1));

        bank.payAll(0, List.of(1, 2, 3), 3);
        assertEquals(1, bank.balance(0));
        assertEquals(13, bank.balance(3));
    }

    @Test
    void aTransferToOneselfChangesNothing() throws Bank.OverdrawnException {
        Bank bank = new Bank(1, 10);

        bank.transfer(0, 0, 7);

        assertEquals(10, bank.balance(0));
    }
}
