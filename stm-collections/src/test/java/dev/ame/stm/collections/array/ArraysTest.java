package dev.ame.stm.collections.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TArray;
import dev.ame.stm.collections.TLongArray;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArraysTest {

    @Test
    void elementsAreNullOrZeroAtFirst() {
        TArray<String> array = new TArray<>(3);
        TLongArray longs = new TLongArray(3);
        assertNull(array.get(1));
        assertEquals(0, longs.get(1));
        Stm.atomic(() -> {
            assertNull(array.get(2));
            assertEquals(0, longs.get(2));
        });
        assertEquals(3, array.length());
        assertEquals(3, longs.length());
        assertEquals("[null, null, null]", array.toString());
        assertEquals("[0, 0, 0]", longs.toString());
    }

    @Test
    void operationsAreThoseOfABox() {
        TArray<String> array = new TArray<>(List.of("a", "b"));
        array.set(0, "x");
        assertEquals("x", array.getAndSet(0, "y"));
        array.update(0, s -> s + "!");
        array.commute(0, s -> s + "?");
        assertEquals("y!?", array.getAndUpdate(0, s -> "z"));
        assertEquals("zz", array.updateAndGet(0, s -> s + s));
        assertFalse(array.compareAndSet(1, "other", "c"));
        assertTrue(array.compareAndSet(1, "b", "c"));
        assertArrayEquals(new Object[] {"zz", "c"}, array.toArray());
        assertEquals(List.of("zz", "c"), array.stream().toList());
        assertArrayEquals(new Object[] {"p", null}, new TArray<>(new String[] {"p", null}).toArray());
    }

    @Test
    void operationsOnLongsAreThoseOfALongBox() {
        TLongArray array = new TLongArray(new long[] {5, 7});
        array.add(0, 3);
        array.increment(0);
        array.decrement(1);
        assertEquals(9, array.getAndAdd(0, 1));
        assertEquals(11, array.addAndGet(0, 1));
        assertEquals(12, array.incrementAndGet(0));
        assertEquals(12, array.getAndIncrement(0));
        assertEquals(12, array.decrementAndGet(0));
        assertEquals(12, array.getAndDecrement(0));
        assertEquals(11, array.getAndSet(0, 1));
        array.update(0, x -> x + 1);
        array.commute(0, x -> x * 10);
        assertEquals(20, array.getAndUpdate(0, x -> 4));
        assertEquals(8, array.updateAndGet(0, x -> x * 2));
        assertTrue(array.compareAndSet(1, 6, 60));
        assertFalse(array.compareAndSet(1, 6, 61));
        assertArrayEquals(new long[] {8, 60}, array.toArray());
        assertEquals(68, array.stream().sum());
    }

    @Test
    void positionsAreChecked() {
        TArray<String> array = new TArray<>(2);
        TLongArray longs = new TLongArray(2);
        for (int bad : new int[] {-1, 2}) {
            assertThrows(IndexOutOfBoundsException.class, () -> array.get(bad));
            assertThrows(IndexOutOfBoundsException.class, () -> array.set(bad, ""));
            assertThrows(IndexOutOfBoundsException.class, () -> longs.get(bad));
            assertThrows(IndexOutOfBoundsException.class, () -> longs.add(bad, 1));
        }
        assertThrows(NegativeArraySizeException.class, () -> new TArray<>(-1));
        assertThrows(NegativeArraySizeException.class, () -> TLongArray.named("array", -1));
    }

    @Test
    void onlyOperationsOnOnePositionConflict() throws Exception {
        Overlap<TArray<Integer>> array =
                Overlap.<TArray<Integer>>of(() -> TArray.named("array", 2)).comparing(TArray::toArray);
        Block<TArray<Integer>> readAndWrite = a -> a.getAndSet(0, a.get(1) == null ? 1 : 2);
        array.commute(Overlap.does(a -> a.set(0, 1)), Overlap.does(a -> a.set(1, 1)));
        array.commute(a -> a.get(0), Overlap.does(a -> a.set(1, 1)));
        array.conflict(readAndWrite, readAndWrite);
        array.conflict(readAndWrite, Overlap.does(a -> a.set(1, 5)));

        Overlap<TLongArray> longs =
                Overlap.<TLongArray>of(() -> TLongArray.named("array", 2)).comparing(TLongArray::toString);
        longs.commute(Overlap.does(a -> a.add(0, 1)), Overlap.does(a -> a.add(0, 2)));
        longs.commute(Overlap.does(a -> a.set(0, 1)), a -> a.get(1));
        longs.conflict(a -> a.incrementAndGet(0), a -> a.incrementAndGet(0));
    }
}
