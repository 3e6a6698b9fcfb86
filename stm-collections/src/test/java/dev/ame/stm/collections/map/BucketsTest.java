package dev.ame.stm.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.support.HostileKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The index alone: without values, and without transactions. */
@Timeout(60)
class BucketsTest {
    /** Keys of one hash, if {@code hashes} is 1; of all kinds of hashes, if it is large. */
    private record Key(int number, int hashes) {
        @Override
        public int hashCode() {
            return number % hashes;
        }
    }

    private static <K> Entry<K, Integer> entry(K key) {
        return new Entry<>(null, key, Buckets.hash(key));
    }

    private static <K> Entry<K, Integer> find(Buckets<K, Integer> buckets, K key) {
        return buckets.find(key, Buckets.hash(key));
    }

    private static <K> List<Entry<K, Integer>> all(Buckets<K, Integer> buckets) {
        List<Entry<K, Integer>> entries = new ArrayList<>();
        Traversal<K, Integer> traversal = new Traversal<>(buckets);
        for (Entry<K, Integer> next = traversal.next(); next != null; next = traversal.next()) {
            entries.add(next);
        }
        assertNull(traversal.next());
        return entries;
    }

    @Test
    void isAMap() {
        for (int seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            int hashes = List.of(1, 3, 40, Integer.MAX_VALUE).get(seed % 4);
            int range = 1 << (1 + random.nextInt(10));
            Buckets<Key, Integer> buckets = new Buckets<>(random.nextInt(20));
            Map<Key, Entry<Key, Integer>> model = new HashMap<>();
            for (int step = 0; step < 4 * range; step++) {
                Key key = new Key(random.nextInt(range), hashes);
                Entry<Key, Integer> present = model.get(key);
                if (random.nextInt(3) > 0) {
                    Entry<Key, Integer> made = entry(key);
                    assertSame(present == null ? made : present, buckets.insert(made));
                    model.putIfAbsent(key, made);
                } else if (present != null) {
                    buckets.remove(present);
                    buckets.remove(present);
                    model.remove(key);
                }
                assertSame(model.get(key), find(buckets, key), "seed " + seed);
                if (step % 61 == 0) {
                    assertContent(model, buckets);
                }
            }
            assertContent(model, buckets);
        }
    }

    private static <K> void assertContent(Map<K, Entry<K, Integer>> model, Buckets<K, Integer> buckets) {
        List<Entry<K, Integer>> entries = all(buckets);
        assertEquals(new HashSet<>(model.values()), new HashSet<>(entries));
        assertEquals(model.size(), entries.size());
        assertEquals(model.size(), buckets.size());
        model.forEach((key, entry) -> assertSame(entry, find(buckets, key)));
    }

