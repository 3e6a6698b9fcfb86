package dev.ame.stm.conflicts;

import static dev.ame.stm.conflicts.Collision.collide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.collections.TArray;
import dev.ame.stm.collections.TBag;
import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.TLongArray;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TPriorityQueue;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.collections.TSet;
import dev.ame.stm.collections.TSortedMap;
import dev.ame.stm.observe.Cause;
import dev.ame.stm.observe.Conflict;
import dev.ame.stm.observe.ConflictRecorder;
import dev.ame.stm.observe.ConflictReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a report says of conflicts over collections: which part of them was fought over, and with whom. */
class CollectionConflictsTest {
    private static final AtomicBlock LOSER = AtomicBlock.named("loser");
    private static final AtomicBlock WINNER = AtomicBlock.named("winner");

    private final ConflictRecorder recorder = ConflictRecorder.start();
    private final LongBox result = LongBox.of(0);

    @AfterEach
    void stop() {
        recorder.close();
    }

    /** Three collisions, of which the later ones are watched for their lines. */
    private Conflict conflict(Runnable loser, Runnable winner) {
        collide(3, LOSER, loser, WINNER, winner);
        ConflictReport report = recorder.stop();
        assertEquals(1, report.conflicts().size(), report::toString);
        Conflict row = report.conflicts().get(0);
        assertEquals(3, row.aborts(), report::toString);
        assertEquals("loser", row.loser().block());
        assertTrue(
                Objects.requireNonNull(row.loser().reads(), report::toString)
                        .startsWith("CollectionConflictsTest.java:"),
                report::toString);
        return row;
    }

    private static void assertWon(Conflict row) {
        assertEquals("winner", row.winner().block());
        assertTrue(
                Objects.requireNonNull(row.winner().writes(), row::toString)
                        .startsWith("CollectionConflictsTest.java:"),
                row::toString);
    }

    @Test
    void keyOfMap() {
        TMap<String, Integer> stock = TMap.named("stock");
        stock.put("apples", 1);
        Conflict row = conflict(
                () -> stock.put("apples", stock.getOrDefault("apples", 0) + 1),
                () -> stock.merge("apples", 1, Integer::sum));
        assertEquals("TMap/TSet \"stock\" key \"apples\"", row.target().toString());
        assertEquals(Cause.KEY, row.cause());
        assertWon(row);
    }

    @Test
    void keyThatWasMissing() {
        TMap<Integer, Integer> map = new TMap<>();
        AtomicInteger next = new AtomicInteger();
        Conflict row = conflict(
                () -> {
                    for (int key = 0; key < 3; key++) {
                        if (key >= next.get() && !map.containsKey(key)) {
                            result.set(key);
                        }
                    }
                },
                () -> map.put(next.getAndIncrement(), 1));
        assertEquals(
                List.of("0", "1", "2"), row.target().keys().stream().sorted().toList());
        assertEquals("key", row.target().part());
        assertWon(row);
    }

    @Test
    void severalKeysAreOneRow() {
        TMap<Integer, Integer> map = TMap.named("map");
        for (int i = 0; i < 30; i++) {
            map.put(i, 0);
        }
        AtomicInteger next = new AtomicInteger();
        Conflict row = conflict(
                () -> {
                    int sum = 0;
                    for (int i = 0; i < 10; i++) {
                        sum += map.getOrDefault(i, 0);
                    }
                    result.set(sum);
                },
                () -> map.put(next.getAndIncrement(), 7));
        assertEquals(3, row.target().keys().size());
    }

    @Test
    void sizeOfMap() {
        TMap<Integer, Integer> map = TMap.named("map");
        Conflict row = conflict(() -> result.set(map.size()), () -> map.put(map.size(), 1));
        assertEquals("TMap/TSet \"map\" size", row.target().toString());
        assertEquals(Cause.SIZE, row.cause());
        assertTrue(Objects.requireNonNull(row.suggestion()).text().contains("isEmpty()"));
        assertWon(row);
    }

    @Test
    void emptinessOfSet() {
        TSet<Integer> set = new TSet<>();
        collide(1, LOSER, () -> result.set(set.isEmpty() ? 1 : 0), WINNER, () -> set.add(1));
        Conflict row = recorder.stop().conflicts().get(0);
        assertEquals("TMap/TSet emptiness", row.target().toString());
        assertEquals(null, row.suggestion());
    }

    @Test
    void rangeOfSortedMap() {
        TSortedMap<Integer, Integer> map = TSortedMap.named("events");
        for (int i = 0; i < 100; i += 2) {
            map.put(i, i);
        }
        AtomicInteger next = new AtomicInteger(11);
        Conflict row = conflict(
                () -> {
                    long sum = 0;
                    for (int value : map.subMap(10, 30).values()) {
                        sum += value;
                    }
                    result.set(sum);
                },
                () -> map.put(next.getAndAdd(2), 1));
        assertEquals("range", row.target().part());
        assertEquals("[10, 30)", row.target().keys().get(0));
        assertEquals("events", row.target().name());
        assertTrue(Objects.requireNonNull(row.suggestion()).text().contains("snapshot()"));
        assertWon(row);
    }

