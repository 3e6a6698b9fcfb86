package dev.ame.stm.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TSet;
import dev.ame.stm.collections.support.HostileKey;
import dev.ame.stm.collections.support.HostileKey.Method;
import dev.ame.stm.collections.support.HostileKey.Refusal;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that collide, throw, take their time, or use the map, and functions that do. */
@Timeout(60)
class HostileKeysTest {
    private final TMap<HostileKey, Integer> map = new TMap<>();

    @Test
    void collidingKeysAreKeptApart() {
        for (int i = 0; i < 500; i++) {
            map.put(HostileKey.colliding(i), i);
        }
        Stm.atomic(() -> {
            for (int i = 0; i < 500; i += 2) {
                assertEquals(i, map.remove(HostileKey.colliding(i)));
                assertNull(map.get(HostileKey.colliding(i)));
            }
        });
        assertEquals(250, map.size());
        assertEquals(251, map.get(HostileKey.colliding(251)));
        assertNull(map.get(HostileKey.colliding(250)));
    }

    @Test
    void whatAKeyThrowsComesOutAndNothingHasHappened() {
        map.put(HostileKey.of(1), 1);
        HostileKey key = HostileKey.of(1).throwing();
        assertThrows(Refusal.class, () -> map.get(key));
        assertThrows(Refusal.class, () -> map.put(key, 2));
        assertThrows(Refusal.class, () -> map.remove(key));
        assertThrows(
                Refusal.class,
                () -> Stm.atomic(() -> {
                    map.put(HostileKey.of(2), 2);
                    map.put(key, 2);
                }));
        assertEquals(Map.of(HostileKey.of(1), 1), map);
    }

    @Test
    void aKeyThatThrowsWhenAQuestionIsAskedAgainAbortsTheAttempt() throws Exception {
        HostileKey absent = HostileKey.of(1);
        int[] attempts = new int[1];
        Stm.atomic(() -> {
            attempts[0] = Stm.attempt();
            assertEquals(Stm.attempt() == 1, map.get(absent) == null);
            if (Stm.attempt() == 1) {
                Elsewhere.run(() -> map.put(HostileKey.of(1), 5));
                absent.throwingFrom(Method.EQUALS);
            } else {
                absent.friendly();
            }
            Elsewhere.run(absent::friendly);
            map.put(HostileKey.of(2), 2);
        });
        assertEquals(2, attempts[0]);
    }

    @Test
    void aSlowKeyHoldsUpNobodyElse() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HostileKey slow = HostileKey.of(1).slow(reached, goOn);
        FutureTask<Integer> put = Elsewhere.start(() -> Stm.atomic(() -> map.put(slow, 1)));
        Elsewhere.await(reached);
        map.put(HostileKey.of(2), 2);
        assertEquals(1, map.size());
        assertFalse(put.isDone());
        goOn.countDown();
        Elsewhere.join(put);
        assertEquals(2, map.size());
    }

    @Test
    void aKeyMayUseTheMap() {
        HostileKey key = HostileKey.of(1);
        key.running(() -> {
            map.get(HostileKey.of(3));
            map.put(HostileKey.of(2), 2);
        });
        Stm.atomic(() -> map.put(key, 1));
        assertEquals(1, map.get(HostileKey.of(1)));
        assertEquals(2, map.get(HostileKey.of(2)));
        map.remove(key);
        assertEquals(Map.of(HostileKey.of(2), 2), map);
    }

    @Test
    void functionsMayUseTheMapAndTheSameKey() {
        TMap<String, Integer> counts = new TMap<>();
        assertEquals(10, counts.compute("a", (key, old) -> {
            counts.put("a", 5);
            counts.put("b", counts.size());
            return 10;
        }));
        assertEquals(Map.of("a", 10, "b", 1), counts);
        assertNull(counts.compute("a", (key, old) -> {
            counts.remove("a");
            return null;
        }));
        assertNull(counts.computeIfPresent("b", (key, old) -> {
            counts.clear();
            return null;
        }));
        assertTrue(counts.isEmpty());
        assertEquals(3, counts.computeIfAbsent("a", key -> {
            counts.computeIfAbsent("a", again -> 2);
            return 3;
        }));
        assertEquals(Map.of("a", 3), counts);
        assertEquals(1, counts.size());
    }

    @Test
    void aFunctionThatThrowsUndoesItsBlock() {
        TMap<String, Integer> counts = new TMap<>(Map.of("a", 1));
        assertThrows(
                IllegalStateException.class,
                () -> counts.merge("a", 1, (x, y) -> {
                    counts.put("b", 2);
                    throw new IllegalStateException();
                }));
        assertEquals(Map.of("a", 1), counts);
        assertThrows(NullPointerException.class, () -> counts.replaceAll((key, value) -> null));
        assertEquals(Map.of("a", 1), counts);
    }

    @Test
    void aSetMayContainItself() {
        TSet<Object> set = new TSet<>();
        set.add(1);
        assertTrue(set.add("x"));
        assertEquals(2, Stm.atomic(set::size));
    }
}