    @Test
    void hashesAtBothEnds() {
        Buckets<Integer, Integer> buckets = new Buckets<>(0);
        List<Entry<Integer, Integer>> made = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int[] hashes = {0, Integer.MAX_VALUE, 1, Integer.MAX_VALUE - 1};
            made.add(new Entry<>(null, i, hashes[i % 4]));
            buckets.insert(made.get(i));
        }
        assertEquals(new HashSet<>(made), new HashSet<>(all(buckets)));
        assertEquals(made.size(), all(buckets).size());
        made.forEach(entry -> assertSame(entry, buckets.find(entry.key, entry.hash)));
        made.forEach(buckets::remove);
        assertTrue(all(buckets).isEmpty());
    }

    @Test
    void aTraversalGoesOnThroughGrowthAndRemovals() {
        Buckets<Integer, Integer> buckets = new Buckets<>(0);
        for (int i = 0; i < 10; i++) {
            buckets.insert(entry(i));
        }
        Set<Integer> met = new HashSet<>();
        Traversal<Integer, Integer> traversal = new Traversal<>(buckets);
        for (Entry<Integer, Integer> next = traversal.next(); next != null; next = traversal.next()) {
            assertTrue(met.add(next.key));
            int from = 1000 * met.size();
            for (int i = from; i < from + 100; i++) {
                buckets.insert(entry(i));
            }
            buckets.remove(next);
            if (met.size() > 500) {
                break; // new ones may be met, or not
            }
        }
        for (int i = 0; i < 10; i++) {
            assertTrue(met.contains(i) || find(buckets, i) != null);
        }
    }

    @Test
    void whatStaysIsMetOnceByThoseWhoGoThroughWhileTheTableGrows() throws Exception {
        for (int round = 0; round < 200; round++) {
            Buckets<Integer, Integer> buckets = new Buckets<>(0);
            Set<Integer> old = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                buckets.insert(entry(i));
                old.add(i);
            }
            CountDownLatch begin = new CountDownLatch(1);
            AtomicBoolean over = new AtomicBoolean();
            FutureTask<Void> reader = Elsewhere.start(() -> {
                begin.countDown();
                while (!over.get()) {
                    Set<Integer> met = new HashSet<>();
                    for (Entry<Integer, Integer> entry : all(buckets)) {
                        assertTrue(met.add(entry.key), "met twice");
                    }
                    assertTrue(met.containsAll(old), "not met");
                    old.forEach(key -> assertNotNull(find(buckets, key)));
                }
                return null;
            });
            begin.await();
            for (int i = 50; i < 2000; i++) {
                Entry<Integer, Integer> made = entry(i);
                buckets.insert(made);
                if (i % 3 == 0) {
                    buckets.remove(made);
                }
            }
            over.set(true);
            Elsewhere.join(reader);
        }
    }

    @Test
    void insertionsAndRemovalsOfManyThreads() throws Exception {
        for (int round = 0; round < 50; round++) {
            Buckets<Integer, Integer> buckets = new Buckets<>(0);
            List<FutureTask<Integer>> threads = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                threads.add(Elsewhere.start(() -> {
                    int net = 0;
                    for (int i = 0; i < 3000; i++) {
                        int key = ThreadLocalRandom.current().nextInt(500);
                        Entry<Integer, Integer> made = entry(key);
                        if (buckets.insert(made) == made) {
                            net++;
                            if (i % 2 == 0) {
                                buckets.remove(made); // nobody else does
                                net--;
                            }
                        }
                    }
                    return net;
                }));
            }
            int expected = 0;
            for (FutureTask<Integer> thread : threads) {
                expected += Elsewhere.join(thread);
            }
            List<Entry<Integer, Integer>> entries = all(buckets);
            Set<Integer> keys = new HashSet<>();
            entries.forEach(entry -> assertTrue(keys.add(entry.key), "two entries of a key"));
            assertEquals(expected, entries.size());
            assertEquals(expected, buckets.size());
            entries.forEach(entry -> assertSame(entry, find(buckets, entry.key)));
        }
    }

    /** Another thread uses the bucket meanwhile, for other keys and for the same one. */
    @Test
    void keysAreComparedWithNothingLocked() throws Exception {
        Buckets<HostileKey, Integer> buckets = new Buckets<>(0);
        buckets.insert(entry(HostileKey.colliding(1)));
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Entry<HostileKey, Integer> slow = entry(HostileKey.colliding(2));
        slow.key.slow(reached, goOn);
        FutureTask<Entry<HostileKey, Integer>> inserting = Elsewhere.start(() -> buckets.insert(slow));
        Elsewhere.await(reached);
        Entry<HostileKey, Integer> first = entry(HostileKey.colliding(2));
        assertSame(first, buckets.insert(first));
        goOn.countDown();
        assertSame(first, Elsewhere.join(inserting), "an equal key that came meanwhile was overlooked");
        assertEquals(2, all(buckets).size());
    }

    @Test
    void aFullStackLeavesNothingHalfDone() {
        Buckets<Integer, Integer> buckets = new Buckets<>(0);
        Set<Integer> inserted = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            int from = 100 * i;
            assertThrows(Done.class, () -> descend(buckets, from));
            for (int key = from; key < from + 60; key++) {
                buckets.insert(entry(key));
            }
        }
        all(buckets).forEach(entry -> assertTrue(inserted.add(entry.key), "two entries of a key"));
        for (int i = 0; i < 100; i++) {
            for (int key = 100 * i; key < 100 * i + 60; key++) {
                assertNotNull(find(buckets, key));
                assertTrue(inserted.contains(key));
            }
        }
    }

    private static final class Done extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Fills the stack; then each level from the last one on tries to use the index, until one has stack enough. */
    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static int descend(Buckets<Integer, Integer> buckets, int key) {
        int depth;
        try {
            depth = 1 + descend(buckets, key);
        } catch (StackOverflowError e) {
            for (int tried = key; tried < key + 40; tried++) {
                Entry<Integer, Integer> made = entry(tried);
                buckets.insert(made);
                if (tried % 4 == 0) {
                    buckets.remove(made);
                }
            }
            throw new Done();
        }
        return depth;
    }
}