    @Test
    void keyOfSortedMap() {
        TSortedMap<String, Integer> map = new TSortedMap<>();
        map.put("a", 1);
        AtomicInteger next = new AtomicInteger(2);
        Conflict row = conflict(() -> result.set(map.getOrDefault("a", 0)), () -> map.put("a", next.getAndIncrement()));
        assertEquals("TSortedMap/TSortedSet key \"a\"", row.target().toString());
        assertEquals(Cause.KEY, row.cause());
    }

    @Test
    void headOfQueue() {
        TQueue<Integer> queue = TQueue.named("orders");
        for (int i = 0; i < 100; i++) {
            queue.add(i);
        }
        Conflict row = conflict(() -> result.set(Objects.requireNonNull(queue.poll())), () -> queue.remove());
        assertEquals("TQueue/TDeque \"orders\" head", row.target().toString());
        assertEquals(Cause.END, row.cause());
        assertTrue(Objects.requireNonNull(row.suggestion()).text().contains("TBag"));
        assertWon(row);
    }

    @Test
    void sizeOfQueue() {
        TQueue<Integer> queue = new TQueue<>();
        Conflict row = conflict(() -> result.set(queue.size()), () -> queue.add(1));
        assertEquals("TQueue/TDeque size", row.target().toString());
    }

    @Test
    void headOfPriorityQueue() {
        TPriorityQueue<Integer> queue = new TPriorityQueue<>();
        for (int i = 0; i < 100; i++) {
            queue.add(i);
        }
        Conflict row = conflict(() -> result.set(Objects.requireNonNull(queue.poll())), queue::remove);
        assertEquals("TPriorityQueue head", row.target().toString());
    }

    @Test
    void elementAndSizeOfList() {
        TList<Integer> list = TList.named("list");
        list.addAll(List.of(1, 2, 3));
        AtomicInteger next = new AtomicInteger(7);
        collide(1, LOSER, () -> result.set(list.get(1)), WINNER, () -> list.set(1, next.getAndIncrement()));
        collide(1, LOSER, () -> result.set(list.size()), WINNER, () -> list.add(1));
        List<String> targets = new ArrayList<>();
        recorder.stop().conflicts().forEach(row -> targets.add(row.target().toString()));
        assertEquals(
                List.of("TList \"list\" element 1", "TList \"list\" size"),
                targets.stream().sorted().toList());
    }

    @Test
    void bagThatWasEmpty() {
        TBag<Integer> bag = new TBag<>();
        collide(1, LOSER, () -> result.set(bag.poll() == null ? 1 : 0), WINNER, () -> bag.add(1));
        assertEquals(
                "TBag emptiness", recorder.stop().conflicts().get(0).target().toString());
    }

    @Test
    void positionsOfArrays() {
        TArray<String> texts = TArray.named("texts", 10);
        TLongArray numbers = TLongArray.named("numbers", 10);
        collide(1, LOSER, () -> texts.set(3, texts.get(3) + "x"), WINNER, () -> texts.set(3, "y"));
        collide(1, LOSER, () -> numbers.set(4, numbers.get(4) + 1), WINNER, () -> numbers.set(4, 7));
        List<String> targets = new ArrayList<>();
        recorder.stop().conflicts().forEach(row -> targets.add(row.target().toString()));
        assertEquals(2, targets.size());
        assertTrue(
                targets.stream().anyMatch(target -> target.contains("texts") && target.contains("3")),
                targets::toString);
        assertTrue(
                targets.stream().anyMatch(target -> target.contains("numbers") && target.contains("4")),
                targets::toString);
    }

    /** A key whose text must not be asked for but when a report is made. */
    private static final class Key {
        static final AtomicInteger ASKED = new AtomicInteger();

        @Override
        public String toString() {
            ASKED.incrementAndGet();
            throw new IllegalStateException("not now");
        }
    }

    @Test
    void keyIsRenderedWhenTheReportIsMade() {
        TMap<Key, Integer> map = new TMap<>();
        Key key = new Key();
        map.put(key, 0);
        Key.ASKED.set(0);
        collide(1, LOSER, () -> map.put(key, map.getOrDefault(key, 0) + 1), WINNER, () -> map.put(key, 7));
        assertEquals(0, Key.ASKED.get());
        Conflict row = recorder.stop().conflicts().get(0);
        assertEquals(1, Key.ASKED.get());
        assertEquals(List.of("(a Key that cannot be shown)"), row.target().keys());
    }
}
