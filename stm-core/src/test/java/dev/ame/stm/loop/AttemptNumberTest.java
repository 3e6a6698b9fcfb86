package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Attempt numbers are those of the block that is running, whatever the thread has run before. */
@Bounded
class AttemptNumberTest {
    private static final AtomicBlock LIMITED = AtomicBlock.named("limited").maxAttempts(5);

    @Test
    void aLoopThatSplitAChunkLeavesNoNumberBehind() {
        AtomicInteger failures = new AtomicInteger(1);
        AtomicLoop.over(List.of(1, 2, 3, 4)).parallelism(1).chunk(2).forEach(i -> {
            if (i == 2 && failures.getAndDecrement() > 0) {
                throw new IllegalStateException();
            }
        });
        assertEquals(1, LIMITED.call(Stm::attempt));
        assertEquals(1, Stm.atomic(() -> Stm.attempt()));
    }

    @Test
    void anElementThatIsRunAgainAloneIsInItsSecondAttempt() throws Exception {
        List<String> numbers = new ArrayList<>();
        AtomicInteger failures = new AtomicInteger(1);
        AtomicLoop.over(List.of(1, 2))
                .parallelism(1)
                .chunk(2)
                .goOnAfterFailures()
                .forEach(i -> {
                    if (i == 2 && failures.getAndDecrement() > 0) {
                        throw new IllegalStateException();
                    }
                    numbers.add(i + ":" + Stm.attempt());
                });
        assertEquals(List.of("1:1", "1:2"), numbers.subList(0, 2));
        assertEquals(1, LIMITED.call(Stm::attempt));
    }
}
