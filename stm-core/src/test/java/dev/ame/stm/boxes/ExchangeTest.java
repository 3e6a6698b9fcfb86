package dev.ame.stm.boxes;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What boxes have in common with {@code AtomicReference} and {@code AtomicLong}: exchange if equal, accumulate. */
@Bounded
class ExchangeTest {

    private final Box<String> box = Box.of("old");
    private final LongBox number = LongBox.of(5);

    @ParameterizedTest
    @EnumSource
    void compareAndExchangeComparesByIdentity(Place place) {
        String old = box.get();
        String equal = String.valueOf(old.toCharArray());
        assertNotSame(old, equal);
        assertSame(old, place.call(() -> box.compareAndExchange(equal, "new")));
        assertSame(old, box.get());
        assertSame(old, place.call(() -> box.compareAndExchange(old, "new")));
        assertEquals("new", box.get());
    }

    @ParameterizedTest
    @EnumSource
    void compareAndExchangeOfANumberGivesTheValueBefore(Place place) {
        assertEquals(5, (long) place.call(() -> number.compareAndExchange(6, 7)));
        assertEquals(5, number.get());
        assertEquals(5, (long) place.call(() -> number.compareAndExchange(5, 7)));
        assertEquals(7, number.get());
    }

    @ParameterizedTest
    @EnumSource
    void accumulatingAppliesTheFunctionToTheValueAndTheOperand(Place place) {
        assertEquals("old", place.call(() -> box.getAndAccumulate("er", String::concat)));
        assertEquals("older!", place.call(() -> box.accumulateAndGet("!", String::concat)));
        assertEquals("older!", box.get());
        assertEquals(5, (long) place.call(() -> number.getAndAccumulate(2, (value, operand) -> value - operand)));
        assertEquals(30, (long) place.call(() -> number.accumulateAndGet(10, (value, operand) -> value * operand)));
        assertEquals(30, number.get());
    }

    @Test
    void accumulatingIsOneOperationWithWhatTheFunctionDoes() {
        LongBox calls = LongBox.of(0);
        assertThrows(
                UnsupportedOperationException.class,
                () -> box.accumulateAndGet("x", (value, operand) -> {
                    calls.increment();
                    throw new UnsupportedOperationException();
                }));
        assertThrows(
                UnsupportedOperationException.class,
                () -> number.getAndAccumulate(1, (value, operand) -> {
                    calls.increment();
                    throw new UnsupportedOperationException();
                }));
        assertEquals(0, calls.get());
        box.getAndAccumulate("x", (value, operand) -> {
            calls.increment();
            if (attempt() == 1) {
                elsewhere(() -> box.set("newer"));
            }
            return value + operand;
        });
        assertEquals("newerx", box.get());
        assertEquals(1, calls.get());
    }

    @Test
    void nothingIsLostAmongMany() {
        together(4, index -> {
            for (int i = 0; i < 1_000; i++) {
                if (i % 2 == 0) {
                    number.accumulateAndGet(1, Long::sum);
                } else {
                    long seen = number.get();
                    long before = number.compareAndExchange(seen, seen + 1);
                    while (before != seen) {
                        seen = before;
                        before = number.compareAndExchange(seen, seen + 1);
                    }
                }
            }
        });
        assertEquals(4_005, number.get());
    }

    @Test
    void aReadOnlyBlockMayCompareInVain() {
        AtomicBlock reader = AtomicBlock.named("reader").readOnly();
        assertEquals(5, (long) reader.call(() -> number.compareAndExchange(6, 7)));
        assertThrows(IllegalStateException.class, () -> reader.run(() -> number.compareAndExchange(5, 7)));
        assertThrows(IllegalStateException.class, () -> reader.run(() -> number.accumulateAndGet(5, Long::sum)));
        assertThrows(IllegalStateException.class, () -> reader.run(() -> box.getAndAccumulate("", String::concat)));
    }

    @Test
    void noFunctionIsRefused() {
        assertThrows(NullPointerException.class, () -> box.accumulateAndGet("", null));
        assertThrows(NullPointerException.class, () -> box.getAndAccumulate("", null));
        assertThrows(NullPointerException.class, () -> number.accumulateAndGet(1, null));
        assertThrows(NullPointerException.class, () -> number.getAndAccumulate(1, null));
    }
}
