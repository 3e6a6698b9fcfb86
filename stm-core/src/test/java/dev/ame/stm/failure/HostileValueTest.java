package dev.ame.stm.failure;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.TxnLocal;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values and functions that do what no engine should rely on. */
@Bounded
class HostileValueTest {

    /** Nobody has any business calling a method of a value. */
    private static final class Untouchable {
        @Override
        public boolean equals(Object other) {
            throw new AssertionError("equals was called");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("hashCode was called");
        }

        @Override
        public String toString() {
            throw new AssertionError("toString was called");
        }
    }

    @ParameterizedTest
    @EnumSource
    void methodsOfValuesAreNeverCalled(Place place) {
        Untouchable one = new Untouchable();
        Untouchable two = new Untouchable();
        Box<Untouchable> box = Box.named("hostile", one);
        place.run(() -> {
            box.set(one);
            assertSame(one, box.get());
            assertSame(one, box.getAndSet(two));
            assertFalse(box.compareAndSet(one, two));
            assertTrue(box.compareAndSet(two, one));
            box.update(value -> two);
            assertSame(two, box.getAndUpdate(value -> one));
            assertSame(two, box.updateAndGet(value -> two));
            box.commute(value -> one);
        });
        assertSame(one, box.get());
    }

    @ParameterizedTest
    @EnumSource
    void aFunctionMayRunABlockOfItsOwn(Place place) {
        Box<Integer> box = Box.of(1);
        LongBox other = LongBox.of(10);
        place.run(() -> box.update(value -> value + (int) (long) atomic(() -> other.get())));
        assertEquals(11, box.get());
    }

    @Test
    void aFunctionInABlockMayWriteTheBoxItUpdates() {
        Box<Integer> box = Box.of(1);
        atomic(() -> {
            box.update(value -> {
                box.set(100);
                return value + 1;
            });
            assertEquals(2, box.get());
        });
        assertEquals(2, box.get());
    }

    @Test
    void aFunctionInABlockMayWait() {
        Box<Integer> box = Box.of(0);
        atomic(() -> {
            if (attempt() == 1) {
                box.get();
                elsewhere(() -> box.set(5));
            }
            box.update(value -> value == 0 ? retry() : value - 1);
        });
        assertEquals(4, box.get());
    }

    @Test
    void aCommutedFunctionThatThrowsRollsTheBlockBack() {
        Box<String> written = Box.of("old");
        Box<Integer> box = Box.of(0);
        IllegalArgumentException failure = new IllegalArgumentException();
        assertSame(
                failure,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> atomic(() -> {
                            written.set("new");
                            box.commute(value -> {
                                throw failure;
                            });
                        })));
        assertEquals("old", written.get());
        elsewhere(() -> {
            box.set(box.get() + 1);
            written.set("usable");
        });
        assertEquals(1, box.get());
    }

    @Test
    void aFunctionThatThrowsInABlockThatCatchesChangesNothing() {
        Box<Integer> box = Box.of(1);
        atomic(() -> {
            box.set(2);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> box.update(value -> {
                        throw new IllegalArgumentException();
                    }));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> box.updateAndGet(value -> {
                        throw new IllegalArgumentException();
                    }));
        });
        assertEquals(2, box.get());
    }

    @Test
    void aSupplierOfInitialValuesThatThrowsIsAskedAgain() {
        int[] calls = new int[1];
        TxnLocal<String> local = TxnLocal.withInitial(() -> {
            if (calls[0]++ == 0) {
                throw new IllegalArgumentException("first call");
            }
            return "initial";
        });
        atomic(() -> {
            assertThrows(IllegalArgumentException.class, local::get);
            assertEquals("initial", local.get());
        });
    }

    @Test
    void aBoxLeakedFromAnAbortedAttemptIsStillABox() {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Box<String>[] leak = new Box[1];
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    leak[0] = Box.of("created");
                    leak[0].set("written");
                    throw new IllegalArgumentException();
                }));
        leak[0].set("kept");
        elsewhere(() -> assertEquals("kept", leak[0].get()));
        elsewhere(() -> atomic(() -> leak[0].set(leak[0].get() + "!")));
        assertEquals("kept!", leak[0].get());
    }

    @Test
    void aBoxLeakedFromARunningBlockDoesNotShowItsWrites() {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Box<String>[] leak = new Box[1];
        atomic(() -> {
            leak[0] = Box.of("created");
            leak[0].set("written");
            elsewhere(() -> assertFalse("written".equals(leak[0].get()), "a dirty read"));
        });
        elsewhere(() -> assertEquals("written", leak[0].get()));
    }
}
