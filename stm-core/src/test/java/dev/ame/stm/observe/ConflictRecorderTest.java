package dev.ame.stm.observe;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.check;
import static dev.ame.stm.Stm.irrevocable;
import static dev.ame.stm.observe.Collision.LOSER;
import static dev.ame.stm.observe.Collision.WINNER;
import static dev.ame.stm.observe.Collision.collide;
import static dev.ame.stm.observe.Collision.inOtherThread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.loop.AtomicLoop;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a report says of each kind of conflict, and what it suggests. */
class ConflictRecorderTest {
    private final ConflictRecorder recorder = ConflictRecorder.start();

    @AfterEach
    void stop() {
        recorder.close();
    }

    private static String advice(Conflict row) {
        return Objects.requireNonNull(row.suggestion(), row::toString).text();
    }

    private Conflict only() {
        ConflictReport report = recorder.stop();
        assertEquals(1, report.conflicts().size(), report::toString);
        return report.conflicts().get(0);
    }

    @Test
    void numberThatIsReadToBeWritten() {
        LongBox sum = LongBox.named("sum", 0);
        collide(5, () -> sum.set(sum.get() + 1), () -> sum.set(sum.get() + 1), () -> {});

        Conflict row = only();
        assertEquals("LongBox \"sum\"", row.target().toString());
        assertEquals(Cause.WRITE_WRITE, row.cause());
        assertEquals("loser", row.loser().block());
        assertEquals("winner", row.winner().block());
        assertEquals(5, row.aborts());
        assertTrue(advice(row).contains("LongBox.add"), row::toString);
        for (String line : List.of(
                Objects.requireNonNull(row.loser().reads()),
                Objects.requireNonNull(row.loser().writes()),
                Objects.requireNonNull(row.winner().writes()))) {
            assertTrue(line.startsWith("ConflictRecorderTest.java:"), line);
        }
        assertTrue(row.share() > 0 && row.share() <= 1, row::toString);
    }

    @Test
    void boxedNumberThatIsReadToBeWritten() {
        Box<Integer> sum = Box.named("sum", 0);
        collide(1, () -> sum.set(sum.get() + 1), () -> sum.set(7), () -> {});

        Conflict row = only();
        assertEquals("Box \"sum\"", row.target().toString());
        assertTrue(advice(row).contains("a LongBox and its add"), row::toString);
    }

    @Test
    void mapInBox() {
        Box<Map<String, Integer>> stock = Box.named("stock", Map.of());
        collide(1, () -> stock.set(Map.of("a", stock.get().size())), () -> stock.set(Map.of("b", 2)), () -> {});

        assertTrue(advice(only()).contains("TMap"));
    }

    @Test
    void listInBox() {
        Box<List<Integer>> list = Box.of(List.of());
        LongBox size = LongBox.of(0);
        collide(1, () -> size.set(list.get().size()), () -> list.set(List.of(1)), () -> {});

        Conflict row = only();
        assertEquals(Cause.READ_THEN_OVERWRITTEN, row.cause());
        assertTrue(advice(row).contains("TList"), row::toString);
    }

    @Test
    void everyChangedLocationOfAnAttemptHasItsRow() {
        LongBox a = LongBox.named("a", 0);
        LongBox b = LongBox.named("b", 0);
        LongBox to = LongBox.of(0);
        collide(
                1,
                () -> to.set(a.get() + b.get()),
                () -> {
                    a.set(1);
                    b.set(1);
                },
                () -> {});

        ConflictReport report = recorder.stop();
        assertEquals(
                List.of("a", "b"),
                report.conflicts().stream()
                        .map(row -> row.target().name())
                        .sorted()
                        .toList());
        assertEquals(1, report.aborts());
        assertEquals(1, report.abortsOf("loser"));
    }

    @Test
    void sumOfCounter() {
        Counter counter = Counter.named("visits");
        LongBox to = LongBox.of(0);
        collide(1, () -> to.set(counter.sum()), counter::increment, () -> {});

        Conflict row = only();
        assertEquals("Counter \"visits\" sum", row.target().toString());
        assertEquals(Cause.SIZE, row.cause());
        assertEquals("winner", row.winner().block());
        assertTrue(advice(row).contains("tryAdd"), row::toString);
    }

    @Test
    void longScanBesideWriters() {
        LongBox[] boxes = IntStream.range(0, 100).mapToObj(i -> LongBox.of(i)).toArray(LongBox[]::new);
        LongBox total = LongBox.of(0);
        collide(
                1,
                () -> {
                    long sum = 0;
                    for (LongBox box : boxes) {
                        sum += box.get();
                    }
                    total.set(sum);
                },
                () -> {
                    boxes[3].set(7);
                    boxes[50].set(7);
                },
                () -> {});

        Conflict row = only();
        assertEquals("LongBox, one of many", row.target().toString());
        assertTrue(advice(row).contains("snapshot"), row::toString);
    }

