package dev.ame.stm.boxes;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.TxnLocal;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A value for each block, gone at its end. */
@Bounded
class TxnLocalTest {

    private final AtomicInteger created = new AtomicInteger();
    private final TxnLocal<String> local = TxnLocal.withInitial(() -> "initial " + created.incrementAndGet());

    @Test
    void theInitialValueIsMadeOnceInABlock() {
        atomic(() -> {
            assertEquals("initial 1", local.get());
            assertEquals("initial 1", local.get());
            atomic(() -> assertEquals("initial 1", local.get()));
        });
        assertEquals(1, created.get());
    }

    @Test
    void theNextBlockStartsAfresh() {
        atomic(() -> {
            local.get();
            local.set("changed");
            assertEquals("changed", local.get());
        });
        assertEquals("initial 2", atomic(local::get));
    }

    @Test
    void aBlockThatThrewLeavesNothingBehind() {
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    local.set("changed");
                    throw new IllegalArgumentException();
                }));
        assertEquals("initial 1", atomic(local::get));
    }

    @Test
    void everyAttemptStartsAfresh() {
        LongBox number = LongBox.of(0);
        List<String> seen = new ArrayList<>();
        atomic(() -> {
            seen.add(local.get());
            local.set("changed by attempt " + attempt());
            long value = number.get();
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(0, number.getAndAdd(10)));
            }
            number.set(value + 1);
        });
        assertTrue(seen.size() >= 2);
        assertTrue(seen.stream().allMatch(value -> value.startsWith("initial")), seen::toString);
    }

    @Test
    void anAttemptThatWaitedLeavesNothingBehind() {
        LongBox gate = LongBox.of(0);
        List<String> seen = new ArrayList<>();
        atomic(() -> {
            seen.add(local.get());
            local.set("changed");
            if (gate.get() == 0) {
                elsewhere(() -> gate.set(1));
                retry();
            }
        });
        assertEquals(List.of("initial 1", "initial 2"), seen);
    }

    @Test
    void nestedBlocksShareTheValue() {
        atomic(() -> {
            local.set("outer");
            atomic(() -> {
                assertEquals("outer", local.get());
                local.set("inner");
            });
            assertEquals("inner", local.get());
        });
    }

    @Test
    void threadsDoNotShareTheValue() {
        atomic(() -> {
            local.set("mine");
            elsewhere(() -> atomic(() -> {
                assertTrue(local.get().startsWith("initial"));
                local.set("theirs");
            }));
            assertEquals("mine", local.get());
        });
    }

    @Test
    void nullIsAValue() {
        TxnLocal<String> empty = TxnLocal.withInitial(() -> {
            created.incrementAndGet();
            return null;
        });
        atomic(() -> {
            assertEquals(null, empty.get());
            assertEquals(null, empty.get());
            empty.set("full");
            empty.set(null);
            assertEquals(null, empty.get());
        });
        assertEquals(1, created.get());
    }

    @Test
    void severalLocalsAreKeptApart() {
        List<TxnLocal<Integer>> locals = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int value = i;
            locals.add(TxnLocal.withInitial(() -> value));
        }
        atomic(() -> {
            for (int i = 0; i < 100; i += 2) {
                locals.get(i).set(-i);
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(i % 2 == 0 ? -i : i, locals.get(i).get());
            }
        });
    }

    @Test
    void aValueSetOutsideABlockIsSeenInNone() {
        try {
            local.set("outside");
        } catch (IllegalStateException refused) {
            // The design leaves open whether there is such a thing as a value outside; either way it ends there.
            assertEquals(0, attempt());
        }
        assertTrue(atomic(local::get).startsWith("initial"));
    }

    @Test
    void theValueIsStillThereBeforeTheCommit() {
        List<String> seen = new ArrayList<>();
        atomic(() -> {
            local.set("late");
            beforeCommit(() -> seen.add(local.get()));
        });
        assertEquals(List.of("late"), seen);
    }

    @Test
    void anInitialValueMayBeReadFromABox() {
        LongBox number = LongBox.of(42);
        TxnLocal<Long> copy = TxnLocal.withInitial(number::get);
        assertEquals(42L, atomic(copy::get));
        number.set(43);
        assertEquals(43L, atomic(copy::get));
    }
}
