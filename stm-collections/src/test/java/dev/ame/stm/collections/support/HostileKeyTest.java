package dev.ame.stm.collections.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.support.HostileKey.Method;
import dev.ame.stm.collections.support.HostileKey.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class HostileKeyTest {
    @Test
    void equalsByItsId() {
        assertEquals(HostileKey.of(1), HostileKey.colliding(1));
        assertNotEquals(HostileKey.colliding(1), HostileKey.colliding(2));
        assertEquals(HostileKey.colliding(1).hashCode(), HostileKey.colliding(2).hashCode());
    }

    @Test
    void throwsWhenTold() {
        HostileKey key = HostileKey.of(1).throwingFrom(Method.COMPARE_TO);
        Map<HostileKey, Integer> map = new HashMap<>(Map.of(key, 1));
        assertThrows(Refusal.class, () -> key.compareTo(HostileKey.of(2)));
        assertEquals(1, map.get(HostileKey.of(1)));
        key.throwing();
        assertThrows(Refusal.class, () -> map.get(key));
        assertEquals(1, map.get(key.friendly()));
    }

    @Test
    void waitsWhenTold() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HostileKey key = HostileKey.of(1).slow(reached, goOn);
        FutureTask<Integer> hash = Elsewhere.start(key::hashCode);
        Elsewhere.await(reached);
        goOn.countDown();
        assertEquals(1, Elsewhere.join(hash));
    }

    @Test
    void canUseTheMapItIsIn() {
        Map<HostileKey, Integer> map = new HashMap<>();
        HostileKey key = HostileKey.of(1);
        key.running(() -> map.remove(HostileKey.of(2)));
        map.put(key, 1);
        assertEquals(1, map.get(key));
    }
}
