package dev.ame.examples.virtualthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.examples.Output;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualThreadsTest {

    @Test
    void everyBatonGoesThroughEveryHand() {
        String printed = Output.of(out -> VirtualThreads.run(out, 500, 50, 5));

        boolean virtual = Runtime.version().feature() >= 21;
        assertEquals(virtual, VirtualThreads.virtualThreads().isPresent());
        assertEquals(
                virtual, !printed.contains("has no virtual threads: 50 platform threads in place of 500"), printed);
        assertTrue(printed.contains(virtual ? "500 virtual threads wait" : "50 platform threads wait"), printed);
        assertTrue(printed.contains(virtual ? "handed on 2,500 times" : "handed on 250 times"), printed);
    }

    @Test
    void threadsAreVirtualWhereTheyCanBe() {
        VirtualThreads.virtualThreads()
                .map(factory -> factory.newThread(() -> {}))
                .ifPresent(thread -> assertTrue(thread.toString().startsWith("VirtualThread"), thread::toString));
    }
}
