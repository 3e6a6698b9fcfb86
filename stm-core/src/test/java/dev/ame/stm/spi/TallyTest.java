package dev.ame.stm.spi;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@Bounded
class TallyTest {

    private final Tally tally = new Tally("tally");
    private final Place place = new Place();
    private final Box<Object> box = Box.of("");

    static final class Place extends Cell<@Nullable Object> {
        Place() {
            super("place", null);
        }

        boolean swap(@Nullable Object expected, @Nullable Object value, Tally tally, long amount) {
            return replaceOutside(expected, value, tally, amount);
        }

        boolean close(Object expected, Tally tally, long amount) {
            return replaceOutside(expected, GONE, tally, amount) && newest() == GONE;
        }

        long closeIfNull() {
            return closeOutside();
        }

        boolean isGone() {
            return newest() == GONE;
        }

        @Nullable
        Object value() {
            return read();
        }

        void close() {
            write(GONE, new Tally(null), 0);
        }

        void set(@Nullable Object value) {
            write(value);
        }

        boolean awaited() {
            return isAwaited();
        }
    }

    private void add(long amount) {
        atomic(() -> tally.add(amount));
    }

    /** Attempts of a block that asks, then has somebody else act, then writes. */
    private int attempts(Runnable question, Runnable meanwhile) {
        int[] attempts = new int[1];
        atomic(() -> {
            attempts[0] = attempt();
            question.run();
            if (attempt() == 1) {
                elsewhere(meanwhile::run);
            }
            box.set(new Object());
        });
        return attempts[0];
    }