    @Test
    void falseConflictIsSaidToBeOne() {
        LongBox box = LongBox.named("flag", 1);
        LongBox to = LongBox.of(0);
        collide(5, () -> to.set(box.get()), () -> box.set(1), () -> {});

        Conflict row = only();
        assertTrue(row.same() > 0, row::toString);
        assertEquals(row.compared(), row.same());
        assertTrue(recorder.report().toString().contains("false  the value was the same"));
    }

    @Test
    void chainInLoopInOrder() throws InterruptedException {
        LongBox last = LongBox.named("last", 0);
        CountDownLatch secondHasRead = new CountDownLatch(1);
        // Every iteration uses what the one before it has written; the second one has read before the first one
        // commits.
        AtomicLoop.range(0, 8).ordered().parallelism(2).chunk(1).named("chain").forEach(i -> {
            last.set(last.get() + i);
            if (i == 1 && Stm.attempt() == 1) {
                secondHasRead.countDown();
            } else if (i == 0) {
                secondHasRead.await();
            }
        });

        ConflictReport report = recorder.stop();
        Conflict row = report.conflicts().stream()
                .filter(conflict -> conflict.cause() == Cause.LOOP_ORDER)
                .findFirst()
                .orElseThrow(() -> new AssertionError(report));
        assertEquals("last", row.target().name());
        assertTrue(row.iterations().contains("1 after 0"), report::toString);
        assertTrue(advice(row).contains("reduce"), row::toString);
    }

    @Test
    void irrevocableBlockHasItsReasonItsStackAndThoseWhoWaited() throws InterruptedException {
        LongBox box = LongBox.of(0);
        CountDownLatch alone = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread printer = new Thread(() -> LOSER.run(() -> {
            irrevocable("prints a line");
            alone.countDown();
            Collision.await(go);
        }));
        printer.start();
        alone.await();
        Thread writer = new Thread(() -> WINNER.run(() -> box.set(1)));
        writer.start();
        while (writer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait(); // until it is parked in the queue for the lock
        }
        go.countDown();
        printer.join();
        writer.join();

        SerialUse row = recorder.stop().serialPhases().get(0);
        assertEquals("loser", row.block());
        assertEquals("prints a line", row.reason());
        assertEquals(1, row.phases());
        assertEquals(List.of("winner"), row.waiters());
        assertTrue(row.waited().toNanos() > 0);
        assertEquals("ConflictRecorderTest.java", row.stack().get(0).getFileName());
        assertTrue(Objects.requireNonNull(row.suggestion()).text().contains("DeferredOutput"));
    }

    @Test
    void blockThatRunsAloneAfterConflictsSaysSo() {
        LongBox box = LongBox.of(0);
        LOSER.serialAfter(2).run(() -> {
            box.set(box.get() + 1);
            if (Stm.attempt() <= 2) {
                inOtherThread(() -> box.set(7));
            }
        });

        SerialUse row = recorder.stop().serialPhases().get(0);
        assertEquals("lost 2 attempts", row.reason());
        assertEquals(2, row.aborts());
        assertNull(row.suggestion());
    }

    @Test
    void waitSaysForWhat() throws InterruptedException {
        LongBox gate = LongBox.named("gate", 0);
        Thread waiter = new Thread(() -> LOSER.run(() -> check(gate.get() > 0)));
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        WaitUse now = recorder.report().waits().get(0);
        assertEquals(1, now.waitingNow());
        gate.set(1);
        waiter.join();

        WaitUse row = recorder.stop().waits().get(0);
        assertEquals("loser", row.block());
        assertEquals(List.of("LongBox \"gate\""), row.targets());
        assertEquals(1, row.waits());
        assertEquals(0, row.waitingNow());
        assertTrue(row.waited().toNanos() > 0);
    }

    @Test
    void blocksAndThreadsAreAccountedFor() {
        LongBox box = LongBox.of(0);
        for (int i = 0; i < 1000; i++) {
            LOSER.run(() -> box.set(box.get() + 1));
        }
        ConflictReport report = recorder.stop();
        assertEquals(1000, report.commits());
        assertEquals(1000, report.blocks().get(0).runs());
        assertTrue(report.blocks().get(0).useful().toNanos() > 0);
        ThreadUse thread = report.threads().get(0);
        assertEquals(Thread.currentThread().getName(), thread.thread());
        assertTrue(thread.useful().toNanos() > 0);
        assertTrue(report.toString().contains("No conflicts"));
        report.assertNoConflicts();
    }

    @Test
    void blockThatThrowsIsCountedAsThrown() {
        assertThrows(
                IllegalStateException.class,
                () -> LOSER.run(() -> {
                    throw new IllegalStateException();
                }));
        assertEquals(1, recorder.stop().blocks().get(0).thrown());
    }

    @Test
    void blockWithoutNameIsCalledByItsClass() {
        LongBox box = LongBox.of(0);
        atomic(() -> {
            box.set(box.get() + 1);
            if (Stm.attempt() == 1) {
                inOtherThread(() -> atomic(() -> box.set(2)));
            }
        });
        Conflict row = only();
        assertEquals("ConflictRecorderTest", row.loser().block());
        assertEquals("ConflictRecorderTest", row.winner().block());
    }
}
