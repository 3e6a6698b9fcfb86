package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.engine.attempt.BlockSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loop that comes to its end has done: the result, the threads, the report and the options. */
@Timeout(60)
class AtomicLoopTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theResultIsThatOfTheSerialLoop(int parallelism) {
        long[] serial = new long[8];
        Map<Integer, Integer> serialCounts = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            serial[i % 8] += i;
            serial[i * 7 % 8] -= i / 2;
            serialCounts.merge(i % 5, 1, Integer::sum);
        }
        List<LongBox> boxes = Stream.generate(() -> LongBox.of(0)).limit(8).toList();
        Box<Map<Integer, Integer>> counts = Box.of(Map.of());

        LoopReport report = AtomicLoop.range(0, 400).parallelism(parallelism).forEach(i -> {
            LongBox up = boxes.get(i % 8);
            up.set(up.get() + i);
            LongBox down = boxes.get(i * 7 % 8);
            down.set(down.get() - i / 2);
            counts.update(map -> {
                Map<Integer, Integer> next = new HashMap<>(map);
                next.merge(i % 5, 1, Integer::sum);
                return Map.copyOf(next);
            });
        });

        for (int i = 0; i < 8; i++) {
            assertEquals(serial[i], boxes.get(i).get());
        }
        assertEquals(serialCounts, counts.get());
        assertEquals(400, report.iterations());
        assertTrue(report.transactions() >= 1 && report.transactions() <= 400, report::toString);
    }

    @Test
    void withParallelismOneTheCallerDoesItAllInTheOrderOfTheSource() {
        Box<List<Integer>> seen = Box.of(List.of());
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        LoopReport report = AtomicLoop.range(0, 50).parallelism(1).forEach(i -> {
            threads.add(Thread.currentThread());
            assertTrue(Stm.inAtomic());
            seen.update(list -> Stream.concat(list.stream(), Stream.of(i)).toList());
        });

        assertEquals(Stream.iterate(0, i -> i + 1).limit(50).toList(), seen.get());
        assertEquals(Set.of(Thread.currentThread()), threads);
        assertEquals(0, report.aborts());
        assertEquals(0, report.serialRuns());
        assertEquals(Duration.ZERO, report.wasted());
        assertTrue(report.elapsed().compareTo(Duration.ZERO) > 0);
    }

    @Test
    void asManyThreadsAsAskedForWorkAtOnceTheCallerAmongThem() throws Exception {
        CyclicBarrier all = new CyclicBarrier(5);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        AtomicLoop.range(0, 20).parallelism(5).forEach(i -> {
            threads.add(Thread.currentThread());
            all.await(10, TimeUnit.SECONDS); // breaks unless five threads are there
        });

        assertEquals(5, threads.size());
        assertTrue(threads.contains(Thread.currentThread()));
        threads.remove(Thread.currentThread());
        threads.forEach(helper -> assertTrue(helper.isDaemon(), helper::getName));
    }

    @Test
    void moreThreadsThanElementsDoNoHarm() {
        LongBox sum = LongBox.of(0);

        AtomicLoop.over(List.of(1, 2)).parallelism(16).forEach(sum::add);

        assertEquals(3, sum.get());
    }

    @Test
    void theReportCountsAborts() throws Exception {
        LongBox box = LongBox.of(0);
        CountDownLatch hasRead = new CountDownLatch(1);
        CountDownLatch hasCommitted = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();

        LoopReport report = AtomicLoop.range(0, 2).parallelism(2).forEach(i -> {
            if (i == 0) {
                runs.incrementAndGet();
                long before = box.get();
                hasRead.countDown();
                Started.await(hasCommitted);
                box.set(before + 10);
            } else {
                Started.await(hasRead);
                box.set(box.get() + 1);
                Stm.afterCommit(hasCommitted::countDown);
            }
        });

        assertEquals(11, box.get());
        assertEquals(2, runs.get());
        assertEquals(2, report.iterations());
        assertEquals(2, report.transactions());
        assertEquals(1, report.aborts());
        assertTrue(report.wasted().compareTo(Duration.ZERO) > 0);
        assertTrue(report.wasted().compareTo(report.elapsed()) <= 0);
    }

    @Test
    void theReportCountsSerialRuns() throws Exception {
        LongBox box = LongBox.of(0);
        AtomicInteger runs = new AtomicInteger();
        int serialAfter = BlockSettings.DEFAULT.serialAfter();

        LoopReport report = AtomicLoop.range(0, 1).parallelism(1).forEach(i -> {
            long before = box.get();
            if (runs.incrementAndGet() <= serialAfter) {
                Started.run(() -> box.addAndGet(10)).result(); // someone else gets in between each time
            }
            box.set(before + 1);
        });

        assertEquals(10 * serialAfter + 1, box.get());
        assertEquals(serialAfter, report.aborts());
        assertEquals(1, report.serialRuns());
    }

    @Test
    void anOptionGivesANewLoopAndLeavesTheOldOne() {
        AtomicReference<LoopProgress> told = new AtomicReference<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicLoop<Integer> alone = AtomicLoop.over(List.of(1, 2, 3)).parallelism(1);

        alone.parallelism(8).named("other").onProgress(told::set);
        alone.forEach(i -> {
            threads.add(Thread.currentThread());
        });

        assertEquals(Set.of(Thread.currentThread()), threads);
        assertSame(null, told.get());
    }

    @Test
    void badArgumentsAreRefusedAtOnce() {
        AtomicLoop<Integer> loop = AtomicLoop.range(0, 1);
        assertThrows(NullPointerException.class, () -> AtomicLoop.over((Iterable<?>) null));
        assertThrows(NullPointerException.class, () -> AtomicLoop.over((Iterator<?>) null));
        assertThrows(NullPointerException.class, () -> AtomicLoop.over((Object[]) null));
        assertThrows(NullPointerException.class, () -> AtomicLoop.over((Map<?, ?>) null));
        assertThrows(NullPointerException.class, () -> AtomicLoop.over((Stream<?>) null));
        assertThrows(NullPointerException.class, () -> loop.named(null));
        assertThrows(NullPointerException.class, () -> loop.onProgress(null));
        assertThrows(NullPointerException.class, () -> loop.forEach((AtomicBody<Integer, RuntimeException>) null));
        assertThrows(IllegalArgumentException.class, () -> loop.parallelism(0));
        assertThrows(IllegalArgumentException.class, () -> loop.parallelism(-1));
        assertFalse(Stm.inAtomic());
    }
}
