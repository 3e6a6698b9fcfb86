package dev.ame.stm.observe;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.check;
import static dev.ame.stm.Stm.irrevocable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.engine.observe.BlockRun;
import dev.ame.stm.engine.observe.BlockTally;
import dev.ame.stm.engine.observe.BlockWait;
import dev.ame.stm.engine.observe.Change;
import dev.ame.stm.engine.observe.Ledgers;
import dev.ame.stm.engine.observe.LossCause;
import dev.ame.stm.engine.observe.LostAttempt;
import dev.ame.stm.engine.observe.Observation;
import dev.ame.stm.engine.observe.Observer;
import dev.ame.stm.engine.observe.SerialPhase;
import dev.ame.stm.engine.observe.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine tells those who listen. */
class ObserverTest {
    private static final AtomicBlock LOSER = AtomicBlock.named("loser");
    private static final AtomicBlock WINNER = AtomicBlock.named("winner");

    private final Notes notes = new Notes();

    private static final class Notes implements Observer {
        final List<LostAttempt> lost = new CopyOnWriteArrayList<>();
        final List<SerialPhase> serial = new CopyOnWriteArrayList<>();
        final List<SerialPhase> serialEnded = new CopyOnWriteArrayList<>();
        final List<BlockWait> waits = new CopyOnWriteArrayList<>();
        final List<BlockWait.End> ends = new CopyOnWriteArrayList<>();
        final CountDownLatch waiting = new CountDownLatch(1);

        @Override
        public void lost(LostAttempt attempt) {
            lost.add(attempt);
        }

        @Override
        public void serialBegan(SerialPhase phase) {
            serial.add(phase);
        }

        @Override
        public void serialEnded(SerialPhase phase, long nanos) {
            serialEnded.add(phase);
        }

        @Override
        public void waitBegan(BlockWait wait) {
            waits.add(wait);
            waiting.countDown();
        }

        @Override
        public void waitEnded(BlockWait wait, BlockWait.End end, long nanos) {
            ends.add(end);
        }
    }

    @BeforeEach
    void listen() {
        Observation.add(notes);
    }

    @AfterEach
    void stop() {
        Observation.remove(notes);
    }

