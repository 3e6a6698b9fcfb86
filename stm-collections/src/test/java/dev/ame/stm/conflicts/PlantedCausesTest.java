package dev.ame.stm.conflicts;

import static dev.ame.stm.Stm.irrevocable;
import static dev.ame.stm.conflicts.Collision.collide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.loop.AtomicLoop;
import dev.ame.stm.observe.Conflict;
import dev.ame.stm.observe.ConflictRecorder;
import dev.ame.stm.observe.ConflictReport;
import dev.ame.stm.observe.SerialUse;
import dev.ame.stm.observe.Suggestion;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A program with eight mistakes that keep it from scaling: one recording names all of them. */
class PlantedCausesTest {
    private final LongBox sum = LongBox.named("sum", 0);
    private final Box<Map<Integer, Integer>> map = Box.named("index", Map.of());
    private final TMap<Integer, Integer> users = TMap.named("users");
    private final TSortedMap<Integer, Integer> events = TSortedMap.named("events");
    private final TQueue<Integer> orders = TQueue.named("orders");
    private final LongBox last = LongBox.named("last", 0);
    private final LongBox[] accounts =
            IntStream.range(0, 200).mapToObj(i -> LongBox.of(i)).toArray(LongBox[]::new);
    private final LongBox result = LongBox.of(0);

    private static AtomicBlock block(String name) {
        return AtomicBlock.named(name);
    }

    private static Conflict find(ConflictReport report, String loser, String winner, String target) {
        return report.conflicts().stream()
                .filter(row -> row.loser().block().equals(loser)
                        && row.winner().block().equals(winner)
                        && row.target().toString().startsWith(target))
                .findFirst()
                .orElseThrow(() -> new AssertionError(target + " is not there\n" + report));
    }

    private static void assertAdvice(@Nullable Suggestion suggestion, String words) {
        String text = Objects.requireNonNull(suggestion, words).text();
        assertTrue(text.contains(words), text);
    }

    private void plantInBlocks() {
        for (int i = 0; i < 100; i++) {
            orders.add(i);
            events.put(2 * i, i);
        }
        collide(3, block("visit"), () -> sum.set(sum.get() + 1), block("visit too"), () -> sum.set(sum.get() + 1));
        collide(
                3,
                block("register"),
                () -> {
                    Map<Integer, Integer> more = new HashMap<>(map.get());
                    more.put(1, 1);
                    map.set(Map.copyOf(more));
                },
                block("unregister"),
                () -> map.set(Map.of()));
        collide(3, block("check load"), () -> result.set(users.size() > 10 ? 1 : 0), block("log in"), () -> {
            users.put(users.size(), 1);
        });
        collide(
                3,
                block("sum up"),
                () -> result.set(events.subMap(10, 50).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()),
                block("insert"),
                () -> events.merge(20, 1, Integer::sum));
        collide(
                3,
                block("take"),
                () -> result.set(Objects.requireNonNull(orders.poll())),
                block("take too"),
                () -> orders.remove());
        collide(
                3,
                block("audit"),
                () -> {
                    long total = 0;
                    for (LongBox account : accounts) {
                        total += account.get();
                    }
                    result.set(total);
                },
                block("pay in"),
                () -> accounts[50].set(7));
        block("print").run(() -> irrevocable("writes to the log"));
    }

    private void plantInLoop() throws InterruptedException {
        CountDownLatch secondHasRead = new CountDownLatch(1);
        AtomicLoop.range(0, 8).ordered().parallelism(2).chunk(1).named("chain").forEach(i -> {
            last.set(last.get() + i);
            if (i == 1 && Stm.attempt() == 1) {
                secondHasRead.countDown();
            } else if (i == 0) {
                secondHasRead.await();
            }
        });
    }

    @Test
    void oneRunNamesAllEightWithBothSides() throws InterruptedException {
        ConflictReport report;
        try (ConflictRecorder recorder = ConflictRecorder.start()) {
            plantInBlocks();
            plantInLoop();
            report = recorder.stop();
        }

        assertAdvice(find(report, "visit", "visit too", "LongBox \"sum\"").suggestion(), "LongBox.add");
        assertAdvice(find(report, "register", "unregister", "Box \"index\"").suggestion(), "TMap");
        assertAdvice(
                find(report, "check load", "log in", "TMap/TSet \"users\" size").suggestion(), "isEmpty()");
        assertAdvice(
                find(report, "sum up", "insert", "TSortedMap/TSortedSet \"events\" range")
                        .suggestion(),
                "snapshot()");
        assertAdvice(
                find(report, "take", "take too", "TQueue/TDeque \"orders\" head")
                        .suggestion(),
                "TBag");
        assertAdvice(find(report, "audit", "pay in", "LongBox, one of many").suggestion(), "snapshot");
        assertAdvice(find(report, "chain", "chain", "LongBox \"last\"").suggestion(), "reduce");
        SerialUse serial = report.serialPhases().stream()
                .filter(row -> row.block().equals("print"))
                .findFirst()
                .orElseThrow();
        assertEquals("writes to the log", serial.reason());
        assertAdvice(serial.suggestion(), "DeferredOutput");

        for (int i = 1; i < report.conflicts().size(); i++) {
            assertTrue(report.conflicts()
                            .get(i - 1)
                            .lost()
                            .compareTo(report.conflicts().get(i).lost())
                    >= 0);
        }
    }
}
