package dev.ame.examples.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.examples.Output;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitingTest {

    @Test
    void everybodyGetsWhatTheyWaitFor() {
        List<String> printed =
                Output.of(out -> Waiting.run(out, 1_000, 200)).lines().toList();

        assertEquals("bounded buffer of 4: the sum of 1,000 items that went through it is 499,500", printed.get(0));
        assertEquals("5 philosophers: 1,000 meals of 200 each, and no deadlock", printed.get(1));
        assertEquals("orElse: letters are empty, so the next thing is a parcel", printed.get(2));
        assertEquals("orElse: both were empty, until somebody brought a letter", printed.get(3));
        assertEquals("retryFor: within 50 ms came nothing", printed.get(4));
        assertTrue(printed.get(5).startsWith("deadline: "), printed.get(5));
        assertTrue(printed.get(5).contains("take a letter"), printed.get(5));
    }

    @Test
    void whatIsThereIsTakenAtOnce() {
        Buffer<String> buffer = new Buffer<>(1);
        buffer.put("x");

        assertEquals(Optional.of("x"), buffer.takeWithin(Duration.ofDays(1)));
    }
}
