package dev.ame.stm.collections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads and one map: what conflicts, and what must not. */
@Timeout(60)
class TMapConflictTest {

    @Test
    void putsOfDifferentKeysDoNotConflict() throws Exception {
        assertNoConflict(new TMap<>());
        TMap<Integer, String> filled = new TMap<>();
        for (int i = 10; i < 1000; i++) {
            filled.put(i, "filled");
        }
        assertNoConflict(filled);
    }

    /** Two blocks that each put before the other commits, and remove or look up what the other leaves alone. */
    private static void assertNoConflict(TMap<Integer, String> map) throws Exception {
        int before = map.size();
        CountDownLatch bothHavePut = new CountDownLatch(2);
        FutureTask<Integer> other = Elsewhere.start(() -> putAndMeet(map, 1, bothHavePut));

        assertEquals(1, putAndMeet(map, 2, bothHavePut));
        assertEquals(1, Elsewhere.join(other));
        assertEquals("put", map.get(1));
        assertEquals("put", map.get(2));
        assertEquals(before + 2, map.size());
    }

    private static int putAndMeet(TMap<Integer, String> map, int key, CountDownLatch bothHavePut) throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Stm.atomic(() -> {
            attempts.incrementAndGet();
            map.put(key, "put");
            map.merge(key + 2, "x", String::concat);
            map.remove(key + 2);
            assertNull(map.get(key + 4));
            bothHavePut.countDown();
            Elsewhere.await(bothHavePut);
        });
        return attempts.get();
    }

    @Test
    void aGetOfAnAbsentKeyConflictsWithALaterPutOfIt() throws Exception {
        TMap<String, Integer> map = new TMap<>();
        AtomicInteger attempts = new AtomicInteger();

        Stm.atomic(() -> {
            boolean first = attempts.incrementAndGet() == 1;
            Integer seen = map.get("absent");
            if (first) {
                Elsewhere.run(() -> map.put("absent", 1));
            }
            map.put("seen", seen == null ? -1 : seen);
        });

        assertEquals(Map.of("absent", 1, "seen", 1), map);
        assertEquals(2, attempts.get());
    }

    @Test
    void aGetOfAnAbsentKeyDoesNotConflictWithAPutOfAnother() throws Exception {
        TMap<String, Integer> map = new TMap<>();
        AtomicInteger attempts = new AtomicInteger();

        Stm.atomic(() -> {
            boolean first = attempts.incrementAndGet() == 1;
            assertFalse(map.containsKey("absent"));
            assertNull(map.remove("absent too"));
            if (first) {
                Elsewhere.run(() -> map.put("other", 1));
            }
            map.put("seen", 0);
        });

        assertEquals(1, attempts.get());
    }

    @Test
    void absentKeysAllowNoWriteSkew() throws Exception {
        TMap<String, Integer> map = new TMap<>();
        CountDownLatch bothHaveRead = new CountDownLatch(2);
        FutureTask<Boolean> other = Elsewhere.start(() -> putUnlessOther(map, "a", "b", bothHaveRead));

        boolean mine = putUnlessOther(map, "b", "a", bothHaveRead);

        assertTrue(mine ^ Elsewhere.join(other), "exactly one must have found the other's key absent");
        assertEquals(1, map.size());
    }

    private static boolean putUnlessOther(TMap<String, Integer> map, String own, String other, CountDownLatch read)
            throws Exception {
        return Stm.atomic(() -> {
            boolean absent = map.get(other) == null;
            read.countDown();
            Elsewhere.await(read);
            if (absent) {
                map.put(own, 1);
            }
            return absent;
        });
    }

    @Test
    void anIterationConflictsWithAnInsertionThatItMissed() throws Exception {
        TMap<Integer, Integer> map = new TMap<>(Map.of(1, 10));
        LongBox total = LongBox.of(0);
        AtomicInteger attempts = new AtomicInteger();

        Stm.atomic(() -> {
            boolean first = attempts.incrementAndGet() == 1;
            long sum = 0;
            for (int value : map.values()) {
                sum += value;
            }
            if (first) {
                Elsewhere.run(() -> map.put(2, 20));
            }
            total.set(sum);
        });

        assertEquals(30, total.get());
        assertEquals(2, attempts.get());
    }

    @Test
    void iterationAllowsNoPhantoms() throws Exception {
        TMap<String, Integer> map = new TMap<>();
        CountDownLatch bothHaveIterated = new CountDownLatch(2);
        FutureTask<Boolean> other = Elsewhere.start(() -> putIfNoneIterated(map, "a", bothHaveIterated));

        boolean mine = putIfNoneIterated(map, "b", bothHaveIterated);

        assertTrue(mine ^ Elsewhere.join(other), "exactly one must have found the map empty");
        assertEquals(1, map.size());
    }

    private static boolean putIfNoneIterated(TMap<String, Integer> map, String key, CountDownLatch iterated)
            throws Exception {
        return Stm.atomic(() -> {
            boolean none = !map.entrySet().iterator().hasNext();
            iterated.countDown();
            Elsewhere.await(iterated);
            if (none) {
                map.put(key, 1);
            }
            return none;
        });
    }

    @Test
    void anIterationConflictsWithASwapOfKeys() throws Exception {
        TMap<Integer, Integer> map = new TMap<>(Map.of(1, 10, 2, 20));
        LongBox total = LongBox.of(0);

        Stm.atomic(() -> {
            boolean first = Stm.attempt() == 1;
            long sum = map.values().stream().mapToLong(value -> value).sum();
            if (first) {
                Elsewhere.run(() -> Stm.atomic(
                        () -> { // the size stays the same
                            map.remove(1);
                            return map.put(3, 30);
                        }));
            }
            total.set(sum);
        });

        assertEquals(50, total.get());
    }

    @Test
    void sizeIsExactUnderConcurrentPutsAndRemovals() throws Exception {
        TMap<Integer, Integer> map = new TMap<>();
        CyclicBarrier start = new CyclicBarrier(4);
        List<FutureTask<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            int own = writer;
            writers.add(Elsewhere.start(() -> {
                start.await(10, TimeUnit.SECONDS);
                for (int i = 0; i < 1000; i++) {
                    map.put(i, own); // the same keys in all threads
                    map.put(10_000 * (own + 1) + i, i);
                    if (i % 2 == 0) {
                        map.remove(10_000 * (own + 1) + i);
                    }
                    assertTrue(map.size() > i);
                }
                return null;
            }));
        }
        for (FutureTask<Void> writer : writers) {
            Elsewhere.join(writer);
        }

        assertEquals(1000 + 4 * 500, map.size());
        assertEquals(3000, new HashMap<>(map).size());
    }

    @Test
    void theSizeReadInABlockConflictsWithInsertionsOnly() throws Exception {
        TMap<String, Integer> map = new TMap<>(Map.of("a", 1));
        AtomicInteger attempts = new AtomicInteger();

        Stm.atomic(() -> {
            int attempt = attempts.incrementAndGet();
            int size = map.size();
            if (attempt == 1) {
                Elsewhere.run(() -> map.put("b", 2));
            } else if (attempt == 2) {
                Elsewhere.run(() -> map.put("a", 100));
            }
            map.put("size", size);
        });

        assertEquals(2, map.get("size"));
        assertEquals(2, attempts.get());
    }

    @Test
    void iterationIsASnapshotOutsideABlock() throws Exception {
        TMap<Integer, Integer> map = new TMap<>();
        for (int i = 0; i < 100; i++) {
            map.put(i, 1);
        }
        Iterator<Map.Entry<Integer, Integer>> iterator = map.entrySet().iterator();
        int sum = iterator.next().getValue();
        Elsewhere.run(() -> {
            for (int i = 0; i < 100; i++) {
                map.remove(i);
                map.put(i + 1000, 50);
            }
            return null;
        });
        int count = 1;
        while (iterator.hasNext()) {
            sum += iterator.next().getValue();
            count++;
        }

        assertEquals(100, count);
        assertEquals(100, sum);
        assertEquals(5000, map.values().stream().mapToInt(value -> value).sum());
    }

    @Test
    void aReadOnlyBlockSeesOneMomentInEveryIteration() throws Exception {
        TMap<Integer, Integer> map = new TMap<>(Map.of(1, 50, 2, 50));
        AtomicInteger attempts = new AtomicInteger();

        AtomicBlock.named("audit").readOnly().run(() -> {
            attempts.incrementAndGet();
            Map<Integer, Integer> first = new HashMap<>(map);
            Elsewhere.run(() -> Stm.atomic(() -> {
                map.put(1, 20);
                map.remove(2);
                return map.put(3, 80);
            }));
            assertEquals(first, new HashMap<>(map));
            assertEquals(2, map.size());
            assertNull(map.get(3));
        });

        assertEquals(1, attempts.get());
        assertEquals(Map.of(1, 20, 3, 80), map);
    }

    @Test
    void oneBlockCanWaitInRetryForAKey() throws Exception {
        TMap<String, Integer> map = new TMap<>();
        CountDownLatch looked = new CountDownLatch(1);
        FutureTask<Integer> waiter = Elsewhere.start(() -> Stm.atomic(() -> {
            Integer value = map.get("key");
            looked.countDown();
            Stm.check(value != null);
            map.remove("key");
            return value;
        }));
        Elsewhere.await(looked);
        map.put("key", 7);

        assertEquals(7, Elsewhere.join(waiter));
        assertTrue(map.isEmpty());
    }
}