    private static void inOtherThread(Runnable action) {
        Thread thread = new Thread(action);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the second action in another thread in the middle of the first attempts of the first one. */
    private static void collide(int times, Runnable before, Runnable winner, Runnable after) {
        LOSER.run(() -> {
            before.run();
            if (Stm.attempt() <= times) {
                inOtherThread(winner);
            }
            after.run();
        });
    }

    @Test
    void lostAttemptNamesBothSidesAndWhatWasChanged() {
        LongBox a = LongBox.named("a", 1);
        LongBox b = LongBox.named("b", 1);
        LongBox sum = LongBox.of(0);
        collide(
                1,
                () -> sum.set(a.get() + b.get()),
                () -> WINNER.run(() -> {
                    a.set(5);
                    b.set(6);
                }),
                () -> sum.set(a.get()));

        assertEquals(1, notes.lost.size(), notes.lost::toString);
        LostAttempt lost = notes.lost.get(0);
        assertEquals("loser", lost.block().name);
        assertEquals(1, lost.attempt());
        assertEquals(LossCause.CONFLICT, lost.cause());
        assertEquals(
                List.<Object>of(a, b),
                lost.changes().stream().<Object>map(Change::place).toList());
        assertTrue(lost.changes().stream()
                .allMatch(c -> Objects.requireNonNull(c.winner()).display().equals("winner")));
        assertTrue(lost.changes().stream().noneMatch(Change::written));
    }

    @Test
    void readModifyWriteIsToldAsWritten() {
        LongBox box = LongBox.named("n", 1);
        collide(1, () -> box.set(box.get() + 1), () -> box.set(7), () -> {});

        Change change = notes.lost.get(0).changes().get(0);
        assertSame(box, change.place());
        assertTrue(change.written());
        assertEquals(
                "(outside any block)", Objects.requireNonNull(change.winner()).display());
    }

    @Test
    void linesOfBothSidesAreLearnedFromTheNextAttempts() {
        LongBox box = LongBox.of(1);
        for (int i = 0; i < 2; i++) {
            collide(2, () -> box.set(box.get() + 1), () -> WINNER.run(() -> box.set(7)), () -> {});
        }
        LostAttempt last = notes.lost.get(notes.lost.size() - 1);
        StackTraceElement read = Objects.requireNonNull(last.block().site(box, false));
        StackTraceElement write = Objects.requireNonNull(
                Objects.requireNonNull(last.changes().get(0).winner()).site(box, true));
        assertEquals(ObserverTest.class.getName(), read.getClassName());
        assertEquals(ObserverTest.class.getName(), write.getClassName());
        assertTrue(read.getMethodName().contains("linesOfBothSides"));
        assertTrue(write.getMethodName().contains("linesOfBothSides"));
    }

    @Test
    void valueThatIsTheSameIsAFalseConflict() {
        LongBox box = LongBox.of(1);
        LongBox other = LongBox.of(1);
        collide(3, () -> other.set(box.get()), () -> WINNER.run(() -> box.set(1)), () -> {});

        List<Boolean> seen = new ArrayList<>();
        notes.lost.forEach(lost -> lost.changes().forEach(change -> seen.add(change.sameValue())));
        assertTrue(seen.contains(true), seen::toString);
        assertFalse(seen.contains(false), seen::toString);
    }

    @Test
    void reasonOfIrrevocableIsKept() {
        LOSER.run(() -> irrevocable("prints"));

        assertEquals("prints", notes.serial.get(0).reason());
        assertEquals(SerialPhase.Kind.IRREVOCABLE, notes.serial.get(0).kind());
        assertEquals("loser", notes.serial.get(0).block().name);
        assertEquals(1, notes.serialEnded.size());
        assertTrue(notes.serial.get(0).stack().stream()
                .anyMatch(frame -> frame.getClassName().equals(ObserverTest.class.getName())));
    }

    @Test
    void conflictsLeadToSerialPhaseThatSaysSo() {
        LongBox box = LongBox.of(1);
        AtomicBlock block = LOSER.serialAfter(2);
        block.run(() -> {
            box.set(box.get() + 1);
            if (Stm.attempt() <= 2) {
                inOtherThread(() -> box.set(7));
            }
        });
        assertEquals(SerialPhase.Kind.CONFLICTS, notes.serial.get(0).kind());
        assertEquals(2, notes.serial.get(0).aborts());
    }

    @Test
    void waitIsToldWithItsLocations() throws InterruptedException {
        LongBox box = LongBox.named("gate", 0);
        Thread waiter = new Thread(() -> LOSER.run(() -> check(box.get() > 0)));
        waiter.start();
        notes.waiting.await();
        assertEquals(List.of(box), notes.waits.get(0).places());
        assertTrue(Ledgers.waiting().contains(notes.waits.get(0)));
        box.set(1);
        waiter.join();
        assertEquals(List.of(BlockWait.End.WOKEN), notes.ends);
        assertFalse(Ledgers.waiting().contains(notes.waits.get(0)));
    }

    @Test
    void commitsAreCountedExactlyWhetherOrNotAnybodyListens() {
        LongBox box = LongBox.of(0);
        Totals before = Ledgers.totals();
        for (int i = 0; i < 100; i++) {
            LOSER.run(() -> box.set(1));
            LOSER.run(() -> {
                box.get();
            });
        }
        Observation.remove(notes);
        for (int i = 0; i < 100; i++) {
            atomic(() -> box.set(1));
        }
        Totals after = Ledgers.totals();
        assertEquals(300, after.commits() - before.commits());
        assertEquals(100, after.readOnlyCommits() - before.readOnlyCommits());
    }

    @Test
    void runsAreCountedByBlock() {
        LongBox box = LongBox.of(0);
        for (int i = 0; i < 200; i++) {
            LOSER.run(() -> box.set(1));
        }
        long runs = Ledgers.tallies().stream()
                .filter(tally -> tally.block.display().equals("loser"))
                .mapToLong(BlockTally::runs)
                .sum();
        assertEquals(200, runs);
    }

    @Test
    void everyBlockIsToldToWhoAsks() {
        List<BlockRun> begun = new ArrayList<>();
        List<BlockRun> ended = new ArrayList<>();
        Observer all = new Observer() {
            @Override
            public boolean wantsEveryBlock() {
                return true;
            }

            @Override
            public void began(BlockRun run) {
                begun.add(run);
            }

            @Override
            public void ended(BlockRun run) {
                ended.add(run);
            }
        };
        Observation.add(all);
        try {
            LOSER.run(() -> {});
            WINNER.run(() -> {});
        } finally {
            Observation.remove(all);
        }
        assertEquals(
                List.of("loser", "winner"),
                begun.stream().map(run -> run.block.display()).toList());
        assertEquals(begun, ended);
    }
}
