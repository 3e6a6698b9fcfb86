package dev.ame.stm.collections.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TBag;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a bag does, for one thread at a time. */
@Timeout(60)
class TBagTest {

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static List<Integer> drain(TBag<Integer> bag) {
        List<Integer> all = new ArrayList<>();
        for (Integer taken = bag.poll(); taken != null; taken = bag.poll()) {
            all.add(taken);
        }
        all.sort(null);
        return all;
    }

    @Test
    void whatIsAddedIsTakenOnce() throws Exception {
        TBag<Integer> bag = TBag.named("bag");
        List<Integer> all = IntStream.range(0, 1000).boxed().toList();
        all.forEach(bag::add);
        assertEquals(1000, bag.size());
        assertFalse(bag.isEmpty());
        assertEquals(all, drain(bag));
        assertEquals(0, bag.size());
        assertTrue(bag.isEmpty());
        assertNull(bag.poll());
        assertTrue(bag.addAll(all));
        assertFalse(bag.addAll(List.of()));
        assertEquals(all, Stm.atomic(() -> drain(bag)));
        assertTrue(bag.isEmpty());
        assertEquals(all, drain(new TBag<>(all)));
        bag.add(7);
        assertEquals(7, bag.take());
    }

    @Test
    void nullsAreRefused() {
        TBag<Integer> bag = new TBag<>();
        assertThrows(NullPointerException.class, () -> bag.add(null));
        assertThrows(NullPointerException.class, () -> bag.addAll(Arrays.asList(1, null)));
        assertThrows(NullPointerException.class, () -> new TBag<>(Arrays.asList(1, null)));
        assertThrows(NullPointerException.class, () -> TBag.named(null));
        assertTrue(bag.isEmpty());
    }

    @Test
    void aBlockSeesWhatItDoes() {
        TBag<Integer> bag = new TBag<>(List.of(1, 2, 3));
        Stm.atomic(() -> {
            bag.add(4);
            assertEquals(4, bag.poll(), "its own first");
            assertEquals(3, bag.size());
            assertEquals(6, bag.poll() + bag.poll() + bag.poll());
            assertTrue(bag.isEmpty());
            assertNull(bag.poll());
            bag.add(5);
            assertFalse(bag.isEmpty());
        });
        assertEquals(List.of(5), drain(bag));
    }

    @Test
    void aBlockThatThrowsHasTakenNothing() {
        TBag<Integer> bag = new TBag<>(List.of(1, 2));
        assertThrows(
                Undone.class,
                () -> Stm.atomic(() -> {
                    bag.poll();
                    bag.add(3);
                    bag.poll();
                    bag.poll();
                    assertNull(bag.poll());
                    throw new Undone();
                }));
        assertEquals(List.of(1, 2), drain(bag));
    }

    @Test
    void aNestedBlockThatThrowsHasTakenNothing() {
        TBag<Integer> bag = new TBag<>(List.of(1, 2, 3));
        Stm.atomic(() -> {
            bag.add(4);
            int first = bag.poll() + bag.poll();
            assertThrows(
                    Undone.class,
                    () -> Stm.atomic(() -> {
                        bag.add(5);
                        bag.add(6);
                        assertEquals(4, bag.size());
                        drain(bag);
                        throw new Undone();
                    }));
            assertEquals(10 - first, drain(bag).stream().mapToInt(i -> i).sum());
        });
        assertTrue(bag.isEmpty());
    }

    @Test
    void aClaimOfAnUndoneNestedBlockIsGivenBackAtOnce() throws Exception {
        TBag<Integer> bag = new TBag<>(List.of(1));
        Stm.atomic(() -> {
            if (Stm.attempt() > 1) {
                assertNull(bag.poll());
                return;
            }
            assertThrows(
                    Undone.class,
                    () -> Stm.atomic(() -> {
                        bag.poll();
                        throw new Undone();
                    }));
            Elsewhere.run(() -> Stm.atomic(() -> {
                assertEquals(1, Stm.attempt());
                return bag.take();
            }));
        });
    }

    @Test
    void worksInEveryKindOfBlock() throws Exception {
        TBag<Integer> bag = new TBag<>(List.of(1, 2, 3, 4, 5));
        AtomicBlock.named("serial").serialAfter(0).run(() -> {
            bag.take();
            bag.add(5);
            bag.take();
        });
        AtomicBlock.named("irrevocable").irrevocable().run(() -> {
            bag.take();
            assertEquals(3, bag.size());
        });
        Stm.atomic(() -> {
            bag.take();
            Stm.irrevocable("in the middle");
            bag.take();
        });
        AtomicBlock.named("reader").readOnly().run(() -> {
            assertEquals(1, bag.size());
            assertFalse(bag.isEmpty());
            assertThrows(IllegalStateException.class, bag::poll);
        });
        assertEquals(1, drain(bag).size());
    }

    @Test
    void anAlternativeIsTakenOnlyIfTheBagIsEmpty() throws Exception {
        TBag<Integer> bag = new TBag<>(List.of(1));
        assertEquals(1, takeOr(bag, 9));
        assertEquals(9, takeOr(bag, 9));
        bag.add(2);
        Box<Integer> seen = Box.of(0);
        Stm.atomic(() -> {
            bag.poll();
            if (Stm.attempt() == 1) {
                Elsewhere.run(() -> {
                    seen.set(takeOr(bag, 9));
                    return null;
                });
            }
        });
        assertEquals(2, seen.get(), "it was not empty: it was only claimed");
    }

    private static int takeOr(TBag<Integer> bag, int other) throws InterruptedException {
        return Stm.orElse(bag::take, () -> other);
    }

    @Test
    void otherStripesAreFound() throws Exception {
        TBag<Integer> bag = new TBag<>();
        Set<Integer> expected = new TreeSet<>();
        for (int i = 0; i < 8; i++) {
            int element = i;
            expected.add(i);
            Elsewhere.run(() -> bag.add(element));
        }
        Set<Integer> half = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            half.add(bag.poll());
        }
        half.addAll(Stm.atomic(() -> drain(bag)));
        assertEquals(expected, half);
    }

    @Test
    void takenElementsAreGarbage() {
        TBag<Object> bag = new TBag<>();
        List<WeakReference<Object>> taken = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            bag.add(new Object());
        }
        for (int i = 0; i < 10; i++) {
            taken.add(new WeakReference<>(bag.poll()));
            taken.add(new WeakReference<>(Stm.atomic(() -> bag.poll())));
        }
        assertCollected(taken);
        assertEquals(20, bag.size());
    }

    private static void assertCollected(List<WeakReference<Object>> references) {
        for (int i = 0; i < 50 && references.stream().anyMatch(r -> r.get() != null); i++) {
            System.gc();
        }
        assertEquals(0, references.stream().filter(r -> r.get() != null).count());
    }
}
