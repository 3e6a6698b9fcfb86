package dev.ame.stm.observe;

import static dev.ame.stm.Stm.irrevocable;
import static dev.ame.stm.observe.Collision.LOSER;
import static dev.ame.stm.observe.Collision.collide;
import static dev.ame.stm.observe.Collision.inOtherThread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Garbage;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be done with a report, and what a recording keeps. */
class ConflictReportTest {
    private static final ExecutorService HELPER = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "helper");
        thread.setDaemon(true);
        return thread;
    });

    private final ConflictRecorder recorder = ConflictRecorder.start();

    @AfterEach
    void stop() {
        recorder.close();
    }

    @Test
    void budgetThatIsExceededFailsWithTheReport() {
        LongBox box = LongBox.named("sum", 0);
        collide(1, () -> box.set(box.get() + 1), () -> box.set(7), () -> {});
        ConflictReport report = recorder.stop();

        report.assertNoConflicts("winner", "somebody else");
        AssertionError error = assertThrows(AssertionError.class, () -> report.assertNoConflicts("loser"));
        assertTrue(Objects.requireNonNull(error.getMessage()).contains("LongBox \"sum\""));
        assertThrows(AssertionError.class, report::assertNoConflicts);
        assertEquals(1, report.conflictsOf("loser").size());
    }

    @Test
    void sinceHasOnlyWhatCameLater() {
        LongBox a = LongBox.named("a", 0);
        LongBox b = LongBox.named("b", 0);
        collide(1, () -> a.set(a.get() + 1), () -> a.set(7), () -> {});
        collide(1, () -> b.set(b.get() + 1), () -> b.set(7), () -> {});
        ConflictReport earlier = recorder.report();
        collide(2, () -> b.set(b.get() + 1), () -> b.set(7), () -> {});
        ConflictReport since = recorder.stop().since(earlier);

        assertEquals(1, since.conflicts().size(), since::toString);
        assertEquals("b", since.conflicts().get(0).target().name());
        assertEquals(2, since.conflicts().get(0).aborts());
        assertEquals(2, since.abortsOf("loser"));
    }

    @Test
    void diffSaysWhatIsNewAndWhatHasGone() {
        LongBox a = LongBox.named("a", 0);
        LongBox b = LongBox.named("b", 0);
        collide(1, () -> a.set(a.get() + 1), () -> a.set(7), () -> {});
        ConflictReport first = recorder.stop();
        ConflictReport second;
        try (ConflictRecorder other = ConflictRecorder.start()) {
            collide(1, () -> b.set(b.get() + 1), () -> b.set(7), () -> {});
            second = other.stop();
        }
        ConflictDiff diff = second.diff(first);
        assertEquals(2, diff.rows().size());
        String text = diff.toString();
        assertTrue(text.contains("new ") && text.contains("LongBox \"b\""), text);
        assertTrue(text.contains("gone") && text.contains("LongBox \"a\""), text);
    }

    @Test
    void twoRecordersDoNotDisturbEachOther() {
        LongBox a = LongBox.named("a", 0);
        try (ConflictRecorder other = ConflictRecorder.start()) {
            collide(1, () -> a.set(a.get() + 1), () -> a.set(7), () -> {});
            assertEquals(1, other.stop().aborts());
        }
        collide(1, () -> a.set(a.get() + 1), () -> a.set(7), () -> {});
        assertEquals(2, recorder.stop().aborts());
    }

    @Test
    void tableIsNotWiderThan120Columns() {
        LongBox box = LongBox.named("a box with a very long name ".repeat(10), 0);
        AtomicBlock block = AtomicBlock.named("a block with a very long name ".repeat(10));
        block.run(() -> {
            box.set(box.get() + 1);
            if (Stm.attempt() == 1) {
                inOtherThread(() -> block.run(() -> box.set(7)));
            }
        });
        block.run(() -> irrevocable("a reason of many words ".repeat(10)));
        String text = recorder.stop().toString();
        assertTrue(text.lines().allMatch(line -> line.length() <= 120), text);
        assertNotNull(text.lines()
                .filter(line -> line.startsWith("CONFLICTS"))
                .findFirst()
                .orElse(null));
    }

    @Test
    void rowsAreBoundedAndWhatIsDroppedIsCounted() {
        int boxes = 1_100;
        for (int i = 0; i < boxes; i++) {
            LongBox box = LongBox.of(0);
            LOSER.run(() -> {
                box.set(box.get() + 1);
                if (Stm.attempt() == 1) {
                    overtake(box);
                }
            });
        }
        ConflictReport report = recorder.stop();
        assertEquals(1_024, report.conflicts().size());
        assertEquals(boxes - 1_024, report.dropped());
        assertEquals(boxes, report.abortsOf("loser"));
    }

    /** Commits a write beside the running block, in a helper thread that is used again and again. */
    private static void overtake(LongBox box) {
        try {
            HELPER.submit(() -> box.set(7)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingIsKeptAliveAfterTheEnd() {
        WeakReference<LongBox> box = new WeakReference<>(loseOver());
        ConflictReport report = recorder.stop();
        assertEquals(1, report.conflicts().size());
        Garbage.assertCollected("a box that was fought over", box);
        assertSame(report, recorder.report());
    }

    private static LongBox loseOver() {
        LongBox box = LongBox.of(0);
        collide(1, () -> box.set(box.get() + 1), () -> box.set(7), () -> {});
        return box;
    }
}
