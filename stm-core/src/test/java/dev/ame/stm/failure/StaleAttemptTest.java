package dev.ame.stm.failure;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An exception is the block's only if the attempt it comes from is valid; else the attempt is repeated. */
@Bounded
class StaleAttemptTest {

    private final LongBox number = LongBox.of(0);
    private final LongBox written = LongBox.of(0);
    private final AtomicInteger runs = new AtomicInteger();

    static List<AtomicBlock> blocks() {
        AtomicBlock block = AtomicBlock.named("stale");
        return List.of(
                block, block.noRollbackFor(Throwable.class), block.noRollbackFor(IllegalArgumentException.class));
    }

    private long readThenBecomeStale() {
        runs.incrementAndGet();
        long seen = number.get();
        written.set(seen + 1);
        if (attempt() == 1) {
            elsewhere(() -> assertEquals(0, number.getAndAdd(10)));
        }
        return seen;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void anExceptionOfAStaleAttemptIsForgotten(AtomicBlock block) {
        block.run(() -> {
            if (readThenBecomeStale() == 0) {
                throw new IllegalArgumentException("stale");
            }
        });
        assertEquals(2, runs.get());
        assertEquals(11, written.get());
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void anErrorOfAStaleAttemptIsForgotten(AtomicBlock block) {
        block.run(() -> {
            if (readThenBecomeStale() == 0) {
                throw new StackOverflowError("stale");
            }
        });
        assertEquals(2, runs.get());
        assertEquals(11, written.get());
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void anExceptionOfAStaleNestedBlockIsForgotten(AtomicBlock block) {
        block.run(() -> {
            long seen = readThenBecomeStale();
            block.run(() -> {
                if (seen == 0) {
                    throw new IllegalArgumentException("stale");
                }
            });
        });
        assertEquals(2, runs.get());
        assertEquals(11, written.get());
    }

    @Test
    void anExceptionThatComesAgainFromAValidAttemptIsReal() {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    readThenBecomeStale();
                    throw new IllegalArgumentException("attempt " + attempt());
                }));
        assertEquals("attempt 2", thrown.getMessage());
        assertEquals(2, runs.get());
        assertEquals(0, written.get());
    }

    @Test
    void oneThrowableMayBeThrownByEveryAttempt() {
        IllegalStateException always = new IllegalStateException("always the same");
        for (int i = 0; i < 5; i++) {
            assertSame(
                    always,
                    assertThrows(
                            IllegalStateException.class,
                            () -> atomic(() -> {
                                number.set(number.get() + 1);
                                throw always;
                            })));
        }
        assertEquals(0, number.get());
        assertEquals(0, always.getSuppressed().length);
    }

    @Test
    void aHookThatVetoesAStaleAttemptIsForgotten() {
        atomic(() -> {
            long seen = readThenBecomeStale();
            beforeCommit(() -> {
                if (seen == 0) {
                    throw new IllegalArgumentException("stale veto");
                }
            });
        });
        assertEquals(2, runs.get());
        assertEquals(11, written.get());
    }

    @Test
    void misuseInAStaleAttemptIsForgottenToo() {
        AtomicBlock.named("looks").run(() -> {
            long seen = readThenBecomeStale();
            if (seen == 0) {
                AtomicBlock.named("only looks").readOnly().run(() -> written.set(7));
            }
        });
        assertEquals(2, runs.get());
        assertEquals(11, written.get());
    }
}