    @Test
    void aBlockSeesItsOwnAdditions() {
        add(3);
        atomic(() -> {
            tally.add(2);
            assertEquals(5, tally.sum());
            assertTrue(tally.isPositive());
            tally.add(-5);
            assertEquals(0, tally.sum());
            assertFalse(tally.isPositive());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        tally.add(7);
                        assertEquals(7, tally.sum());
                        throw new IllegalArgumentException();
                    }));
            assertEquals(0, tally.sum());
        });
        assertEquals(0, tally.sum());
    }

    @Test
    void additionsBelongToABlockThatMayWrite() {
        assertThrows(IllegalStateException.class, () -> tally.add(1));
        assertThrows(
                IllegalStateException.class,
                () -> AtomicBlock.named("reader").readOnly().run(() -> tally.add(1)));
        AtomicBlock.named("serial").serialAfter(0).run(() -> {
            tally.add(1);
            assertEquals(1, tally.sum());
            tally.add(1);
        });
        AtomicBlock.named("irrevocable").irrevocable().run(() -> tally.add(1));
        atomic(() -> {
            tally.add(1);
            irrevocable("in the middle");
            assertEquals(4, tally.sum());
            tally.add(1);
        });
        assertEquals(5, tally.sum());
    }

    @Test
    void theSumConflictsWithWhatChangesItOnly() {
        assertEquals(2, attempts(tally::sum, () -> add(1)));
        assertEquals(1, attempts(tally::sum, () -> add(0)));
        assertEquals(1, attempts(tally::sum, () -> {
            add(5);
            add(-5);
        }));
    }

    @Test
    void theSignConflictsWithAChangeOfItOnly() {
        assertEquals(2, attempts(tally::isPositive, () -> add(1)));
        assertEquals(1, attempts(tally::isPositive, () -> add(1)));
        assertEquals(1, attempts(tally::isPositive, () -> add(-1)));
        assertEquals(2, attempts(tally::isPositive, () -> add(-1)));
    }

    @Test
    void theSignIsJudgedWithoutWhatTheBlockAddsItself() {
        add(1);
        Runnable question = () -> {
            tally.add(-1);
            assertEquals(1 < attempt(), tally.isPositive());
        };
        assertEquals(2, attempts(question, () -> add(1)));
        assertEquals(1, tally.sum());
    }

    @Test
    void followingConflictsWithEveryAddition() {
        assertEquals(2, attempts(tally::follow, () -> add(0)));
        assertEquals(1, attempts(tally::follow, tally::sum));
        assertEquals(1, attempts(() -> tally.add(1), () -> add(1)));
    }

    @Test
    void aWaiterForTheSumIsWokenByAnAddition() {
        Running waiter = start(() -> atomic(() -> check(tally.sum() > 1)));
        waiter.awaitParked();
        add(1);
        place.swap(null, "a", tally, 1);
        waiter.join();
    }

    @Test
    void aCellIsSetWithAnAdditionAtOnce() {
        assertTrue(place.swap(null, "a", tally, 1));
        assertFalse(place.swap(null, "b", tally, 1));
        assertEquals("a", place.value());
        assertEquals(1, tally.sum());
        assertEquals(2, attempts(() -> assertEquals(tally.sum() == 1, place.value() != null), () -> {
            place.swap("a", null, tally, -1);
        }));
        assertThrows(IllegalStateException.class, () -> atomic(() -> place.swap(null, "b", tally, 1)));
    }

    @Test
    void aCellWithASecretPastIsNotClosed() {
        place.swap(null, "a", tally, 1);
        AtomicBlock.named("reader").readOnly().run(() -> {
            assertEquals("a", place.value());
            elsewhere(() -> assertFalse(place.close("a", tally, -1)));
            elsewhere(() -> assertFalse(place.isGone()));
            elsewhere(() -> assertEquals(-1, place.closeIfNull()));
            assertEquals("a", place.value());
            assertEquals(1, tally.sum());
        });
        assertEquals(0, tally.sum());
        assertTrue(place.closeIfNull() > 0);
        assertEquals(-1, place.closeIfNull());
        assertTrue(place.isGone());
    }

    @Test
    void aReaderWhoSeesNullInACellDoesNotKeepItOpen() {
        AtomicBlock.named("reader").readOnly().run(() -> {
            elsewhere(() -> {
                assertTrue(place.swap(null, "a", tally, 1));
                assertTrue(place.close("a", tally, -1));
            });
            assertEquals(null, place.value());
        });
        assertTrue(place.isGone());
    }

    @Test
    void aBlockClosesACellUnlessAReaderNeedsIt() {
        Place second = new Place();
        place.set("a");
        second.set("b");
        AtomicBlock.named("reader").readOnly().run(() -> {
            assertEquals("a", place.value());
            elsewhere(() -> atomic(() -> {
                place.close();
                second.close();
            }));
            elsewhere(() -> atomic(() -> place.close()));
            elsewhere(() -> assertFalse(place.isGone() || second.isGone()));
            assertEquals("b", second.value());
        });
        elsewhere(() -> atomic(() -> {
            place.close();
            second.close();
        }));
        assertTrue(place.isGone() && second.isGone());
    }

    @Test
    void aCellThatIsWaitedForSaysSo() {
        assertFalse(place.awaited());
        Running waiter = start(() -> atomic(() -> check(place.value() != null)));
        waiter.awaitParked();
        assertTrue(place.awaited());
        place.set("a");
        waiter.join();
        assertFalse(place.awaited());
    }

    @Test
    void sumsAreOfOneMoment() {
        AtomicBoolean done = new AtomicBoolean();
        Running mover = start(() -> {
            for (int i = 0; i < 20_000; i++) {
                add(1);
                elsewhereIsStriped(i);
                add(-1);
            }
            done.set(true);
        });
        together(2, index -> {
            while (!done.get()) {
                long sum = index == 0 ? tally.sum() : atomic(tally::sum);
                assertTrue(sum == 0 || sum == 1, () -> "never was: " + sum);
            }
        });
        mover.join();
    }

    /** Now and then another stripe has a part in it. */
    private void elsewhereIsStriped(int i) {
        if (i % 1000 == 0) {
            elsewhere(() -> {
                add(-1);
                add(1);
            });
        }
    }

    @Test
    void nothingIsLostAmongMany() {
        together(4, index -> {
            Place own = new Place();
            for (int i = 0; i < 2_000; i++) {
                add(1);
                assertTrue(own.swap(null, "a", tally, 1));
                assertTrue(own.swap("a", null, tally, -1));
            }
        });
        assertEquals(8_000, tally.sum());
    }
}
