package dev.ame.stm.collections.sorted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.collections.support.HostileKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Comparators are code of users: they throw, take their time, and use the map. */
@Timeout(60)
class HostileOrderTest {
    private final TSortedMap<HostileKey, Integer> map = new TSortedMap<>();

    HostileOrderTest() {
        for (int i = 0; i < 100; i++) {
            map.put(HostileKey.of(2 * i), i);
        }
    }

    @Test
    void aComparisonThatThrowsChangesNothing() {
        HostileKey key = HostileKey.of(7).throwing();
        assertThrows(HostileKey.Refusal.class, () -> map.put(key, 1));
        assertThrows(HostileKey.Refusal.class, () -> map.get(key));
        Stm.atomic(() -> {
            assertThrows(HostileKey.Refusal.class, () -> map.put(key, 1));
            assertThrows(HostileKey.Refusal.class, () -> map.ceilingKey(key));
            map.put(HostileKey.of(9), 1);
        });
        assertEquals(101, map.size());
    }

    @Test
    void aComparisonThatChangesTheMapLosesNothing() {
        int[] value = {1000};
        HostileKey key = HostileKey.of(7).running(() -> map.put(HostileKey.of(11), value[0]++));

        assertNull(map.put(key, 1));
        assertEquals(1, map.get(HostileKey.of(7)));
        assertEquals(value[0] - 1, map.get(HostileKey.of(11)));
        Stm.atomic(() -> {
            assertEquals(1, map.put(key, 2));
            assertEquals(2, map.get(key));
            assertEquals(8, map.higherKey(key).hashCode());
        });
        assertEquals(2, map.get(HostileKey.of(7)));
        assertEquals(value[0] - 1, map.get(HostileKey.of(11)));
        assertEquals(2, map.remove(key));
        assertEquals(101, map.size());
    }

    @Test
    void aFunctionThatChangesTheMapLosesNothing() {
        HostileKey key = HostileKey.of(7);
        for (int round = 0; round < 2; round++) {
            Integer result = round == 0 ? computed(key) : Stm.atomic(() -> computed(key));
            assertEquals(5, result);
            assertEquals(5, map.remove(key));
            assertEquals(6, map.remove(HostileKey.of(9)));
        }
    }

    private Integer computed(HostileKey key) {
        return map.compute(key, (k, v) -> {
            map.put(HostileKey.of(9), 6);
            return 5;
        });
    }

    @Test
    void aSlowComparisonHoldsUpNobody() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HostileKey key = HostileKey.of(7).slow(reached, goOn);
        FutureTask<Integer> slow = Elsewhere.start(() -> Stm.atomic(() -> map.put(key, 1)));
        Elsewhere.await(reached);
        assertNull(map.put(HostileKey.of(9), 2));
        Stm.atomic(() -> map.put(HostileKey.of(11), 3));
        goOn.countDown();
        Elsewhere.join(slow);
        assertEquals(103, map.size());
    }

    @Test
    void aComparatorMayReadBoxes() throws Exception {
        Box<Integer> sign = Box.of(1);
        Comparator<Integer> comparator = (a, b) -> sign.get() * a.compareTo(b);
        TSortedMap<Integer, Integer> signed = new TSortedMap<>(comparator);
        List<Integer> attempts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            signed.put(i, i);
        }
        Stm.atomic(() -> {
            attempts.add(Stm.attempt());
            assertEquals(5, signed.get(5));
            if (Stm.attempt() == 1) {
                Elsewhere.run(() -> {
                    signed.put(1000, 1);
                    sign.set(1);
                    return null;
                });
            }
            signed.put(2000, 2);
        });
        assertTrue(attempts.size() > 1, "while the engine asks again, a comparator that reads boxes fails");
        assertEquals(102, signed.size());
    }

    @Test
    void aKeyOfAnotherTypeIsRefusedAndForgotten() throws Exception {
        TSortedMap<Object, Integer> objects = new TSortedMap<>();
        assertNull(objects.get("nothing to compare with"));
        assertThrows(ClassCastException.class, () -> objects.put(new Object(), 1));
        objects.put(1, 1);
        List<Integer> attempts = new ArrayList<>();
        Stm.atomic(() -> {
            attempts.add(Stm.attempt());
            assertThrows(ClassCastException.class, () -> objects.get("text"));
            Elsewhere.run(() -> objects.put(3, 3));
            objects.put(2, 2);
        });
        assertEquals(List.of(1), attempts);
        assertEquals(3, objects.size());
    }
}
