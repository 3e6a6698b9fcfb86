package dev.ame.stm.liveness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.ForkedJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A block that holds up all others for long is named in the log. */
@Bounded
class StallTest {
    @Test
    void whoHoldsUpOthersIsLoggedOnceWithItsStackAndWhoWaits() {
        List<String> lines = ForkedJvm.of(StallProgram.class)
                .property("ame.serialWarning", "0.2")
                .run();
        assertEquals(
                1, lines.stream().filter(line -> line.startsWith("WARNING")).count(), lines::toString);
        String first = lines.stream()
                .filter(line -> line.startsWith("WARNING"))
                .findFirst()
                .orElseThrow();
        assertTrue(first.contains("atomic block \"total\" in thread \"main\""), first);
        assertTrue(first.contains("1 thread waits: late"), first);
        assertTrue(lines.stream().anyMatch(line -> line.contains("StallProgram.main")), lines::toString);
    }
}
