package dev.ame.examples.inputoutput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.examples.Output;
import dev.ame.stm.Stm;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoxOfficeTest {

    @Test
    void whatTheWorldWasToldIsWhatTheBlocksDid() {
        String printed = Output.of(out -> assertTrue(BoxOffice.run(out, 300, 4)));

        assertFalse(printed.contains("false"), printed);
        assertTrue(printed.contains("without a gap: true"), printed);
    }

    @Test
    void theDatabaseIsNotWrittenToInABlock() throws SQLException {
        try (Tickets tickets = new Tickets("inablock")) {
            assertThrows(IllegalStateException.class, () -> Stm.atomic(() -> tickets.insert(1, "ann")));
            tickets.insert(1, "ann");
            assertThrows(SQLException.class, () -> tickets.insert(1, "bob"));
            assertEquals(Map.of(1, "ann"), tickets.all());
        }
    }
}
