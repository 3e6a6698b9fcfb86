package dev.ame.stm.options;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The configuration is an immutable value that any number of threads and blocks may share. */
@Bounded
class AtomicBlockTest {

    private static final AtomicBlock PLAIN = AtomicBlock.named("plain");

    private final LongBox number = LongBox.of(0);
    private final Box<String> box = Box.of("old");

    @Test
    void itRunsActionsAndCalls() {
        PLAIN.run(() -> box.set("new"));
        assertEquals("new", PLAIN.call(box::get));
    }

    @Test
    void itPassesTypedExceptionsThrough() {
        IOException thrown = new IOException();
        assertSame(thrown, assertThrows(IOException.class, () -> throwTyped(thrown)));
        assertThrows(
                IOException.class,
                () -> PLAIN.call(() -> {
                    if (number.get() == 0) {
                        throw new IOException();
                    }
                    return 1;
                }));
    }

    private static void throwTyped(IOException thrown) throws IOException {
        PLAIN.run(() -> {
            throw thrown;
        });
    }

    @Test
    void anOptionMakesANewBlockAndLeavesTheOldOneAsItWas() {
        AtomicBlock reader = PLAIN.readOnly();
        AtomicBlock keeps = PLAIN.noRollbackFor(IllegalArgumentException.class);
        AtomicBlock irrevocable = PLAIN.irrevocable();
        AtomicBlock hurried = PLAIN.deadline(Duration.ofNanos(1));
        assertThrows(IllegalStateException.class, () -> reader.run(() -> number.set(1)));
        PLAIN.run(() -> number.set(1));
        assertThrows(
                IllegalArgumentException.class,
                () -> keeps.run(() -> {
                    number.set(2);
                    throw new IllegalArgumentException();
                }));
        assertEquals(2, number.get());
        assertThrows(
                IllegalArgumentException.class,
                () -> irrevocable.run(() -> {
                    number.set(3);
                    throw new IllegalArgumentException();
                }));
        assertEquals(3, number.get());
        assertThrows(RuntimeException.class, () -> hurried.run(() -> check(number.get() < 0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> PLAIN.run(() -> {
                    number.set(4);
                    throw new IllegalArgumentException();
                }));
        assertEquals(3, number.get());
    }

    @Test
    void optionsAddUp() {
        AtomicBlock all = AtomicBlock.named("all")
                .serialAfter(3)
                .maxAttempts(10)
                .deadline(Duration.ofHours(1))
                .noRollbackFor(IllegalArgumentException.class);
        assertThrows(
                IllegalArgumentException.class,
                () -> all.run(() -> {
                    number.set(1);
                    throw new IllegalArgumentException();
                }));
        assertEquals(1, number.get());
        AtomicBlock reader = all.readOnly();
        assertEquals(1, (long) reader.call(() -> number.get()));
        assertThrows(IllegalStateException.class, () -> reader.run(() -> number.set(2)));
    }

    @Test
    void theLastOfTwoEqualOptionsCounts() {
        AtomicBlock block = PLAIN.serialAfter(1_000).maxAttempts(1).maxAttempts(3);
        block.run(() -> {
            long seen = number.get();
            if (attempt() < 3) {
                elsewhere(() -> number.getAndAdd(1));
            }
            number.set(seen + 1);
        });
        assertEquals(3, number.get());
    }

    @Test
    void manyThreadsShareOneBlock() {
        together(4, index -> {
            for (int i = 0; i < 1_000; i++) {
                PLAIN.run(() -> number.set(number.get() + 1));
            }
        });
        assertEquals(4_000, number.get());
    }

    @Test
    void aNameIsJustAName() {
        for (String name : new String[] {"", " ", "checkout", "name with \n line end and \u0000", "x".repeat(10_000)}) {
            AtomicBlock.named(name).run(() -> number.add(1));
        }
        assertEquals(5, number.get());
    }

    @Test
    void blocksOfOneNameAreStillDifferentBlocks() {
        AtomicBlock first = AtomicBlock.named("same");
        AtomicBlock second = AtomicBlock.named("same").readOnly();
        first.run(() -> number.add(1));
        assertThrows(IllegalStateException.class, () -> second.run(() -> number.add(1)));
        assertEquals(1, number.get());
    }

    @Test
    void aMethodReferenceIsNotAmbiguous() {
        number.set(7);
        assertEquals("old", atomic(box::get));
        assertEquals(7L, (long) atomic(number::get));
        assertEquals(8L, (long) PLAIN.call(number::incrementAndGet));
        assertTrue(atomic(() -> inAtomic()));
        assertFalse(inAtomic());
    }
}
